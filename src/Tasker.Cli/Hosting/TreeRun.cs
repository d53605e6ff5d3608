using System.Security.Cryptography;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Storage.Sqlite;

namespace Tasker.Cli.Hosting;

/// <summary>Runs a tree of tasks: one run at a time for a workspace; one that was killed is gone on with.</summary>
internal static class TreeRun
{
    private const string LockName = ".tasker-orchestrator.lock";

    /// <summary>Runs what is not completed.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="plan">The tree.</param>
    /// <param name="workflow">What of it is to be run.</param>
    /// <param name="choice">How the run is shown.</param>
    /// <param name="cancellationToken">Leaves the run, as a signal does.</param>
    public static async Task<int> RunAsync(Session session, Plan plan, Workflow workflow, ScreenChoice choice, CancellationToken cancellationToken)
    {
        using var gate = Take(session, plan.Project, workflow.Labels[TreeLabels.Workspace]);
        await using var journal = plan.Project.OpenJournal(session.Time);
        var hosting = new RunHosting(session, plan.Project, plan.Settings);
        if (await OpenRunAsync(journal, workflow.Source, cancellationToken) is { } open)
        {
            await session.Error.WriteLineAsync($"Run '{open.RunId}' of this tree has not ended; it is gone on with.");
            var frozen = WorkflowCodec.Decode((await journal.ReadWorkflowAsync(open.RunId, cancellationToken)).Span);
            return await hosting.RunAsync(journal, frozen, open.RunId, (parts, token) => RunHost.RecoverAsync(parts, open.RunId, token), choice, cancellationToken)
                ?? throw new CommandException(ExitCode.Failed, $"{open.Owner} runs this tree as '{open.RunId}'; one at a time.");
        }

        var runId = RunIds.New(workflow.Name, session.Time, () => RandomNumberGenerator.GetInt32(0x10000));
        return await hosting.RunAsync(
            journal, workflow, runId, async (parts, token) => await RunHost.CreateAsync(parts, workflow, runId, Value.Map.Empty, token), choice, cancellationToken)
            ?? ExitCode.Failed;
    }

    private static async Task<RunRecord?> OpenRunAsync(SqliteJournal journal, string source, CancellationToken cancellationToken)
    {
        await foreach (var run in journal.ListAsync(new RunFilter(Open: true, Source: source), cancellationToken))
        {
            if (run.FrontDoor == TreeTranslator.FrontDoor)
            {
                return run;
            }
        }

        return null;
    }

    private static FileStream Take(Session session, Project project, string workspace)
    {
        var folder = Path.Combine(project.Root, workspace);
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"Another process runs the tasks of '{session.ShortPath(folder)}', or the folder cannot be used: {closed.Message}");
        }
    }
}
