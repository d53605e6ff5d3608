using System.Text.Json.Nodes;
using Tasker.Planning.Bundles;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Git;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Hooks;

/// <summary>
/// Commits the files of a task after its agent has answered. Asked again, the commit that is there is told, and written down where a crash came
/// between the commit and that.
/// </summary>
/// <param name="store">The plan.</param>
public sealed class PostTaskCommit(PlanStore store)
{
    /// <summary>Commits.</summary>
    /// <param name="id">The task.</param>
    /// <param name="target">The target directory; null: the one of the plan.</param>
    /// <param name="noVerify">True: hooks of the repository are not asked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlanningException">There is no result, no repository, or git refused.</exception>
    public async Task<PlanningAnswer> RunAsync(string id, string? target, bool noVerify, CancellationToken cancellationToken)
    {
        var folder = target ?? Target();
        var node = JsonFile.Read(store.Folder.Result(id), $"The result of {id}");
        var result = new TaskResult(node);
        if (!result.IsSuccess)
        {
            return Answer($"{id}: its status is '{result.Status}', nothing is committed", id, null, [], $"status is '{result.Status}'");
        }

        string[] named = [.. result.Created, .. result.Modified];
        var name = node.FirstText("name") ?? store.TryRead()?.Task(id)?.Name ?? id;
        var (sha, files, message) = await TaskCommit.RunAsync(folder, id, name, named, noVerify, store.Time, cancellationToken);
        if (sha is not null)
        {
            await KeepAsync(id, sha, message, files, cancellationToken);
            return Answer($"{id}: committed {files.Count} {(files.Count == 1 ? "file" : "files")} as {sha}", id, sha, files, null);
        }

        if (await TaskCommit.FindAsync(folder, message, named, cancellationToken) is not { } known)
        {
            return Answer($"{id}: no file has changed, nothing is committed", id, null, [], "no file has changed");
        }

        if (node.Field("git").Text("commit_sha") != known)
        {
            await KeepAsync(id, known, message, named, cancellationToken);
        }

        return Answer($"{id}: already committed as {known}", id, known, [], "already committed");
    }

    private string Target()
    {
        var state = store.Read();
        PlanPlace.Check(store.Folder, state);
        return state.TargetDir;
    }

    /// <summary>The result is last: while it does not name the commit, all of this is done again.</summary>
    private async Task KeepAsync(string id, string sha, string message, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        if (store.Exists)
        {
            await store.ChangeAsync(
                (state, now) =>
                {
                    if (!state.Objects("events").Any(one => one.Field("details").Text("sha") == sha))
                    {
                        state.AddEvent(now, "task_committed", id, new JsonObject { ["files"] = JsonView.List(files), ["commit_msg"] = message, ["sha"] = sha });
                    }

                    return 0;
                },
                cancellationToken);
        }

        await BundleAnswers.UpdateGitAsync(store, id, sha, message, cancellationToken);
    }

    private static PlanningAnswer Answer(string text, string id, string? sha, IReadOnlyList<string> files, string? reason)
    {
        var json = new JsonObject { ["task_id"] = id, ["committed"] = sha is not null };
        if (sha is not null)
        {
            json["sha"] = sha;
        }

        json["files"] = JsonView.List(files);
        if (reason is not null)
        {
            json["reason"] = reason;
        }

        return new PlanningAnswer(text, json, Passed: true);
    }
}
