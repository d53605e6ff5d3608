using System.Security.Cryptography;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;

namespace Tasker.Cli.Hosting;

/// <summary>Runs a tree of tasks: one run at a time for a workspace; one that was killed is gone on with.</summary>
internal static class TreeRun
{
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
