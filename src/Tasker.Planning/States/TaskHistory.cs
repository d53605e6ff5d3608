using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.States;

/// <summary>What earlier attempts of a task came to.</summary>
internal static class TaskHistory
{
    private static readonly string[] OfOneAttempt =
    [
        "started_at", "completed_at", "duration_seconds", "files_created", "files_modified", "error", "failure", "verification", "skip_reason", "blocked_by", "snapshot",
        PlanTask.ExecutionField, PlanTask.EvidenceField,
    ];

    /// <summary>Moves what belongs to the last attempt into the history, so that the next one begins clean. How often it was tried stays.</summary>
    public static void Close(PlanTask task)
    {
        if (task.Attempts > 0 && task.Text("started_at") is not null)
        {
            if (task.Node["history"] is not JsonArray history)
            {
                task.Node["history"] = history = [];
            }

            history.Add((JsonNode)new JsonObject
            {
                ["attempt"] = task.Attempts,
                ["started_at"] = task.Text("started_at"),
                ["ended_at"] = task.Text("completed_at"),
                ["outcome"] = task.Status.Word(),
                ["category"] = task.Failure?["category"]?.DeepClone(),
                ["error"] = task.Error,
            });
        }

        foreach (var field in OfOneAttempt)
        {
            task.Set(field, (JsonNode?)null);
        }
    }
}
