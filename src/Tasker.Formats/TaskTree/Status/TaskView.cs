namespace Tasker.Formats.TaskTree.Status;

/// <summary>What the files of one task are to show.</summary>
/// <param name="Task">The task.</param>
/// <param name="Record">Its status file; null: none, it waits.</param>
internal sealed record TaskView(string Task, TaskRecord? Record)
{
    /// <summary>True when a status file that is there already says it: a task that was completed before this run.</summary>
    public bool IsKept { get; init; }

    /// <summary>The process that does it; null when none does or it is not known.</summary>
    public int? Pid { get; init; }

    /// <summary>The log of its last attempt; null when it had none.</summary>
    public string? Log { get; init; }

    /// <summary>True while it is under way.</summary>
    public bool IsRunning => Record?.Status is TaskProgress.Running;
}
