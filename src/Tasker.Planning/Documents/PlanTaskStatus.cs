namespace Tasker.Planning.Documents;

/// <summary>How a task is.</summary>
public enum PlanTaskStatus
{
    /// <summary>It waits: for others, or for somebody to start it.</summary>
    Pending,

    /// <summary>It is being worked on.</summary>
    Running,

    /// <summary>It is done.</summary>
    Complete,

    /// <summary>Its last attempt failed.</summary>
    Failed,

    /// <summary>Something that it needs failed or was refused.</summary>
    Blocked,

    /// <summary>Somebody decided to do without it.</summary>
    Skipped,
}
