using System.Collections.Immutable;
using System.Security.Cryptography;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Reading;
using Tasker.Formats.TaskTree.Translation;

namespace Tasker.Cli.Hosting;

/// <summary>Runs a tree of tasks: one run at a time for a workspace; one that was killed is gone on with.</summary>
internal static class TreeRun
{
    /// <summary>
    /// Goes on with the run of a tree that has not ended, although the tree cannot be read as a plan now: the run has its own tasks, and what
    /// is wrong with others fails alone.
    /// </summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="request">The tree.</param>
    /// <param name="told">What was found when it was read.</param>
    /// <param name="choice">How the run is shown.</param>
    /// <param name="cancellationToken">Leaves the run, as a signal does.</param>
    /// <returns>The exit code; null: there is no such run, and nothing was done.</returns>
    public static async Task<int?> GoOnAsync(
        Session session, PlanRequest request, ImmutableArray<Diagnostic> told, ScreenChoice choice, CancellationToken cancellationToken)
    {
        if (PlanReader.TreeOf(session, request) is not { } plan || !File.Exists(plan.Project.StorePath))
        {
            return null;
        }

        await using (var journal = plan.Project.OpenJournal(session.Time))
        {
            if (await WorkspaceGate.HolderAsync(journal, plan.Workflow, cancellationToken) is not { } open)
            {
                return null;
            }

            var run = await RunReader.ReadAsync(journal, open.RunId, null, cancellationToken);
            await DiagnosticsPrinter.WriteAsync(Kept(session, plan, run, told), session.Error, session.ErrorIsTerminal, session);
        }

        var isEnded = false;
        var exit = await RunAsync(
            session, plan,
            () =>
            {
                isEnded = true; // By somebody else, since the look at it.
                return Task.FromResult<(Workflow?, int)>((null, ExitCode.WrongInput));
            },
            choice, cancellationToken);
        return isEnded ? null : exit;
    }

    /// <summary>Findings about tasks of the run itself. They change nothing in it; all others are told when the run looks for what is new.</summary>
    private static ImmutableArray<Diagnostic> Kept(Session session, Plan plan, RunState run, ImmutableArray<Diagnostic> told)
    {
        var files = Enumerable.Range(0, run.Count).Select(node => run.SpecOf(node).Labels.GetValueOrDefault(TreeLabels.Task)).OfType<string>()
            .Select(task => session.ShortPath(Path.Combine(plan.Project.Root, plan.Tree!.Place.Tasks, $"{task}.md"))).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. told.Where(found => found.Severity is Severity.Error && files.Contains(found.Where.Path)).Select(found => found with
            {
                Severity = Severity.Note,
                Fix = "The run that goes on does this task as it was when it began; mend the file before the next run.",
            }),
        ];
    }

    /// <summary>Runs what is not completed.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="plan">The tree.</param>
    /// <param name="choose">What of it is to be run; asked when nobody else can change that any more. Null ends with the exit code beside it.</param>
    /// <param name="choice">How the run is shown.</param>
    /// <param name="cancellationToken">Leaves the run, as a signal does.</param>
    public static async Task<int> RunAsync(
        Session session, Plan plan, Func<Task<(Workflow? Workflow, int ExitCode)>> choose, ScreenChoice choice, CancellationToken cancellationToken)
    {
        await using var journal = plan.Project.OpenJournal(session.Time);
        using var gate = await WorkspaceGate.TakeAsync(session, plan.Project, journal, plan.Workflow, cancellationToken);
        var hosting = new RunHosting(session, plan.Project, plan.Settings) { HoldsGate = true };
        if (await WorkspaceGate.HolderAsync(journal, plan.Workflow, cancellationToken) is { } open)
        {
            await session.Error.WriteLineAsync($"Run '{open.RunId}' of this tree has not ended; it is gone on with.");
            var frozen = WorkflowCodec.Decode((await journal.ReadWorkflowAsync(open.RunId, cancellationToken)).Span);
            return await hosting.RunAsync(journal, frozen, open.RunId, (parts, token) => RunHost.RecoverAsync(parts, open.RunId, token), choice, cancellationToken)
                ?? throw new CommandException(ExitCode.Failed, $"{open.Owner} runs this tree as '{open.RunId}'; one at a time.");
        }

        var (workflow, exit) = await choose();
        if (workflow is null)
        {
            return exit;
        }

        var runId = RunIds.New(workflow.Name, session.Time, () => RandomNumberGenerator.GetInt32(0x10000));
        return await hosting.RunAsync(
            journal, workflow, runId, async (parts, token) => await RunHost.CreateAsync(parts, workflow, runId, Value.Map.Empty, token), choice, cancellationToken)
            ?? ExitCode.Failed;
    }
}
