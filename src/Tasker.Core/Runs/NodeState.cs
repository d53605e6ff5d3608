namespace Tasker.Core.Runs;

/// <summary>What the fold remembers of one node. The counters are sums over its needs and members; see <see cref="RunState"/>.</summary>
internal struct NodeState
{
    /// <summary>Status.</summary>
    public NodeStatus Status;

    /// <summary>What else is true of it.</summary>
    public NodeFlags Flags;

    /// <summary>Why the attempt or the group is being stopped, or was.</summary>
    public StopCause Stop;

    /// <summary>Why it was skipped.</summary>
    public SkipReason Skip;

    /// <summary>Needs that may still come true, plus one while the group above is not open.</summary>
    public int Unmet;

    /// <summary>Needs that failed, plus one while the group above is blocked.</summary>
    public int Bad;

    /// <summary>Needs that were skipped where success was needed.</summary>
    public int Skipped;

    /// <summary>Attempts ever started; never goes down, so that attempt numbers are used once.</summary>
    public int Attempts;

    /// <summary>Failed tries in this round; a retry by hand or of a group above begins a new round.</summary>
    public int Tries;

    /// <summary>Attempts lost in a row.</summary>
    public int Losses;

    /// <summary>Group: members that have not ended.</summary>
    public int OpenMembers;

    /// <summary>Group: members whose end is a failure of the group.</summary>
    public int FailedMembers;

    /// <summary>Group: members that have not ended and are to be stopped when nothing else is left.</summary>
    public int OpenServices;

    /// <summary>Group: direct members under way.</summary>
    public int ActiveMembers;

    /// <summary>The node whose failure is the root cause of this one's trouble; -1 for none.</summary>
    public int Cause;

    /// <summary>First start of this round, in ticks; 0 when it has not started.</summary>
    public long StartedAt;

    /// <summary>End, in ticks; 0 when it has not ended.</summary>
    public long EndedAt;

    /// <summary>When its timer is due, in ticks: a step's next try, end of wait or time limit, a group's time limit; 0 for none.</summary>
    public long DueAt;

    /// <summary>Group: when it is tried again, in ticks; 0 for never.</summary>
    public long RetryAt;

    /// <summary>Facts before its start.</summary>
    public long StartPosition;

    /// <summary>Facts before its end.</summary>
    public long EndPosition;
}

/// <summary>What else is true of a node.</summary>
[Flags]
internal enum NodeFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A background step that is ready.</summary>
    Up = 1,

    /// <summary>Stands in the queue of nodes that may start. Not part of the fold: rebuilt from it.</summary>
    Queued = 2,

    /// <summary>Its attempt ends because the run was restored: it waits again afterwards.</summary>
    Anew = 4,

    /// <summary>A fan-out group that has its members.</summary>
    FannedOut = 8,

    /// <summary>A group that is being stopped with its always-run members.</summary>
    Forced = 16,
}
