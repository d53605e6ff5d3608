using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tracker;

/// <summary>Which issue is about which task, and which of them are linked: <c>beads-export/task-to-beads-mapping.json</c>.</summary>
/// <param name="node">Its object; changes go into it.</param>
internal sealed class TrackerMapping(JsonObject node) : JsonView(node)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "task-to-beads-mapping.json";

    /// <summary>The issues by their tasks.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => (Object("mapping") ?? []).Where(one => one.Value.AsText() is not null).Select(one => KeyValuePair.Create(one.Key, one.Value.AsText()!));

    /// <summary>Reads it; an empty one when there is none.</summary>
    /// <exception cref="PlanningException">It is broken.</exception>
    public static TrackerMapping Read(string folder) =>
        new(JsonFile.TryRead(Path.Combine(folder, FileName), "The mapping") ?? new JsonObject { ["version"] = "1.0", ["mapping"] = new JsonObject(), ["links"] = new JsonArray() });

    /// <summary>The issue of a task; null: none yet.</summary>
    public string? IssueOf(string task) => Object("mapping").Text(task);

    /// <summary>Keeps the issue of a task.</summary>
    public void Put(string task, string issue) => Inside("mapping")[task] = issue;

    /// <summary>True when the issue of a task waits for that of another already.</summary>
    public bool IsLinked(string task, string need) => Objects("links").Any(link => link.Text("task") == task && link.Text("needs") == need);

    /// <summary>Keeps that they are linked.</summary>
    public void Link(string task, string need)
    {
        if (Node["links"] is not JsonArray links)
        {
            Node["links"] = links = [];
        }

        links.Add((JsonNode)new JsonObject { ["task"] = task, ["needs"] = need });
    }
}
