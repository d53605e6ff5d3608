using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Repairing;

/// <summary>How tasks went, from what their executors and Tasker's own checks have left behind. What Tasker found counts before what an executor claims.</summary>
internal static class ResultReplay
{
    /// <summary>Sets the status of tasks that have not ended in the state and have a result.</summary>
    /// <returns>The tasks that were set, by number.</returns>
    public static IReadOnlyList<string> Apply(PlanState state, PlanningFolder folder)
    {
        var set = new List<string>();
        foreach (var task in state.Tasks.Where(task => TaskIds.IsValid(task.Id) && task.Status is PlanTaskStatus.Pending or PlanTaskStatus.Running or PlanTaskStatus.Blocked))
        {
            var evidence = TryRead(folder.Evidence(task.Id));
            if (TryRead(folder.Result(task.Id)) is not { } node || new TaskResult(node) is not { } result || !(result.IsSuccess || result.IsFailure))
            {
                continue;
            }

            var isDone = evidence.Text("verdict") is { } verdict ? verdict == "PASS" : result.IsSuccess;
            task.Status = isDone ? PlanTaskStatus.Complete : PlanTaskStatus.Failed;
            task.Set("attempts", JsonValue.Create(Math.Max(Math.Max(1, task.Attempts), evidence.Number("attempt") ?? Attempts(folder, task.Id))));
            task.Set("started_at", result.Text("started_at"));
            task.Set("completed_at", result.Text("completed_at"));
            task.Set("files_created", result.Created);
            task.Set("files_modified", result.Modified);
            task.Set("blocked_by", (JsonNode?)null);
            task.Set("error", isDone ? null : evidence.Text("reason") ?? result.ErrorMessage ?? "Its result says that it failed.");
            task.Set("failure", isDone ? null : new JsonObject { ["category"] = FailureCategory.Known(result.ErrorCategory), ["subcategory"] = null, ["retryable"] = result.IsRetryable });
            Verify(task, evidence, isDone);
            set.Add(task.Id);
        }

        return [.. set.Order(TaskIds.Order)];
    }

    private static void Verify(PlanTask task, JsonObject? evidence, bool isDone)
    {
        var criteria = evidence.Items("criteria").Where(one => one.Text("status") is "PASS" or "FAIL").ToArray();
        if (task.Verification is null && criteria.Length > 0)
        {
            task.Set("verification", new JsonObject
            {
                ["verdict"] = criteria.All(one => one.Text("status") == "PASS") ? "PASS" : "FAIL",
                ["recommendation"] = isDone ? "PROCEED" : "BLOCK",
                ["criteria"] = new JsonArray([.. criteria.Select(one => (JsonNode)new JsonObject { ["name"] = one.Text("name"), ["score"] = one.Text("status"), ["evidence"] = $"{one.Text("command")}: {one.Text("outcome")}" })]),
                ["by"] = "tasker",
                ["verified_at"] = evidence.Text("checked_at") ?? "",
            });
        }
    }

    /// <summary>Results of earlier attempts keep their number in their names.</summary>
    private static int Attempts(PlanningFolder folder, string id) => 1 + Directory.EnumerateFiles(folder.Bundles, $"{id}-result.attempt-*.json").Count();

    private static JsonObject? TryRead(string path)
    {
        try
        {
            return JsonFile.TryRead(path, "The file");
        }
        catch (PlanningException)
        {
            return null; // Whoever wrote it was killed in the middle.
        }
    }
}
