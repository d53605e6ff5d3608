using System.Globalization;
using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Files;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Running;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Status;

/// <summary>Keeps <c>workspace/status</c>, <c>logs</c> and <c>pids</c> as the journal of a run says.</summary>
/// <remarks>
/// Every file is derived from the state of the run, so that writing it again after a crash gives the same file. The log of a task that runs
/// is a link to the log of its attempt; when it ends, the link becomes a copy.
/// </remarks>
/// <param name="root">The project root; absolute.</param>
/// <param name="place">Where the parts of the tree lie.</param>
/// <param name="logOf">The log of an attempt, by the id of its step and its number; absolute.</param>
/// <param name="alert">Told of each failure, with the number of tasks that it blocks.</param>
public sealed class TreeProjection(string root, TreePlace place, Func<string, int, string> logOf, Action<string> alert) : IProjection
{
    private const int MostAtOnce = 8;

    private readonly ProjectFolder _folder = new(root);

    /// <inheritdoc/>
    public async ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        for (var node = 1; node < view.Count; node++)
        {
            await ShowAsync(view, node, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(changes);
        var moved = changes.Select(change => change.Node).Where(node => TaskOf(view, node) is not null).ToHashSet();
        if (moved.Count == 1)
        {
            await ShowAsync(view, moved.Single(), cancellationToken);
        }
        else
        {
            // Files of different tasks have nothing to do with one another: flushed together they cost the disk hardly more than one.
            var threads = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(moved, threads, (node, token) => ShowAsync(view, node, token));
        }

        foreach (var began in facts.OfType<RunFact.AttemptBegan>().Where(fact => !moved.Contains(fact.Node) && TaskOf(view, fact.Node) is not null))
        {
            await ShowPidAsync(view, began.Node, TaskOf(view, began.Node)!, cancellationToken);
        }

        foreach (var failed in changes.Where(change => change.After is NodeStatus.Failed && TaskOf(view, change.Node) is not null))
        {
            var blocked = changes.Count(change => change.After is NodeStatus.Blocked && view.CauseOf(change.Node) == failed.Node && TaskOf(view, change.Node) is not null);
            alert(string.Create(
                CultureInfo.InvariantCulture, $"ALERT: Task {TaskOf(view, failed.Node)} failed, blocking {blocked} {(blocked == 1 ? "task" : "tasks")}"));
        }
    }

    private static string? TaskOf(RunState view, int node) => view.SpecOf(node).Labels.GetValueOrDefault(TreeLabels.Task);

    private async ValueTask ShowAsync(RunState view, int node, CancellationToken cancellationToken)
    {
        if (TaskOf(view, node) is not { } task)
        {
            return;
        }

        var status = view.StatusOf(node);
        var file = place.StatusOf(task);
        if (status is NodeStatus.Waiting or NodeStatus.RetryWait)
        {
            Remove(file); // Left by an earlier run: without a file it waits.
        }
        else if (status is not NodeStatus.Succeeded || view.AttemptsOf(node) > 0 || !File.Exists(Full(file)))
        {
            // How a task ended is kept over a crash of the machine; the rest is true again once the run goes on.
            await WriteAsync(file, TaskRecordJson.Write(RecordOf(view, node, task)), isFlushed: status is NodeStatus.Succeeded or NodeStatus.Failed, cancellationToken);
        }

        var attempt = view.AttemptsOf(node);
        if (status is NodeStatus.Running)
        {
            Link(place.LogOf(task), logOf(view.IdOf(node), attempt));
            await ShowPidAsync(view, node, task, cancellationToken);
        }
        else
        {
            Remove(place.PidOf(task));
            if (attempt > 0 && status is not NodeStatus.Waiting)
            {
                Copy(place.LogOf(task), logOf(view.IdOf(node), attempt));
            }
        }
    }

    private async ValueTask ShowPidAsync(RunState view, int node, string task, CancellationToken cancellationToken)
    {
        if (view.StatusOf(node) is NodeStatus.Running && ProcessHandle.PidOf(view.HandleOf(node)) is { } pid)
        {
            await WriteAsync(place.PidOf(task), Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture) + "\n"), isFlushed: false, cancellationToken);
        }
    }

    private static TaskRecord RecordOf(RunState view, int node, string task)
    {
        var (status, end) = (view.StatusOf(node), view.LastEndOf(node));
        var waits = status is NodeStatus.Failed && end?.Message.StartsWith(TaskAttempts.WaitingFor, StringComparison.Ordinal) == true;
        var (started, ended) = (view.StartedAt(node), status is NodeStatus.Running or NodeStatus.Blocked ? null : view.EndedAt(node));
        var cause = status is NodeStatus.Blocked or NodeStatus.Cancelled && view.CauseOf(node) is > 0 and var at ? TaskOf(view, at) ?? view.IdOf(at) : null;
        return new TaskRecord
        {
            TaskId = task,
            Status = status switch
            {
                NodeStatus.Running => TaskProgress.Running,
                NodeStatus.Succeeded or NodeStatus.Skipped => TaskProgress.Completed,
                NodeStatus.Blocked => TaskProgress.Blocked,
                _ => waits ? TaskProgress.Blocked : TaskProgress.Failed,
            },
            StartedAt = started,
            CompletedAt = ended,
            AgentId = started is not null && view.SpecOf(node) is StepSpec { Action: StepAction.Agent agent } ? agent.Name : null,
            OutputsValidated = status switch
            {
                NodeStatus.Succeeded => view.AttemptsOf(node) > 0,
                NodeStatus.Failed or NodeStatus.Skipped => false,
                _ => null,
            },
            DurationSeconds = started is { } from && ended is { } to ? (to - from).TotalSeconds : null,
            ExitCode = status is NodeStatus.Succeeded or NodeStatus.Failed ? end?.ExitCode : null,
            Error = ErrorOf(view, node, end),
            BlockedBy = cause,
        };
    }

    private static string? ErrorOf(RunState view, int node, AttemptEnd? end) => view.StatusOf(node) switch
    {
        NodeStatus.Failed when end?.Outcome is AttemptOutcome.TimedOut => "Timeout",
        NodeStatus.Failed when end is { Message: { Length: > 0 } message } =>
            message.Contains("promised output", StringComparison.OrdinalIgnoreCase) ? $"Missing outputs: {message}" : message,
        NodeStatus.Failed => end?.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"Exit code {code}") : "Failed",
        NodeStatus.Cancelled => "Stopped",
        NodeStatus.Skipped => view.NoteOf(node) is { Length: > 0 } note ? $"Skipped: {note}" : "Skipped",
        _ => null,
    };

    private string Full(string path) => Path.Combine(root, path);

    private string Open(string path)
    {
        return _folder.Make(Path.GetDirectoryName(path)!)
            ? Full(path)
            : throw new IOException($"'{path}' leads out of the project through a link.");
    }

    private async Task WriteAsync(string path, byte[] bytes, bool isFlushed, CancellationToken cancellationToken)
    {
        var full = Open(path);
        if (new FileInfo(full).LinkTarget is not null)
        {
            File.Delete(full); // Ours are files; a link could lead anywhere.
        }

        await AtomicFile.WriteAsync(full, bytes, isFlushed, cancellationToken);
    }

    private void Remove(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (Beneath.HasFolder(root, folder) || (_folder.Holds(folder) && Directory.Exists(Full(folder))))
        {
            File.Delete(Full(path));
        }
    }

    private void Link(string path, string log)
    {
        var full = Open(path);
        var target = Path.GetRelativePath(Path.GetDirectoryName(full)!, log);
        if (new FileInfo(full).LinkTarget == target)
        {
            return;
        }

        File.Delete(full + ".new");
        File.CreateSymbolicLink(full + ".new", target);
        File.Move(full + ".new", full, overwrite: true);
    }

    private void Copy(string path, string log)
    {
        var full = Open(path);
        var link = new FileInfo(full).LinkTarget;
        if (!File.Exists(log) || (File.Exists(full) && link is null && File.GetLastWriteTimeUtc(full) >= File.GetLastWriteTimeUtc(log)))
        {
            return;
        }

        File.Copy(log, full + ".new", overwrite: true);
        File.Move(full + ".new", full, overwrite: true);
    }
}
