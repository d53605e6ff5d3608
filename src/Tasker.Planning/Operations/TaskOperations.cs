using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Git;
using Tasker.Planning.Rollbacks;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Operations;

/// <summary>Commands about tasks with all that belongs to them: the state, snapshots of files, results, commits.</summary>
/// <param name="store">The plan.</param>
public sealed class TaskOperations(PlanStore store)
{
    private PlanningFolder Folder => store.Folder;

    /// <summary>Starts a task; its files are copied first, so that a failure can be undone.</summary>
    /// <inheritdoc cref="TaskRules.Start"/>
    public Task<TaskOutcome> StartAsync(string id, bool force, CancellationToken cancellationToken) => store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var outcome = TaskRules.Start(state, id, Halting.Of(state, File.Exists(Folder.StopFile)).IsHalted, force, now);
            if (!outcome.IsSame && Directory.Exists(state.TargetDir))
            {
                RotateResult(id, outcome.Attempt - 1);
                await new TaskSnapshot(Folder, state.TargetDir).TakeAsync(state.Required(id), await GitProgram.HeadAsync(state.TargetDir, cancellationToken), cancellationToken);
            }

            return outcome;
        },
        cancellationToken);

    /// <summary>A task is done. Files that are named but not there, or lie outside, are told.</summary>
    public Task<(TaskOutcome Outcome, IReadOnlyList<string> Warnings)> CompleteAsync(
        string id, IReadOnlyList<string> created, IReadOnlyList<string> modified, CancellationToken cancellationToken) => store.ChangeAsync(
        (state, now) =>
        {
            var outcome = TaskRules.Complete(state, id, created, modified, now);
            var warnings = new List<string>();
            if (Directory.Exists(state.TargetDir))
            {
                var files = new TargetFiles(state.TargetDir);
                foreach (var path in created.Concat(modified))
                {
                    var inside = files.Relative(path);
                    if (inside is null || !File.Exists(files.Full(inside)))
                    {
                        warnings.Add(inside is null ? $"'{path}' lies outside the target directory." : $"'{path}' does not exist.");
                    }
                }
            }

            return (outcome, (IReadOnlyList<string>)warnings);
        },
        cancellationToken);

    /// <summary>A task failed: what its attempt did to files is undone first, then it is written down.</summary>
    public Task<(TaskOutcome Outcome, RollbackReport? Rollback)> FailAsync(
        string id, TaskFailure failure, IReadOnlyList<string> named, bool force, bool noRollback, CancellationToken cancellationToken) => store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var task = state.Required(id);
            var ran = task.Status is PlanTaskStatus.Running;
            var outcome = TaskRules.Fail(state, id, failure, force, now);
            if (!ran || noRollback || !Directory.Exists(state.TargetDir))
            {
                return (outcome, null);
            }

            var result = ReadResult(id);
            var report = await new TaskRollback(Folder, state.TargetDir).RunAsync(state, task, [.. named, .. result?.Created ?? [], .. result?.Modified ?? []], now, cancellationToken);
            state.AddEvent(now, "task_rolled_back", id, report.ToJson());
            return (outcome, (RollbackReport?)report);
        },
        cancellationToken);

    /// <summary>A task waits again; the result of its last attempt is put aside, so that nobody takes it for the next one's.</summary>
    public Task<TaskOutcome> RetryAsync(string id, bool force, CancellationToken cancellationToken) => store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var checkpoint = ReadCheckpoint();
            var outcome = TaskRules.Retry(state, id, CheckpointRecovery.IsOrphan(checkpoint, id), force, now);
            if (!outcome.IsSame)
            {
                RotateResult(id, outcome.Attempt);
                await ForgetOrphanAsync(checkpoint, id, cancellationToken);
            }

            return outcome;
        },
        cancellationToken);

    /// <summary>Does without a task.</summary>
    public Task<TaskOutcome> SkipAsync(string id, string reason, CancellationToken cancellationToken) => store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var checkpoint = ReadCheckpoint();
            var outcome = TaskRules.Skip(state, id, reason, CheckpointRecovery.IsOrphan(checkpoint, id), now);
            await ForgetOrphanAsync(checkpoint, id, cancellationToken);
            return outcome;
        },
        cancellationToken);

    /// <summary>Commits the files of a task that is done.</summary>
    /// <returns>The commit; null when nothing had changed.</returns>
    public async Task<(string? Sha, IReadOnlyList<string> Files)> CommitAsync(string id, bool noVerify, CancellationToken cancellationToken)
    {
        var state = store.Read();
        var task = state.Required(id);
        if (task.Status is not PlanTaskStatus.Complete)
        {
            throw TaskRules.Refused(task, "be committed", "only a task that is complete can");
        }

        var (sha, files, message) = await TaskCommit.RunAsync(state.TargetDir, id, task.Name, [.. task.FilesCreated, .. task.FilesModified], noVerify, cancellationToken);
        if (sha is not null)
        {
            await store.ChangeAsync(
                (changed, now) =>
                {
                    changed.AddEvent(now, "task_committed", id, new JsonObject { ["files"] = JsonView.List(files), ["commit_msg"] = message, ["sha"] = sha });
                    return 0;
                },
                cancellationToken);
        }

        return (sha, files);
    }

    /// <summary>The result of a task; null when there is none that can be read.</summary>
    public TaskResult? ReadResult(string id)
    {
        try
        {
            return JsonFile.TryRead(Folder.Result(id), "The result") is { } node ? new TaskResult(node) : null;
        }
        catch (PlanningException)
        {
            return null; // Whoever wrote it was killed in the middle, or wrote something else.
        }
    }

    /// <summary>The batch that is under way or was the last one; null: none.</summary>
    /// <exception cref="PlanningException">It is broken.</exception>
    public PlanCheckpoint? ReadCheckpoint() => JsonFile.TryRead(Folder.Checkpoint, "The checkpoint") is { } node ? new PlanCheckpoint(node) : null;

    private void RotateResult(string id, int attempt)
    {
        var result = Folder.Result(id);
        if (attempt > 0 && File.Exists(result))
        {
            File.Move(result, Path.Combine(Folder.Bundles, $"{id}-result.attempt-{attempt}.json"), overwrite: true);
        }
    }

    private async Task ForgetOrphanAsync(PlanCheckpoint? checkpoint, string id, CancellationToken cancellationToken)
    {
        if (CheckpointRecovery.IsOrphan(checkpoint, id))
        {
            var recovery = checkpoint!.Object("recovery")!;
            recovery["orphaned_tasks"] = JsonView.List(JsonView.Texts(recovery["orphaned_tasks"]).Where(orphan => orphan != id));
            CheckpointRules.Move(checkpoint, id, null);
            await JsonFile.WriteAsync(Folder.Checkpoint, checkpoint.Node, cancellationToken);
        }
    }
}
