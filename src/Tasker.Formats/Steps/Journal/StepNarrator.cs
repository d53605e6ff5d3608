using System.Globalization;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Formats.Steps.Journal;

/// <summary>
/// Tells the facts of a run as records about steps. Pure: the same facts give the same records, whoever reads them
/// and when.
/// </summary>
/// <remarks>It keeps its own fold, so that it sees the state after each single fact. This file: what each fact
/// becomes.</remarks>
internal sealed partial class StepNarrator
{
    private const int RecordsPerFact = 1000;

    private readonly RunState _run;
    private readonly List<StepRecord> _records = [];
    private readonly Dictionary<int, int> _pids = [];
    private DateTimeOffset _at;
    private int _cause = -1;
    private long _position;

    public StepNarrator(Workflow workflow) => _run = new RunState(workflow);

    /// <summary>Facts told so far.</summary>
    public long Position => _run.Position;

    /// <summary>The run after the facts told so far.</summary>
    public RunState Run => _run;

    /// <summary>What the next fact means; often nothing.</summary>
    public IReadOnlyList<StepRecord> Tell(RunFact fact)
    {
        (_position, _at) = (_run.Position, fact.At);
        _records.Clear();

        // A group that is tried again forgets what it failed by.
        _cause = fact is RunFact.GroupEnded ended ? _run.CauseOf(ended.Node) : -1;
        _run.Apply(fact);
        switch (fact)
        {
            case RunFact.GroupStarted f:
                GroupStarted(f.Node);
                break;
            case RunFact.AttemptStarted f:
                AttemptStarted(f.Node, f.Attempt);
                break;
            case RunFact.AttemptBegan f:
                AttemptBegan(f.Node, f.Attempt, f.Handle);
                break;
            case RunFact.AttemptReady f when PartOf(f.Node) is { } part:
                Add(part, StepStatus.Ready, "Goes on beside the following steps.", phase: StepPhase.Background);
                break;
            case RunFact.AttemptEnded f:
                AttemptEnded(f);
                break;
            case RunFact.Skipped f:
                Skipped(f);
                break;
            case RunFact.Adopted f when PartOf(f.Node) is { } part:
                Add(part, StepStatus.Passed, $"Taken over from {f.From}.");
                break;
            case RunFact.MonitorChecked f when PartOf(f.Node) is { } part:
                Looked(part, f);
                break;
            case RunFact.RetryAsked f when PartOf(f.Node) is { } part:
                Add(part, StepStatus.Retry, $"Tried again at the word of {f.By}.");
                break;
            case RunFact.GroupEnded f:
                GroupEnded(f);
                break;
        }

        foreach (var change in _run.TakeChanges())
        {
            Changed(change, fact);
        }

        return _records.Count == 0 ? [] : _records.ToArray();
    }

    private void GroupStarted(int node)
    {
        var spec = _run.SpecOf(node);
        if (StepLabels.NumberOf(spec) is not null)
        {
            var attempts = spec.Retry.MaxAttempts;
            Add(
                StepOf(node)!, StepStatus.Started,
                attempts > 1 ? $"Attempt {_run.AttemptsOf(node)} of {attempts}." : spec.Title,
                attempt: attempts > 1 ? _run.AttemptsOf(node) : null);
        }
        else if (PartOf(node) is { IsPhase: true } part)
        {
            var count = _run.MembersOf(node).Length;
            var isMain = part.Phase == StepPhase.Main;
            Add(
                part, StepStatus.Started,
                isMain ? $"Executing: {spec.Title}" : count == 1 ? "1 check." : $"{count} checks.",
                detail: isMain ? DetailOfFirst(node) : StepDetail.None with { Checks = count });
        }
    }

    private void AttemptStarted(int node, int attempt)
    {
        if (PartOf(node) is not { Part: not StepPart.Gate } part || _run.SpecOf(node) is not StepSpec step)
        {
            return;
        }

        Add(part, StepStatus.Started, part.Part switch
        {
            StepPart.Test => "Running minimal test first.",
            StepPart.Work => part.IsPhase ? $"Executing: {step.Title}" : $"Items {step.Title}",
            _ => step.Title,
        }, attempt: attempt, detail: Detail(step));
    }

    private void AttemptBegan(int node, int attempt, string handle)
    {
        if (PartOf(node) is { } part && ProcessHandle.PidOf(handle) is { } pid && _run.SpecOf(node) is StepSpec step)
        {
            _pids[node] = pid;
            if (step.Background is not null || !step.Monitors.IsEmpty)
            {
                var monitors = step.Monitors.Length;
                Add(
                    part, StepStatus.Running,
                    monitors == 0 ? $"Process {pid}."
                    : $"Process {pid}, {monitors} monitor{(monitors == 1 ? "" : "s")}.",
                    phase: StepPhase.Background, attempt: attempt, pid: pid, detail: Detail(step));
            }
        }
    }

    private void AttemptEnded(RunFact.AttemptEnded f)
    {
        if (PartOf(f.Node) is not { Part: not StepPart.Gate } part || _run.SpecOf(f.Node) is not StepSpec step)
        {
            return;
        }

        var (status, message) = f.End.Outcome switch
        {
            AttemptOutcome.Succeeded when part.Part == StepPart.Enough =>
                (StepStatus.Passed, IsEnough(f.End) ? "There is enough." : "Not enough yet."),
            AttemptOutcome.Succeeded => (StepStatus.Passed, step.Title),
            AttemptOutcome.TimedOut => (StepStatus.TimedOut, f.End.Message),
            AttemptOutcome.Cancelled => (StepStatus.Cancelled, Why(f.Node, f.End.Message)),
            AttemptOutcome.Lost => (StepStatus.Lost, "Its end is not known: it ended while nobody watched."),
            _ => (StepStatus.Failed, f.End.Message),
        };
        var again = f.RetryAt is { } at
            ? $" Tried again at {at.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)}." : "";
        Add(
            part, status, message + again,
            phase: step.Background is not null && _run.IsUp(f.Node) ? StepPhase.Background : null,
            attempt: f.Attempt,
            end: f.End,
            duration: f.At - _run.StartedAt(f.Node),
            pid: _pids.TryGetValue(f.Node, out var pid) ? pid : null,
            detail: Detail(step));
    }

