using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Running;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Status;

/// <summary>Keeps <c>workspace/status</c>, <c>logs</c> and <c>pids</c> as the journal of a run says.</summary>
/// <remarks>
/// Every file is derived from the state of the run, so that writing it again after a crash gives the same file. Files are written beside
/// the loop of the run (<see cref="TaskFileQueue"/>) and are all there, and on the disk, when the run is left.
/// </remarks>
public sealed class TreeProjection : IProjection
{
    private readonly Func<string, int, string> _logOf;
    private readonly Action<string> _tell;
    private readonly TreePlace _place;
    private readonly TaskFollowers _followers = new();
    private readonly TaskFileQueue _queue;
    private string _run = "";

    /// <param name="root">The project root; absolute.</param>
    /// <param name="place">Where the parts of the tree lie.</param>
    /// <param name="logOf">The log of an attempt, by the id of its step and its number; absolute.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told of each failure, with the number of tasks that it blocks, and of files that cannot be written.</param>
    public TreeProjection(string root, TreePlace place, Func<string, int, string> logOf, TimeProvider time, Action<string> tell)
    {
        (_logOf, _tell, _place) = (logOf, tell, place);
        _queue = new TaskFileQueue(new TaskFiles(root, place), root, time, tell);
    }

    /// <inheritdoc/>
    public async ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        _run = view.RunId;
        for (var node = 1; node < view.Count && !cancellationToken.IsCancellationRequested; node++)
        {
            if (TaskOf(view, node) is { } task)
            {
                await _queue.WriteAsync(ViewOf(view, node, task));
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(changes);
        _run = view.RunId;
        foreach (var node in changes.Select(change => change.Node).Concat(facts.OfType<RunFact.AttemptBegan>().Select(fact => fact.Node))
            .Distinct())
        {
            if (TaskOf(view, node) is { } task)
            {
                _queue.Put(ViewOf(view, node, task));
            }
        }

        foreach (var failed in changes.Where(change => change.After is NodeStatus.Failed && TaskOf(view, change.Node) is not null))
        {
            var blocked = _followers.CountOf(view, failed.Node);
            _tell(string.Create(
                CultureInfo.InvariantCulture,
                $"ALERT: Task {TaskOf(view, failed.Node)} failed, blocking {blocked} {(blocked == 1 ? "task" : "tasks")}"));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(bool isOwner) => await (isOwner ? _queue.FlushAsync() : _queue.DropAsync());

    /// <inheritdoc/>
    public Diagnostic? Shortfall
    {
        get
        {
            if (_queue.Missing is not { Count: > 0 } missing)
            {
                return null;
            }

            var first = missing.Min(StringComparer.Ordinal)!;
            return new Diagnostic(
                TreeCodes.FilesBehind, Severity.Warning, new Place(_place.StatusOf(first)),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The files of {(missing.Count == 1 ? "this task" : $"{missing.Count} tasks, of '{Excerpt.Of(first)}' first,")} "
                        + $"do not show what happened: {_queue.Reason.TrimEnd('.')}."),
                $"The next 'tasker orchestrate' goes by these files and runs what they do not show as completed; "
                    + $"'tasker runs show {_run}' has how each task ended.",
                "Make the files writable before that, and write \"status\": \"completed\" into those of tasks that are done.");
        }
    }

    private static string? TaskOf(RunState view, int node) => view.SpecOf(node).Labels.GetValueOrDefault(TreeLabels.Task);

    private TaskView ViewOf(RunState view, int node, string task)
    {
        var (status, attempt) = (view.StatusOf(node), view.AttemptsOf(node));
        return new TaskView(
            task, status is NodeStatus.Waiting or NodeStatus.RetryWait || NeverBegan(view, node) ? null : RecordOf(view, node, task))
        {
            IsKept = status is NodeStatus.Succeeded && attempt == 0,
            Pid = status is NodeStatus.Running ? ProcessHandle.PidOf(view.HandleOf(node)) : null,
            Log = attempt > 0 && status is not NodeStatus.Waiting ? _logOf(view.IdOf(node), attempt) : null,
        };
    }

    /// <summary>
    /// True for a task whose run was stopped before its turn came. It waits, as it did; unless a failure had blocked it before that.
    /// </summary>
    private static bool NeverBegan(RunState view, int node) =>
        view.StatusOf(node) is NodeStatus.Cancelled && view.StartedAt(node) is null && !IsBlocked(view, node);

    private static bool IsBlocked(RunState view, int node) => view.StatusOf(node) is NodeStatus.Blocked
        || (view.StatusOf(node) is NodeStatus.Cancelled && view.StartedAt(node) is null
            && view.CauseOf(node) is > 0 and var cause && view.StatusOf(cause) is NodeStatus.Failed);

    private static TaskRecord RecordOf(RunState view, int node, string task)
    {
        var (status, end) = (view.StatusOf(node), view.LastEndOf(node));
        var waits = status is NodeStatus.Failed && end?.Message.StartsWith(TaskAttempts.WaitingFor, StringComparison.Ordinal) == true;
        var isBlocked = IsBlocked(view, node);
        var (started, ended) = (view.StartedAt(node), status is NodeStatus.Running || isBlocked ? null : view.EndedAt(node));
        var cause = status is NodeStatus.Blocked or NodeStatus.Cancelled && view.CauseOf(node) is > 0 and var at
            ? TaskOf(view, at) ?? view.IdOf(at)
            : null;
        return new TaskRecord
        {
            TaskId = task,
            Status = status switch
            {
                NodeStatus.Running => TaskProgress.Running,
                NodeStatus.Succeeded or NodeStatus.Skipped => TaskProgress.Completed,
                _ when isBlocked => TaskProgress.Blocked,
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
        NodeStatus.Cancelled when view.StartedAt(node) is not null => "Stopped",
        NodeStatus.Skipped => view.NoteOf(node) is { Length: > 0 } note ? $"Skipped: {note}" : "Skipped",
        _ => null,
    };
}
