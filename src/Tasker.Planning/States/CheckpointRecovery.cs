using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>What became of a batch whose owner is gone.</summary>
/// <param name="Recovered">Tasks whose result was found, with how they ended.</param>
/// <param name="Orphaned">Tasks that are said to run and left no result.</param>
/// <param name="NotStarted">Tasks that were never begun.</param>
/// <param name="StateChanges">Tasks whose status in the state was set right, with the new one.</param>
public sealed record CheckpointRecovery(
    IReadOnlyList<(string Id, string Status)> Recovered,
    IReadOnlyList<string> Orphaned,
    IReadOnlyList<string> NotStarted,
    IReadOnlyList<(string Id, string Status)> StateChanges)
{
    /// <summary>Finds out, and sets the state and the batch right. Done again it finds nothing new.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="checkpoint">The batch; it is changed.</param>
    /// <param name="resultOf">The result of a task; null when there is none that can be read.</param>
    /// <param name="now">The time.</param>
    public static CheckpointRecovery Of(PlanState state, PlanCheckpoint checkpoint, Func<string, TaskResult?> resultOf, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(resultOf);
        var recovered = new List<(string, string)>();
        var changes = new List<(string, string)>();
        var (orphaned, notStarted) = (new List<string>(), new List<string>());
        foreach (var id in checkpoint.Pending)
        {
            var task = state.Task(id);
            if (task?.Status is PlanTaskStatus.Running && resultOf(id) is { } result && (result.IsSuccess || result.IsFailure) && IsOfThisAttempt(result, task))
            {
                if (result.IsSuccess)
                {
                    TaskRules.Complete(state, id, result.Created, result.Modified, now);
                }
                else
                {
                    TaskRules.Fail(state, id, new TaskFailure(result.ErrorMessage ?? "The executor says that it failed.", result.ErrorCategory, null, result.IsRetryable), force: false, now);
                }

                changes.Add((id, task.Status.Word()));
                Found(id, result.IsSuccess);
            }
            else if (task?.Status is PlanTaskStatus.Running)
            {
                orphaned.Add(id);
            }
            else if (task?.Status is PlanTaskStatus.Complete or PlanTaskStatus.Failed or PlanTaskStatus.Skipped)
            {
                Found(id, task.Status is not PlanTaskStatus.Failed);
            }
            else
            {
                notStarted.Add(id);
                CheckpointRules.Move(checkpoint, id, null);
            }
        }

        checkpoint.Set("last_heartbeat", Timestamps.Text(now));
        checkpoint.Set("recovery", new JsonObject
        {
            ["recovered_at"] = Timestamps.Text(now),
            ["recovered_tasks"] = JsonView.List(recovered.Select(one => one.Item1)),
            ["orphaned_tasks"] = JsonView.List(orphaned),
            ["previous_batch_id"] = checkpoint.BatchId,
        });
        state.AddEvent(now, "checkpoint_recovered", details: new JsonObject
        {
            ["batch_id"] = checkpoint.BatchId,
            ["recovered"] = JsonView.List(recovered.Select(one => one.Item1)),
            ["orphaned"] = JsonView.List(orphaned),
            ["not_started"] = JsonView.List(notStarted),
        });
        return new CheckpointRecovery(recovered, orphaned, notStarted, changes);

        void Found(string id, bool isDone)
        {
            recovered.Add((id, isDone ? "success" : "failed"));
            CheckpointRules.Move(checkpoint, id, isDone ? "completed" : "failed");
        }
    }

    /// <summary>True when a recovery found that nobody works on the task any more.</summary>
    public static bool IsOrphan(PlanCheckpoint? checkpoint, string id) =>
        checkpoint?.Object("recovery") is { } recovery && JsonView.Texts(recovery["orphaned_tasks"]).Contains(id);

    /// <summary>What an earlier attempt left behind is not the result of this one.</summary>
    private static bool IsOfThisAttempt(TaskResult result, PlanTask task) =>
        Timestamps.Read(result.Text("completed_at")) is not { } ended || Timestamps.Read(task.Text("started_at")) is not { } started
        || ended >= started.AddSeconds(-1); // Executors often write whole seconds.
}
