using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Bundles;

/// <summary>What scripts read from the result of a task, and the commit that is written into it.</summary>
internal static class ResultFile
{
    /// <summary>Finds the result that somebody named: by its path, or by the id of its task.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="named">A path or an id.</param>
    /// <param name="fullPath">Makes a path absolute.</param>
    /// <returns>The path, and whether it was named by its path.</returns>
    public static (string Path, bool IsPath) Find(PlanningFolder folder, string named, Func<string, string> fullPath) =>
        TaskIds.IsValid(named) && !File.Exists(fullPath(named)) ? (folder.Result(named), false) : (fullPath(named), true);

    /// <summary>Lines of <c>key:value</c> without a blank behind the colon, as scripts cut them.</summary>
    public static string Lines(JsonObject result)
    {
        var lines = new StringBuilder();
        foreach (var (key, value) in new[]
        {
            ("task_id", result.Text("task_id")), ("name", result.Text("name")), ("status", new TaskResult(result).Status),
            ("completed_at", result.Text("completed_at")), ("verdict", result["verification"].Text("verdict")),
        })
        {
            lines.Append(key).Append(':').Append(OneLine(value)).Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>The name (or the id) and the status with a tabulator between them.</summary>
    public static string Line(JsonObject result) => $"{OneLine(result.FirstText("name", "task_id"))}\t{new TaskResult(result).Status}";

    /// <summary>The result with the commit of its files; everything else in it stays.</summary>
    public static JsonObject WithCommit(JsonObject result, string sha, string message, string by)
    {
        var git = JsonView.Inside(result, "git");
        (git["committed"], git["commit_sha"], git["commit_message"], git["committed_by"]) = (true, sha, message, by);
        return result;
    }

    private static string OneLine(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
