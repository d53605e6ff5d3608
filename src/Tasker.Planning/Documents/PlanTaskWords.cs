namespace Tasker.Planning.Documents;

/// <summary>The words of statuses in files and on screens.</summary>
public static class PlanTaskWords
{
    /// <summary>Every word that is written, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All { get; } = ["pending", "running", "complete", "failed", "blocked", "skipped"];

    /// <summary>The word of a status.</summary>
    public static string Word(this PlanTaskStatus status) => All[(int)status];

    /// <summary>The status of a word; null: it is none. <c>ready</c>, <c>completed</c>, words in capitals and none at all are understood.</summary>
    public static PlanTaskStatus? Status(string? word) => word switch
    {
        null or "pending" or "ready" => PlanTaskStatus.Pending,
        "running" => PlanTaskStatus.Running,
        "complete" => PlanTaskStatus.Complete,
        "failed" => PlanTaskStatus.Failed,
        "blocked" => PlanTaskStatus.Blocked,
        "skipped" => PlanTaskStatus.Skipped,
        _ => word.ToLowerInvariant() switch
        {
            "pending" or "ready" => PlanTaskStatus.Pending,
            "running" or "in_progress" => PlanTaskStatus.Running,
            "complete" or "completed" => PlanTaskStatus.Complete,
            "failed" => PlanTaskStatus.Failed,
            "blocked" => PlanTaskStatus.Blocked,
            "skipped" => PlanTaskStatus.Skipped,
            _ => null,
        },
    };

    /// <summary>True when what needs the task may start: it is complete or skipped.</summary>
    public static bool IsSatisfied(this PlanTaskStatus status) => status is PlanTaskStatus.Complete or PlanTaskStatus.Skipped;
}
