namespace Tasker.Formats.TaskTree.Status;

/// <summary>What the status file of a task says.</summary>
public sealed record TaskRecord
{
    /// <summary>The task.</summary>
    public required string TaskId { get; init; }

    /// <summary>How far it is.</summary>
    public required TaskProgress Status { get; init; }

    /// <summary>When it was first started; null when it was not or nobody knows.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Who does it.</summary>
    public string? AgentId { get; init; }

    /// <summary>Whether its outputs were looked for and were all there; null while that is open.</summary>
    public bool? OutputsValidated { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>The true exit code; null when there is none or it is unknown.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it is not completed.</summary>
    public string? Error { get; init; }

    /// <summary>The task whose failure keeps it from starting.</summary>
    public string? BlockedBy { get; init; }
}

/// <summary>How far a task is, in the words of its status file. Without a file it waits.</summary>
public enum TaskProgress
{
    /// <summary>Waits for its turn.</summary>
    Waiting,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Done, and its outputs are there.</summary>
    Completed,

    /// <summary>Cannot start: something that it needs failed, or an input is not there.</summary>
    Blocked,

    /// <summary>Failed.</summary>
    Failed,
}
