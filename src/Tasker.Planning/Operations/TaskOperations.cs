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
        (state, now) => StartAsync(state, id, force, now, cancellationToken), cancellationToken);

    /// <summary>Starts a task for a run, as part of a larger change. Said again for the same run, also after a crash, it changes nothing.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="PlanningException">It may not start, or somebody else works on it; nothing was changed.</exception>
    /// <inheritdoc cref="TaskRules.Start"/>
    internal async Task<TaskOutcome> StartForAsync(PlanState state, string run, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var task = state.Required(id);
        if (task.Status is PlanTaskStatus.Running && task.Run != run)
        {
            throw TaskRules.Refused(task, "be started", $"{(task.Run is { } other ? $"run '{other}'" : "somebody else")} works on it");
        }

        var outcome = await StartAsync(state, id, force: false, now, cancellationToken);
        if (!outcome.IsSame)
        {
            task.Set(PlanTask.ExecutionField, new JsonObject { ["run"] = run });
        }

        return outcome;
    }

    private async Task<TaskOutcome> StartAsync(PlanState state, string id, bool force, DateTimeOffset now, CancellationToken cancellationToken)
    {
        PlanPlace.Check(Folder, state);
        var outcome = TaskRules.Start(state, id, Halting.Of(state, File.Exists(Folder.StopFile)).IsHalted, force, now);
        if (!outcome.IsSame && Directory.Exists(state.TargetDir))
        {
            PutAside(id, outcome.Attempt - 1);
            await new TaskSnapshot(Folder, state.TargetDir).TakeAsync(state.Required(id), await GitProgram.HeadAsync(state.TargetDir, cancellationToken), cancellationToken);
        }

        return outcome;
    }

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
        (state, now) => FailAsync(state, id, failure, named, force, undo: !noRollback && state.Required(id).Status is PlanTaskStatus.Running, now, cancellationToken),
        cancellationToken);

    /// <summary>A task failed, as part of a larger change.</summary>
    /// <param name="undo">True: what its attempt did to files is undone.</param>
    internal async Task<(TaskOutcome Outcome, RollbackReport? Rollback)> FailAsync(
        PlanState state, string id, TaskFailure failure, IReadOnlyList<string> named, bool force, bool undo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = TaskRules.Fail(state, id, failure, force, now);
        return (outcome, !undo ? null : await RollBackAsync(state, id, named, now, cancellationToken));
    }

    /// <summary>Undoes what the last attempt of a task did to files, as part of a larger change.</summary>
    /// <returns>What was undone; null: the target directory is not there.</returns>
    internal async Task<RollbackReport?> RollBackAsync(PlanState state, string id, IReadOnlyList<string> named, DateTimeOffset now, CancellationToken cancellationToken)
    {
        PlanPlace.Check(Folder, state);
        if (!Directory.Exists(state.TargetDir))
        {
            return null;
        }

        var result = ReadResult(id);
        var report = await new TaskRollback(Folder, state.TargetDir).RunAsync(state, state.Required(id), [.. named, .. result?.Created ?? [], .. result?.Modified ?? []], now, cancellationToken);
        state.AddEvent(now, "task_rolled_back", id, report.ToJson());
        return report;
    }

    /// <summary>A task waits again; the result of its last attempt is put aside, so that nobody takes it for the next one's.</summary>
    public Task<TaskOutcome> RetryAsync(string id, bool force, CancellationToken cancellationToken) => store.ChangeWithFilesAsync(
        async (state, now) =>
        {
            var checkpoint = ReadCheckpoint();
            var outcome = TaskRules.Retry(state, id, CheckpointRecovery.IsOrphan(checkpoint, id), force, now);
            if (!outcome.IsSame)
            {
                PutAside(id, outcome.Attempt);
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
        PlanPlace.Check(Folder, state);
        var task = state.Required(id);
        var (sha, files, message) = await TaskCommit.RunAsync(state.TargetDir, id, task.Name, FilesToCommit(task), noVerify, store.Time, cancellationToken);
        if (sha is not null)
        {
            await store.ChangeAsync(
                (changed, now) =>
                {
                    AddCommitted(changed, id, sha, files, message, now);
                    return 0;
                },
                cancellationToken);
        }

        return (sha, files);
    }

    /// <summary>Writes down a commit, as part of a larger change.</summary>
    internal static void AddCommitted(PlanState state, string id, string sha, IReadOnlyList<string> files, string message, DateTimeOffset now) =>
        state.AddEvent(now, "task_committed", id, new JsonObject { ["files"] = JsonView.List(files), ["commit_msg"] = message, ["sha"] = sha });

    /// <summary>The files of a task that is done.</summary>
    /// <exception cref="PlanningException">It is not.</exception>
    internal static string[] FilesToCommit(PlanTask task) => task.Status is PlanTaskStatus.Complete ? [.. task.FilesCreated, .. task.FilesModified]
        : throw TaskRules.Refused(task, "be committed", "only a task that is complete can");

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
    public PlanCheckpoint? ReadCheckpoint()
    {
        try
        {
            return JsonFile.TryRead(Folder.Checkpoint, "The checkpoint") is { } node ? new PlanCheckpoint(node) : null;
        }
        catch (PlanningException broken) when (broken.Code == PlanningCodes.Corrupt)
        {
            throw new PlanningException(PlanningCodes.Corrupt, $"{broken.Message} 'tasker state checkpoint clear' forgets the batch; results and the state stay.");
        }
    }

    /// <summary>What lies there is of the attempt, or of another plan that had such a task when there was no attempt yet.</summary>
    private void PutAside(string id, int attempt)
    {
        foreach (var path in new[] { Folder.Result(id), Folder.Evidence(id) })
        {
            if (File.Exists(path))
            {
                File.Move(path, $"{path[..^".json".Length]}.{(attempt > 0 ? $"attempt-{attempt}" : "earlier")}.json", overwrite: true);
            }
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
