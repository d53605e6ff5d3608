using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Planning.Decomposition;
using Tasker.Planning.Execution;
using Tasker.Planning.Interview;
using Tasker.Storage.Sqlite;

namespace Tasker.Cli.Hosting;

/// <summary>One process at a time runs the tasks of a workspace: a file in it that is held open, and free again when its holder ends in any way.</summary>
internal static class WorkspaceGate
{
    private const string LockName = ".tasker-orchestrator.lock";

    /// <summary>True for runs that need the gate.</summary>
    public static bool IsFor(Workflow workflow) => workflow.FrontDoor is TreeTranslator.FrontDoor or ExecutionNames.FrontDoor or PlanningNames.FrontDoor or InterviewNames.FrontDoor;

    /// <summary>Takes the gate of the workspace of a workflow.</summary>
    /// <inheritdoc cref="TakeAsync(Session, SqliteJournal, string, string, string, CancellationToken)"/>
    public static Task<IDisposable> TakeAsync(Session session, Project project, SqliteJournal journal, Workflow workflow, CancellationToken cancellationToken) =>
        TakeAsync(
            session, Path.Combine(project.Root, WorkspaceOf(workflow) ?? workflow.Labels[ExecutionNames.FolderLabel]),
            () => HolderAsync(journal, workflow, cancellationToken));

    /// <summary>Takes the gate.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="journal">The journal, which names the one that holds the gate.</param>
    /// <param name="folder">The workspace; absolute.</param>
    /// <param name="frontDoor">The front door of its runs.</param>
    /// <param name="source">What its runs are made from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandException">Another process has it, or the folder cannot be used.</exception>
    public static Task<IDisposable> TakeAsync(
        Session session, SqliteJournal journal, string folder, string frontDoor, string source, CancellationToken cancellationToken) =>
        TakeAsync(session, folder, () => HolderAsync(journal, frontDoor, source, cancellationToken));

    private static async Task<IDisposable> TakeAsync(Session session, string folder, Func<Task<RunRecord?>> holder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Failed,
                await holder() is { Owner: { } owner } run
                    ? $"{owner} runs the tasks of '{session.ShortPath(folder)}' as '{run.RunId}'; one at a time. Watch it with 'tasker runs watch {run.RunId}'."
                    : IsHeld(closed) ? $"Another process runs the tasks of '{session.ShortPath(folder)}'; one at a time."
                    : $"The folder '{session.ShortPath(folder)}' cannot be used: {closed.Message}");
        }
    }

    /// <summary>True when somebody holds the file open: <c>EAGAIN</c> of Linux and of macOS, <c>ERROR_SHARING_VIOLATION</c> of Windows.</summary>
    private static bool IsHeld(Exception closed) => closed.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <summary>The run of a plan that has not ended; null when there is none.</summary>
    public static Task<RunRecord?> HolderAsync(SqliteJournal journal, string frontDoor, string source, CancellationToken cancellationToken) =>
        HolderAsync(journal, frontDoor, source, workspace: null, cancellationToken);

    /// <summary>The run of a workflow that has not ended, of a tree only one in the same workspace; null when there is none.</summary>
    public static Task<RunRecord?> HolderAsync(SqliteJournal journal, Workflow workflow, CancellationToken cancellationToken) =>
        HolderAsync(journal, workflow.FrontDoor, workflow.Source, WorkspaceOf(workflow), cancellationToken);

    private static async Task<RunRecord?> HolderAsync(
        SqliteJournal journal, string frontDoor, string source, string? workspace, CancellationToken cancellationToken)
    {
        await foreach (var run in journal.ListAsync(new RunFilter(Open: true, Source: source), cancellationToken))
        {
            if (run.FrontDoor == frontDoor
                && (workspace is null || WorkspaceOf(WorkflowCodec.Decode((await journal.ReadWorkflowAsync(run.RunId, cancellationToken)).Span)) == workspace))
            {
                return run;
            }
        }

        return null;
    }

    private static string? WorkspaceOf(Workflow workflow) => workflow.Labels.GetValueOrDefault(TreeLabels.Workspace);
}
