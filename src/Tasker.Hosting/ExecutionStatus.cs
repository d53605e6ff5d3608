namespace Tasker.Hosting;

/// <summary>Where an execution, a phase or a step stands.</summary>
public enum ExecutionStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Nothing new starts until it is resumed.</summary>
    Paused,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Failed for good, or stopped because something else did.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Aborted,

    /// <summary>Its time limit was reached; what was done until then is there.</summary>
    TimedOut,

    /// <summary>Not run, and that is no failure.</summary>
    Skipped,
}
