namespace Tasker.Cli.Tui.Pictures;

/// <summary>How a task, a step or a run is, as a screen marks it.</summary>
internal enum ItemStatus
{
    /// <summary>Something must happen before it.</summary>
    Waiting,

    /// <summary>It may start.</summary>
    Ready,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It waits for its next try, or is paused, or was left.</summary>
    Held,

    /// <summary>It ended well.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It cannot start because of a failure.</summary>
    Blocked,

    /// <summary>It is done without.</summary>
    Skipped,

    /// <summary>It was stopped.</summary>
    Cancelled,
}
