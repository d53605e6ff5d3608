using System.Collections.Immutable;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>One fact about a run, as its journal keeps it. Facts are added; never changed, never removed.</summary>
/// <remarks>
/// A node is named by its number: the place in the frozen workflow in declaration order (a group before its members, the root is 0);
/// nodes added while running get the next numbers. What follows from facts alone (a step became ready, was blocked, was cancelled
/// with its group) is no fact of its own: the fold derives it, and tells it as a <see cref="NodeChange"/>.
/// The bytes on disk are pinned in <c>FactCodec</c>.
/// </remarks>
public abstract record RunFact
{
    private RunFact(DateTimeOffset at) => At = at;

    /// <summary>When it happened, in UTC to the microsecond, by the clock of the engine that wrote it.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// The run exists. Always the first fact. <paramref name="Continues"/> names the ended run whose finished work was taken over, if any.
    /// </summary>
    public sealed record RunCreated(
        string RunId, string WorkflowHash, Value.Map Inputs, string? Continues, DateTimeOffset At) : RunFact(At);

    /// <summary>A step was finished in an earlier run, or outside, and is not run again.</summary>
    public sealed record Adopted(int Node, Value.Map Outputs, string From, DateTimeOffset At) : RunFact(At);

    /// <summary>A group is open: its members may start.</summary>
    public sealed record GroupStarted(int Node, DateTimeOffset At) : RunFact(At);

    /// <summary>A fan-out group made one member group for each item.</summary>
    public sealed record FannedOut(int Node, ImmutableArray<Value> Items, DateTimeOffset At) : RunFact(At);

    /// <summary>Nodes were added to a group that is open or still to come.</summary>
    public sealed record NodesAdded(int Parent, ImmutableArray<NodeSpec> Nodes, DateTimeOffset At) : RunFact(At);

    /// <summary>A node will not be run, and that is no failure.</summary>
    public sealed record Skipped(int Node, SkipReason Reason, string Note, DateTimeOffset At) : RunFact(At);

    /// <summary>An attempt is owed. Written before its executor is told, so that a crash cannot lose it.</summary>
    public sealed record AttemptStarted(int Node, int Attempt, DateTimeOffset At) : RunFact(At);

    /// <summary>The executor began the attempt and can find it again under this handle after a crash.</summary>
    public sealed record AttemptBegan(int Node, int Attempt, string Handle, DateTimeOffset At) : RunFact(At);

    /// <summary>A background attempt is up; those that wait for its start may go on.</summary>
    public sealed record AttemptReady(int Node, int Attempt, DateTimeOffset At) : RunFact(At);

    /// <summary>An attempt is to be stopped; its end follows.</summary>
    public sealed record AttemptStopping(int Node, int Attempt, StopCause Cause, DateTimeOffset At) : RunFact(At);

    /// <summary>An attempt ended. With <paramref name="RetryAt"/> the step is tried again then; without, the end is final.</summary>
    public sealed record AttemptEnded(int Node, int Attempt, AttemptEnd End, DateTimeOffset? RetryAt, DateTimeOffset At) : RunFact(At);

    /// <summary>
    /// A group is stopping: members that have not started never will, those under way are being stopped. <paramref name="CauseNode"/> is -1
    /// when no node caused it; <paramref name="Force"/>: always-run members too.
    /// </summary>
    public sealed record GroupStopping(int Node, StopCause Cause, int CauseNode, bool Force, DateTimeOffset At) : RunFact(At);

    /// <summary>A group ended. With <paramref name="RetryAt"/> all its members are run anew then.</summary>
    public sealed record GroupEnded(int Node, bool Succeeded, string Message, DateTimeOffset? RetryAt, DateTimeOffset At) : RunFact(At);

    /// <summary>A person had an ended or blocked node tried again while the run goes on.</summary>
    public sealed record RetryAsked(int Node, string By, DateTimeOffset At) : RunFact(At);

    /// <summary>Nothing new starts until resumed.</summary>
    public sealed record Paused(string By, DateTimeOffset At) : RunFact(At);

