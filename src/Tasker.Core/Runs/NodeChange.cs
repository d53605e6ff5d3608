namespace Tasker.Core.Runs;

/// <summary>A node went from one status to another; derived by the fold, in the order in which it happened.</summary>
/// <param name="Node">Number of the node.</param>
/// <param name="Before">Status before.</param>
/// <param name="After">Status now.</param>
public readonly record struct NodeChange(int Node, NodeStatus Before, NodeStatus After);

/// <summary>Status of a step or group.</summary>
public enum NodeStatus : byte
{
    /// <summary>Waits for its needs, its group or a free place.</summary>
    Waiting = 0,

    /// <summary>An attempt is under way, or the group is open.</summary>
    Running = 1,

    /// <summary>Failed and waits for its next attempt; holds no place.</summary>
    RetryWait = 2,

    /// <summary>Done.</summary>
    Succeeded = 3,

    /// <summary>Failed for good.</summary>
    Failed = 4,

    /// <summary>Not run, and that is no failure.</summary>
    Skipped = 5,

    /// <summary>Something that it needs failed; waits again when that is retried.</summary>
    Blocked = 6,

    /// <summary>Stopped, or never started because its group was stopped.</summary>
    Cancelled = 7,
}
