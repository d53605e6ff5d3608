using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>The batch that is under way: written before its tasks are begun, so that a crash leaves a trace of them.</summary>
public static class CheckpointRules
{
    /// <summary>So many tasks are under way together, unless somebody says otherwise.</summary>
    public const int DefaultParallel = 3;

    /// <summary>More are never under way together.</summary>
    public const int MostParallel = 10;

    private const int OrphanTimeoutSeconds = 1800;

    /// <summary>A new batch.</summary>
    /// <param name="state">The state.</param>
    /// <param name="ids">Its tasks; one that is named twice counts once.</param>
    /// <param name="parallel">How many may be under way together.</param>
    /// <param name="before">The batch before; null: none.</param>
    /// <param name="force">True: also while another batch is active.</param>
    /// <param name="now">The time.</param>
    /// <param name="batch">Its id; null: made from the time.</param>
    /// <exception cref="PlanningException">A task does not exist, they are too many, or another batch is active.</exception>
    public static PlanCheckpoint Create(PlanState state, IReadOnlyList<string> ids, int parallel, PlanCheckpoint? before, bool force, DateTimeOffset now, string? batch)
    {
        ArgumentNullException.ThrowIfNull(state);
        var tasks = ids.Distinct(StringComparer.Ordinal).ToArray();
        foreach (var id in tasks)
        {
            state.Required(id);
        }

        if (tasks.Length > parallel)
        {
            throw new PlanningException(PlanningCodes.BadStatus, $"{tasks.Length} tasks are more than {parallel} at once. --parallel {Math.Min(tasks.Length, MostParallel)} allows more, {MostParallel} at most.");
        }

        if (before is { IsActive: true, Pending.Count: > 0 } && !force)
        {
            throw new PlanningException(
                PlanningCodes.Exists,
                $"Batch {before.BatchId} is active: {string.Join(", ", before.Pending)}. 'tasker state checkpoint recover' finds out what became of it; --force drops it.");
        }

        var at = Timestamps.Text(now);
        return new PlanCheckpoint(new JsonObject
        {
            ["version"] = "1.0",
            ["batch_id"] = batch ?? $"batch-{at.Replace(':', '-').Replace('.', '-')}",
            ["spawned_at"] = at,
            ["last_heartbeat"] = at,
            ["status"] = "active",
            ["parallel_limit"] = parallel,
            ["tasks"] = new JsonObject
            {
                ["spawned"] = JsonView.List(tasks),
                ["pending"] = JsonView.List(tasks),
                ["completed"] = new JsonArray(),
                ["failed"] = new JsonArray(),
            },
            ["orphan_timeout_seconds"] = OrphanTimeoutSeconds,
        });
    }

    /// <summary>Keeps what became of a task of the batch; it is in exactly one list afterwards.</summary>
    /// <exception cref="PlanningException">The word is not known, or the task is not of this batch; nothing was changed.</exception>
    public static bool Update(PlanCheckpoint checkpoint, string id, string status, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        bool? succeeded = status?.Trim().ToLowerInvariant() switch
        {
            "success" or "complete" or "completed" => true,
            "failed" or "failure" or "error" => false,
            _ => null,
        };
        if (succeeded is not { } isDone)
        {
            throw new PlanningException(PlanningCodes.BadStatus, $"'{status?.Trim()}' is no status: it is one of success, failed.");
        }

        if (!checkpoint.Spawned.Contains(id))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"Task {id} is not of batch {checkpoint.BatchId}: {string.Join(", ", checkpoint.Spawned)}.");
        }

        Move(checkpoint, id, isDone ? "completed" : "failed");
        checkpoint.Set("last_heartbeat", Timestamps.Text(now));
        return isDone;
    }

    /// <summary>One more task is under way in a batch.</summary>
    public static void Add(PlanCheckpoint checkpoint, string id, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (!checkpoint.Spawned.Contains(id))
        {
            checkpoint.SetList("spawned", checkpoint.Spawned.Append(id));
        }

        Move(checkpoint, id, "pending");
        checkpoint.Set("last_heartbeat", Timestamps.Text(now));
    }

    /// <summary>The batch is over.</summary>
    public static void Complete(PlanCheckpoint checkpoint, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        checkpoint.Set("status", "completed");
        checkpoint.Set("completed_at", Timestamps.Text(now));
        checkpoint.Set("last_heartbeat", Timestamps.Text(now));
    }

    /// <summary>Puts a task into one list and out of the others; null: out of all but the list of the batch.</summary>
    internal static void Move(PlanCheckpoint checkpoint, string id, string? to)
    {
        var spawned = checkpoint.Spawned;
        Put("pending", checkpoint.Pending);
        Put("completed", checkpoint.Completed);
        Put("failed", checkpoint.Failed);
        checkpoint.SetList("spawned", spawned);

        void Put(string list, List<string> ids)
        {
            ids.Remove(id);
            checkpoint.SetList(list, list == to ? ids.Append(id) : ids);
        }
    }
}