    /// <summary>Work goes on.</summary>
    public sealed record Resumed(string By, DateTimeOffset At) : RunFact(At);

    /// <summary>
    /// A person had the run stopped and said why; that it stops is a fact of its own, which follows. Journals before it existed lack it.
    /// </summary>
    public sealed record AbortAsked(string By, string Reason, DateTimeOffset At) : RunFact(At);

    /// <summary>
    /// An approval step asks a person. <paramref name="Question"/> is what it asks, filled in as things were then: what is answered is
    /// this. Journals before it existed lack it.
    /// </summary>
    public sealed record Asked(int Node, int Attempt, string Question, DateTimeOffset At) : RunFact(At);

    /// <summary>Somebody answered an approval step.</summary>
    public sealed record Answered(int Node, int Attempt, bool Approved, string By, string Comment, DateTimeOffset At) : RunFact(At);

    /// <summary>A named point that the run can be restored to.</summary>
    public sealed record CheckpointMade(string Name, DateTimeOffset At) : RunFact(At);

    /// <summary>Everything that ended after the checkpoint is to be run anew.</summary>
    public sealed record Restored(string Name, DateTimeOffset At) : RunFact(At);

    /// <summary>A monitor looked. <paramref name="Text"/> is the end of its output, or why it failed; at most 4 KiB.</summary>
    public sealed record MonitorChecked(
        int Node, int Attempt, string Monitor, MonitorOutcome Outcome, string Text, DateTimeOffset At) : RunFact(At);

    /// <summary>The run has its final status. Always the last fact; nothing changes afterwards.</summary>
    public sealed record RunEnded(RunStatus Status, string Message, DateTimeOffset At) : RunFact(At);
}

/// <summary>Why a node was not run.</summary>
public enum SkipReason : byte
{
    /// <summary>It was not skipped.</summary>
    None = 0,

    /// <summary>Its condition was false.</summary>
    Condition = 1,

    /// <summary>What it needs was itself skipped.</summary>
    Upstream = 2,

    /// <summary>A person said so; for those that need it, it counts as succeeded.</summary>
    ByHand = 3,
}

/// <summary>Why something was stopped.</summary>
public enum StopCause : byte
{
    /// <summary>Nothing stops it.</summary>
    None = 0,

    /// <summary>Its time limit, or that of a group above, was reached.</summary>
    TimedOut = 1,

    /// <summary>Another member of a fail-fast group failed, or a step whose failure stops the run.</summary>
    Failure = 2,

    /// <summary>A person aborted the run.</summary>
    Aborted = 3,

    /// <summary>It ran in the background and is no longer needed.</summary>
    NoLongerNeeded = 4,

    /// <summary>The run is restored to a checkpoint, or the step is to be run anew.</summary>
    Restored = 5,

    /// <summary>It was not up in time.</summary>
    NotReady = 6,

    /// <summary>Nothing runs, no timer is set, and what waits can never start.</summary>
    Stalled = 7,
}

/// <summary>What a monitor saw.</summary>
public enum MonitorOutcome
{
    /// <summary>Nothing to worry about.</summary>
    Ok = 1,

    /// <summary>The alert pattern matched.</summary>
    Alert = 2,

    /// <summary>The check itself could not be made, or took too long.</summary>
    Broken = 3,
}

/// <summary>Status of a run. The last four are final.</summary>
public enum RunStatus
{
    /// <summary>Work may start.</summary>
    Running = 1,

    /// <summary>Nothing new starts; what is under way ends.</summary>
    Paused = 2,

    /// <summary>Being stopped.</summary>
    Stopping = 3,

    /// <summary>Everything that had to be done is done.</summary>
    Succeeded = 4,

    /// <summary>Something failed.</summary>
    Failed = 5,

    /// <summary>A person stopped it.</summary>
    Aborted = 6,

    /// <summary>Its time limit was reached.</summary>
    TimedOut = 7,
}
