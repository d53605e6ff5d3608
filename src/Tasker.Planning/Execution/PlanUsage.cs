using System.Globalization;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Planning.Documents;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Execution;

/// <summary>Counts in the plan what the executors of a run say they used. Each attempt is a session of its own, so that nothing counts twice.</summary>
/// <param name="store">The plan.</param>
public sealed class PlanUsage(PlanStore store) : IProjection
{
    /// <inheritdoc/>
    public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken) => LogAsync(view, facts, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken) =>
        LogAsync(view, facts, cancellationToken);

    private async ValueTask LogAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        var reports = facts.OfType<RunFact.AttemptEnded>().Select(fact => ReportOf(view, fact)).OfType<UsageReport>().ToArray();
        if (reports.Length == 0)
        {
            return;
        }

        await store.ChangeAsync(
            (state, now) =>
            {
                foreach (var report in reports.Where(report => !IsKnown(state, report)))
                {
                    UsageRules.Log(state, state.Task(report.Task!) is null ? report with { Task = null } : report, add: false, now);
                }

                return 0;
            },
            cancellationToken);
    }

    private static UsageReport? ReportOf(RunState view, RunFact.AttemptEnded fact) =>
        fact.End.Usage is { } usage && view.SpecOf(fact.Node) is StepSpec { Action: StepAction.Agent }
        && view.SpecOf(view.ParentOf(fact.Node)).Labels.TryGetValue(ExecutionNames.TaskLabel, out var task)
            ? new UsageReport(
                string.Create(CultureInfo.InvariantCulture, $"{view.RunId}/{view.IdOf(fact.Node)}/{fact.Attempt}"),
                usage.InputTokens, usage.OutputTokens, (double)(usage.CostUsd ?? 0), task)
            : null;

    private static bool IsKnown(PlanState state, UsageReport report) =>
        state.Execution["sessions"]?[report.Session] is { } known
        && JsonView.Number(known["input_tokens"]) == report.Input && JsonView.Number(known["output_tokens"]) == report.Output;
}
