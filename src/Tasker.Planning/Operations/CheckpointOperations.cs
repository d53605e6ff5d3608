using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Operations;

/// <summary>Commands about the batch that is under way. They hold the lock of the plan.</summary>
/// <param name="store">The plan.</param>
public sealed class CheckpointOperations(PlanStore store)
{
    private readonly TaskOperations _tasks = new(store);

    /// <inheritdoc cref="CheckpointRules.Create"/>
    public Task<PlanCheckpoint> CreateAsync(IReadOnlyList<string> ids, int parallel, bool force, CancellationToken cancellationToken) => store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var checkpoint = CheckpointRules.Create(state, ids, parallel, _tasks.ReadCheckpoint(), force, now, batch: null);
            state.Execution["batch_id"] = checkpoint.BatchId;
            state.AddEvent(now, "checkpoint_created", details: new JsonObject { ["batch_id"] = checkpoint.BatchId, ["tasks"] = JsonView.List(checkpoint.Spawned) });
            await WriteAsync(checkpoint, cancellationToken);
            return checkpoint;
        },
        cancellationToken);

    /// <summary>Starts a task for a run, and puts it into the batch of the run, which begins with its first one. Said again it changes nothing.</summary>
    /// <param name="run">The run; the id of the batch.</param>
    /// <param name="id">The task.</param>
    /// <param name="parallel">Most tasks of the batch that are under way together.</param>
    /// <param name="cancellationToken">Gives up; nothing was changed.</param>
    /// <exception cref="PlanningException">The task does not exist or may not start, or another batch is active; nothing was changed.</exception>
    public Task<TaskOutcome> StartAsync(string run, string id, int parallel, CancellationToken cancellationToken) => store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var before = _tasks.ReadCheckpoint();
            var checkpoint = before;
            if (before is { IsActive: true } && before.BatchId == run)
            {
                CheckpointRules.Add(before, id, now);
            }
            else
            {
                checkpoint = CheckpointRules.Create(state, [id], parallel, before, force: false, now, run);
                state.Execution["batch_id"] = run;
                state.AddEvent(now, "checkpoint_created", details: new JsonObject { ["batch_id"] = run, ["tasks"] = JsonView.List([id]) });
            }

            var outcome = await _tasks.StartForAsync(state, run, id, now, cancellationToken);

            // Before the state: a task that runs is always in the batch, so that a recovery finds it.
            await WriteAsync(checkpoint!, cancellationToken);
            return outcome;
        },
        cancellationToken);

    /// <inheritdoc cref="CheckpointRules.Update"/>
    /// <returns>The batch, and whether the task succeeded.</returns>
    public Task<(PlanCheckpoint Checkpoint, bool IsDone)> UpdateAsync(string id, string status, CancellationToken cancellationToken) => store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var checkpoint = Required();
            var isDone = CheckpointRules.Update(checkpoint, id, status, now);
            state.AddEvent(now, "checkpoint_updated", id, new JsonObject { ["batch_id"] = checkpoint.BatchId, ["status"] = isDone ? "success" : "failed" });
            await WriteAsync(checkpoint, cancellationToken);
            return (checkpoint, isDone);
        },
        cancellationToken);

    /// <summary>Whether a task is of the batch of a run.</summary>
    internal bool IsIn(string run, string id) => _tasks.ReadCheckpoint() is { } checkpoint && checkpoint.BatchId == run && checkpoint.Spawned.Contains(id);

    /// <summary>Keeps what became of a task of the batch of a run; the state says it already. Said again it changes nothing.</summary>
    internal Task SettleAsync(string run, string id, string status, CancellationToken cancellationToken) => store.HoldAsync(
        async now =>
        {
            if (IsIn(run, id) && Required() is var checkpoint && !checkpoint.Completed.Contains(id) && !checkpoint.Failed.Contains(id))
            {
                CheckpointRules.Update(checkpoint, id, status, now);
                await WriteAsync(checkpoint, cancellationToken);
            }

            return 0;
        },
        cancellationToken);

    /// <summary>The batch is over.</summary>
    /// <returns>It; null when there is none.</returns>
    public async Task<PlanCheckpoint?> CompleteAsync(CancellationToken cancellationToken) => _tasks.ReadCheckpoint() is null ? null : await store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var checkpoint = Required();
            if (checkpoint.IsActive)
            {
                state.AddEvent(now, "checkpoint_completed", details: new JsonObject { ["batch_id"] = checkpoint.BatchId });
            }

            CheckpointRules.Complete(checkpoint, now);
            await WriteAsync(checkpoint, cancellationToken);
            return checkpoint;
        },
        cancellationToken);

    /// <summary>Finds out what became of a batch whose owner is gone, and sets state and batch right.</summary>
    /// <returns>What was found; null when no batch is active.</returns>
    public async Task<(PlanCheckpoint Checkpoint, CheckpointRecovery Found)?> RecoverAsync(CancellationToken cancellationToken)
    {
        if (!store.Exists)
        {
            throw store.NoState();
        }

        return await store.ChangeWithFilesAsync<(PlanCheckpoint, CheckpointRecovery)?>(
            async (state, now) =>
            {
                if (_tasks.ReadCheckpoint() is not { IsActive: true } checkpoint)
                {
                    return null;
                }

                var found = CheckpointRecovery.Of(state, checkpoint, _tasks.ReadResult, now);
                foreach (var (id, _) in found.StateChanges.Where(change => change.Status == PlanTaskStatus.Failed.Word()))
                {
                    await _tasks.RollBackAsync(state, id, [], now, cancellationToken);
                }

                await WriteAsync(checkpoint, cancellationToken);
                return (checkpoint, found);
            },
            cancellationToken);
    }

    /// <summary>Forgets the batch.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> ClearAsync(CancellationToken cancellationToken) => File.Exists(store.Folder.Checkpoint) && await (store.Exists
        ? store.ChangeAsync(Forget, cancellationToken)
        : store.HoldAsync(_ => Task.FromResult(Forget(null, default)), cancellationToken));

    private bool Forget(PlanState? state, DateTimeOffset now)
    {
        File.Delete(store.Folder.Checkpoint);
        state?.AddEvent(now, "checkpoint_cleared");
        return true;
    }

    private PlanCheckpoint Required() => _tasks.ReadCheckpoint() ?? throw new PlanningException(PlanningCodes.NotFound, "No active checkpoint. 'tasker state checkpoint create <id>...' makes one.");

    private Task WriteAsync(PlanCheckpoint checkpoint, CancellationToken cancellationToken) => JsonFile.WriteAsync(store.Folder.Checkpoint, checkpoint.Node, cancellationToken);
}
