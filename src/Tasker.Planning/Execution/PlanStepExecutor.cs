using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Planning.Agents;
using Tasker.Planning.Bundles;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Execution;

/// <summary>Does the steps of an execution that read and change the plan, inside this process.</summary>
/// <remarks>Each of them can be done again without doing anything twice, so an attempt that a crash has cut off is simply done again.</remarks>
/// <param name="time">The clock.</param>
/// <param name="memory">What is remembered of the plan.</param>
/// <param name="logOf">The log of an attempt: run, full id of the step, number of the attempt.</param>
/// <param name="confirm">Asks a person whether to go on; null: nobody is there.</param>
public sealed class PlanStepExecutor(
    TimeProvider time, PlanMemory memory, Func<string, string, int, string> logOf, Func<string, CancellationToken, Task<bool>>? confirm) : IExecutor
{
    private const string Owner = "tasker execute";

    private readonly BundleMemory _bundles = new();

    /// <inheritdoc/>
    public bool Does(StepAction action) => action is StepAction.Custom custom && custom.Type.StartsWith(ExecutionNames.Prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        return PlanStep.RunAsync(() => DoAsync(order, (StepAction.Custom)order.Action, stop), stop);
    }

    /// <inheritdoc/>
    public Task<AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop) => RunAsync(order, observer, stop);

    private async Task<AttemptEnd> DoAsync(AttemptOrder order, StepAction.Custom action, CancellationToken stop)
    {
        var with = action.With;
        var store = new PlanStore(new PlanningFolder(Path.GetFullPath(Path.Combine(order.Root, with["folder"].ToText()))), time, Owner, memory);
        var id = with["task"].ToText();
        switch (action.Type)
        {
            case ExecutionNames.Prepare:
                var prepared = await new TaskPreparation(store, _bundles, confirm).RunAsync(
                    order.RunId, id, with["definition"].ToText(), (int)((with["parallel"] as Value.Number)?.Amount ?? 1), with["ask"] is Value.Bool { Truth: true }, stop);
                return prepared.Problem is { } problem ? AttemptEnd.Failure(problem) : Done("begun", Value.Of(prepared.HasBegun));
            case ExecutionNames.Result:
                var claim = TaskClaim.Read(store.Folder, id);
                Log(store, claim.Result is null ? "WARN" : "INFO", "task-result", $"{id}: {claim.Problem ?? claim.Word}");
                return Done("claimed", Value.Of(claim.IsSuccess));
            case ExecutionNames.Settle:
                return await SettleAsync(store, order, id, with);
            case ExecutionNames.Commit:
                return Done("commit", Value.Of(await new TaskCommitting(store).RunAsync(id, stop)));
            case ExecutionNames.Finish:
                var summary = await new ExecutionEnd(store).RunAsync(stop);
                return summary.IsHalted || summary.Problems.Count > 0
                    ? AttemptEnd.Failure(string.Join(' ', summary.Problems.Prepend(summary.Text)))
                    : Done("summary", Value.Of(summary.Text));
            default:
                return AttemptEnd.Failure($"There is no step type '{action.Type}'.");
        }
    }

    private async Task<AttemptEnd> SettleAsync(PlanStore store, AttemptOrder order, string id, Value.Map with)
    {
        var group = order.StepId[..order.StepId.LastIndexOf('/')];
        var checks = CriterionCheck.Read(with["checks"], (step, attempt) => logOf(order.RunId, $"{group}/{step}", attempt));
        if (await new TaskSettlement(store).SettleAsync(order.RunId, id, StepOutcome.Read(with["work"]), checks) is not { } settled)
        {
            // Steps that another run has done may be taken over; starting a task for it cannot.
            return with["prepared"].ToText() == "succeeded" && store.Read().Task(id) is { } task && !task.Status.IsSatisfied()
                ? AttemptEnd.Failure($"{id} is {task.Status.Word()}, and this run has not started it. 'tasker state task retry {id}', then 'tasker execute' try again.")
                : Done("done", Value.False);
        }

        Log(store, settled.IsDone ? "INFO" : "ERROR", "spawn-complete", settled.IsDone ? $"{id}: SUCCESS" : $"{id}: FAILED - {settled.Message}");
        return settled.IsDone ? Done("done", Value.True) : AttemptEnd.Failure(settled.Message);
    }

    private static void Log(PlanStore store, string level, string @event, string message) =>
        ActivityLog.Add(store.Folder, level, "orchestrator", @event, message, store.Time.GetUtcNow());

    private static AttemptEnd Done(string name, Value value) => PlanStep.Done((name, value));
}
