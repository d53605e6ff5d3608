using Tasker.Planning.Bundles;
using Tasker.Planning.Documents;
using Tasker.Planning.Git;
using Tasker.Planning.Operations;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Execution;

/// <summary>Commits the files of a task that is done, once: a commit that a crash came after is found again, not made again.</summary>
/// <param name="store">The plan.</param>
internal sealed class TaskCommitting(PlanStore store)
{
    /// <summary>Commits.</summary>
    /// <returns>The commit; null when the task changed no file.</returns>
    /// <exception cref="PlanningException">The task is not done, or git refused.</exception>
    public async Task<string?> RunAsync(string id, CancellationToken cancellationToken)
    {
        var (target, name, paths) = await store.LookAsync(
            state =>
            {
                PlanPlace.Check(store.Folder, state);
                var task = state.Required(id);
                return (state.TargetDir, task.Name, TaskOperations.FilesToCommit(task));
            },
            cancellationToken);
        var (made, files, message) = await TaskCommit.RunAsync(target, id, name, paths, noVerify: false, store.Time, cancellationToken);
        var sha = made ?? await TaskCommit.FindAsync(target, message, paths, cancellationToken);
        await store.ChangeAsync(
            (changed, now) =>
            {
                if (made is not null)
                {
                    TaskOperations.AddCommitted(changed, id, made, files, message, now);
                }

                var execution = JsonView.Inside(changed.Required(id).Node, PlanTask.ExecutionField);
                if (execution["committed"] is null)
                {
                    (execution["committed"], execution["commit"]) = (true, sha);
                    changed.AddEvent(now, "task_finished", id);
                }

                return 0;
            },
            cancellationToken);
        if (sha is not null && File.Exists(store.Folder.Result(id)))
        {
            await BundleAnswers.UpdateGitAsync(store, id, sha, message, cancellationToken);
        }

        return sha;
    }
}
