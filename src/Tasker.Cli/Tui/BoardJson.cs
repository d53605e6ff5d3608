using System.Text.Json.Nodes;
using Tasker.Cli.Commands.Runs;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;
using Tasker.Planning.Files;
using Tasker.Planning.Overview;

namespace Tasker.Cli.Tui;

/// <summary>All that a screen shows, for programs. Without a plan only what is known of runs.</summary>
internal static class BoardJson
{
    /// <summary>The object.</summary>
    public static JsonObject Of(Board board, DateTimeOffset now)
    {
        var json = board.Plan is { } plan ? OverviewJson.Of(plan) : [];
        json["active_tasks"] = new JsonArray([.. board.Work.Select(row => (JsonNode)new JsonObject
        {
            ["id"] = row.Id,
            ["name"] = row.Name,
            ["run"] = row.Run.Length > 0 ? row.Run : null,
            ["attempt"] = row.Attempt,
            ["started_at"] = row.Since is { } since ? Timestamps.Text(since) : null,
            ["elapsed_seconds"] = row.Since is { } start ? Math.Round(Math.Max(0, (now - start).TotalSeconds), 1) : null,
            ["asks"] = row.AsksSomebody,
            ["last_output"] = SafeText.Of(row.LastLine),
        })]);
        json["runs"] = new JsonArray([.. board.Runs.Select(entry =>
        {
            var run = (JsonObject)JsonNode.Parse(JsonText.Raw(writer => RunJson.Write(writer, entry.Record)))!;
            run["hosted"] = entry.IsHosted && !entry.HasEnded;
            return (JsonNode)run;
        })]);
        return json;
    }
}