    private void Skipped(RunFact.Skipped f)
    {
        var spec = _run.SpecOf(f.Node);
        if (PartOf(f.Node) is not { } part)
        {
            if (StepLabels.NumberOf(spec) is not null && f.Reason is SkipReason.ByHand)
            {
                Add(StepOf(f.Node)!, StepStatus.Skipped, "Passed over by hand.");
            }

            return;
        }

        switch (part.Part)
        {
            case StepPart.Manual:
                Add(part, StepStatus.Manual, $"Look yourself: {spec.Title}");
                break;
            case StepPart.Fix when f.Reason is SkipReason.Condition:
                break; // Nothing to mend.
            default:
                var why = f.Note.Length > 0 ? f.Note : "Not needed any more.";
                Add(part, StepStatus.Skipped, f.Reason is SkipReason.ByHand ? "Passed over by hand." : why);
                break;
        }
    }

    private void Looked(StepNode part, RunFact.MonitorChecked f) => Add(
        part with { Name = f.Monitor },
        f.Outcome switch
        {
            MonitorOutcome.Alert => StepStatus.Alert,
            MonitorOutcome.Broken => StepStatus.Broken,
            _ => StepStatus.Ok,
        },
        f.Text, phase: StepPhase.Background, attempt: f.Attempt);

    private void GroupEnded(RunFact.GroupEnded f)
    {
        if (StepLabels.NumberOf(_run.SpecOf(f.Node)) is null)
        {
            PartEnded(f);
            return;
        }

        var step = StepOf(f.Node)!;
        if (f.RetryAt is not null)
        {
            Add(step, StepStatus.Retry, $"Tried again as a whole: {Cause()}");
            return;
        }

        if (_run.StatusOf(f.Node) is not (NodeStatus.Succeeded or NodeStatus.Failed)
            || _run.StopOf(f.Node) is StopCause.Aborted)
        {
            Add(
                step, StepStatus.Cancelled, "Stopped before its end.", phase: StepPhase.Completed,
                duration: f.At - _run.StartedAt(f.Node), success: false);
            return;
        }

        // What was noted beside the mark: outputs that the work reported, and checks that failed without being critical.
        var note = f.Succeeded ? Note(f.Node) : "";
        var cause = f.Succeeded ? "" : Cause();
        Add(step, f.Succeeded ? StepStatus.Completed : StepStatus.Failed, note, phase: StepPhase.Spec,
            success: f.Succeeded);
        Add(
            step, f.Succeeded ? StepStatus.Completed : StepStatus.Failed, f.Succeeded ? note : cause,
            phase: StepPhase.Completed,
            duration: f.At - _run.StartedAt(f.Node), success: f.Succeeded, next: f.Succeeded ? NextOf(f.Node) : null);
    }

    /// <summary>A phase or a chunk ended. A stopped one needs no word: what stopped it has been told.</summary>
    private void PartEnded(RunFact.GroupEnded f)
    {
        if (PartOf(f.Node) is not { } part)
        {
            return;
        }

        if (f.RetryAt is not null)
        {
            Add(part, StepStatus.Retry, $"Done anew: {Cause()}");
        }
        else if (part.IsPhase)
        {
            Add(
                part, f.Succeeded ? StepStatus.Passed : StepStatus.Failed, f.Succeeded ? Outcome(f.Node) : Cause(),
                duration: f.At - _run.StartedAt(f.Node));
        }
    }

    /// <summary>What came of a phase that does not fail: its name, and how many of its checks failed all the
    /// same.</summary>
    private string Outcome(int phase)
    {
        var members = _run.MembersOf(phase).ToArray();
        var failed = members.Count(member => _run.StatusOf(member) is NodeStatus.Failed);
        return failed == 0 ? _run.SpecOf(phase).Title
            : $"{_run.SpecOf(phase).Title}: {failed} of {members.Length} failed, which is noted and not critical.";
    }

    /// <summary>What follows from a fact without being one: cancelled siblings, parts that are not run any
    /// more.</summary>
    private void Changed(NodeChange change, RunFact fact)
    {
        var spec = _run.SpecOf(change.Node);
        if (change.After is NodeStatus.Blocked && StepLabels.NumberOf(spec) is not null)
        {
            Add(StepOf(change.Node)!, StepStatus.Blocked, $"Not started: {CauseOf(change.Node)}");
            return;
        }

        if (PartOf(change.Node) is not { } part || part.Part is StepPart.Gate or StepPart.Manual or StepPart.Fix)
        {
            return;
        }

        switch (change.After)
        {
            case NodeStatus.Cancelled when change.Before is NodeStatus.Waiting or NodeStatus.Blocked
                && spec is StepSpec && HasBegun(change.Node):
                Add(part, StepStatus.Cancelled, Why(change.Node, "Not started."));
                break;
            case NodeStatus.Blocked when part.IsPhase && fact is not RunFact.GroupStarted
                && _run.StartedAt(part.Group) is not null:
                Add(part, StepStatus.Blocked, $"Not run: {CauseOf(change.Node)}");
                break;
        }
    }
}
