using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Archives;

/// <summary>Whether a plan was archived and nothing has happened since, so that nobody archives the same twice.</summary>
internal static class LatestArchive
{
    /// <summary>True when the last thing that happened was an archive of this kind.</summary>
    /// <param name="state">The state.</param>
    /// <param name="kind"><c>planning</c> or <c>execution</c>.</param>
    public static bool Is(PlanState state, string kind) =>
        (state.Node["events"] as JsonArray)?.LastOrDefault() is JsonObject last && last.Text("type") == "archived" && last["details"].Text("archive_type") == kind;
}
