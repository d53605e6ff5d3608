using System.Text.Json.Nodes;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Planning;
using Tasker.Planning.Documents;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state load-tasks</c>.</summary>
internal static class LoadTasksCommand
{
    public static PlainCommand Plain { get; } = new(async (call, cancellationToken) =>
    {
        var loading = await call.Store.ChangeAsync(
            () => TaskFiles.Read(call.Folder),
            (state, files, now) => files.Errors.Count == 0 ? TaskLoading.Merge(state, files.Definitions, call.Folder, now) : throw Refused(files),
            cancellationToken);
        return await call.AnswerAsync($"Loaded {loading.Loaded} tasks", () => new JsonObject
        {
            ["loaded"] = loading.Loaded,
            ["added"] = JsonView.List(loading.Added),
            ["updated"] = JsonView.List(loading.Updated),
            ["removed"] = JsonView.List(loading.Removed),
            ["errors"] = new JsonArray(),
        });
    });

    private static PlanningException Refused(TaskFiles files) => new(
        PlanningCodes.Schema,
        $"Nothing was loaded, {files.Errors.Count} task file{(files.Errors.Count == 1 ? " is" : "s are")} wrong: {string.Join("; ", files.Errors.Select(error => $"{error.File}: {error.Message}"))}",
        new JsonObject
        {
            ["errors"] = new JsonArray([.. files.Errors.Select(error => new JsonObject { ["file"] = error.File, ["message"] = error.Message })]),
        });
}
