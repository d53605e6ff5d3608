using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Repairing;

/// <summary>What the log of events still knows of a plan whose state is gone. It holds the older ones only; the newest went with the state.</summary>
internal static class EventReplay
{
    /// <summary>Brings the events of the log into a state that has the tasks already.</summary>
    /// <returns>How many were read.</returns>
    public static int Apply(PlanState state, PlanningFolder folder)
    {
        if (!File.Exists(folder.EventLog))
        {
            return 0;
        }

        var (count, last) = (0, 0L);
        foreach (var line in File.ReadLines(folder.EventLog))
        {
            if (Parse(line) is not { } one || one.Text("type") is not { } type)
            {
                continue; // The program was killed while it wrote the line.
            }

            count++;
            last = Math.Max(last, one.Number("seq") ?? 0);
            OfPlan(state, type, one["details"]);
            if (one.Text("task_id") is { } id && state.Task(id) is { } task)
            {
                OfTask(task, type, one["details"], one.Text("timestamp"));
            }
        }

        state.Set("event_count", JsonValue.Create(last));
        return count;
    }

    private static void OfPlan(PlanState state, string type, JsonNode? details)
    {
        switch (type)
        {
            case "initialized" or "decomposition_initialized" when details.FirstText("target_dir") is { } target:
                state.Set("target_dir", JsonValue.Create(target));
                break;
            case "target_set" when details.FirstText("to") is { } target:
                state.Set("target_dir", JsonValue.Create(target));
                break;
            case "phase_advanced" or "phase_set" when details.Text("to") is { } phase && PlanPhases.IndexOf(phase) >= 0:
                state.SetPhase(phase, PlanPhases.All.Take(PlanPhases.IndexOf(phase)));
                break;
            case "tokens_logged" when details.FirstText("session_id") is { } session:
                var report = new UsageReport(session, details.Number("input_tokens") ?? 0, details.Number("output_tokens") ?? 0, JsonView.Number(details.Field("cost_usd")) ?? 0, null, null);
                if (report is { Input: >= 0, Output: >= 0, Cost: >= 0 })
                {
                    UsageRules.Log(state, report, add: false, default);
                }

                break;
        }
    }

    private static void OfTask(PlanTask task, string type, JsonNode? details, string? at)
    {
        switch (type)
        {
            case "task_started":
                TaskHistory.Close(task);
                task.Status = PlanTaskStatus.Running;
                task.Set("attempts", JsonValue.Create(Math.Max(task.Attempts, details.Number("attempt") ?? 1)));
                task.Set("started_at", at);
                break;
            case "task_completed":
                task.Status = PlanTaskStatus.Complete;
                task.Set("completed_at", at);
                task.Set("files_created", details.Texts("files_created"));
                task.Set("files_modified", details.Texts("files_modified"));
                break;
            case "task_failed":
                task.Status = PlanTaskStatus.Failed;
                task.Set("completed_at", at);
                task.Set("error", details.Text("error"));
                task.Set("failure", new JsonObject
                {
                    ["category"] = FailureCategory.Known(details.Text("category")),
                    ["subcategory"] = details.Text("subcategory"),
                    ["retryable"] = details.Field("retryable")?.GetValueKind() is not JsonValueKind.False,
                });
                break;
            case "task_retried":
                TaskHistory.Close(task);
                task.Status = PlanTaskStatus.Pending;
                break;
            case "task_skipped":
                task.Status = PlanTaskStatus.Skipped;
                task.Set("skip_reason", details.Text("reason"));
                break;
        }
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line, documentOptions: JsonFile.Reading) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
