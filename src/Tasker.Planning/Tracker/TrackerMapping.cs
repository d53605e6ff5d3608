using System.Text.Json;
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

    private const string Pending = "pending";

    /// <summary>An issue that was about to be made.</summary>
    /// <param name="Reference">What it is found by.</param>
    /// <param name="AskedAt">When the tracker was asked; null: nobody can tell.</param>
    /// <param name="HasEnded">True: the tracker has ended since.</param>
    public sealed record PendingIssue(string Reference, DateTimeOffset? AskedAt, bool HasEnded);

    /// <summary>The issues by their tasks.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => (Object("mapping") ?? []).Where(one => one.Value.AsText() is not null).Select(one => KeyValuePair.Create(one.Key, one.Value.AsText()!));

    /// <summary>Reads it; an empty one when there is none.</summary>
    /// <exception cref="PlanningException">It is broken.</exception>
    public static TrackerMapping Read(string folder) =>
        new(JsonFile.TryRead(Path.Combine(folder, FileName), "The mapping") ?? new JsonObject { ["version"] = "1.0", ["mapping"] = new JsonObject(), ["links"] = new JsonArray() });

    /// <summary>The issue of a task; null: none yet.</summary>
    public string? IssueOf(string task) => Object("mapping").Text(task);

    /// <summary>Keeps the issue of a task.</summary>
    public string Put(string task, string issue)
    {
        Inside("mapping")[task] = issue;
        Object(Pending)?.Remove(task);
        return issue;
    }

    /// <summary>An issue that was about to be made when nothing more was heard; null: there is none.</summary>
    public PendingIssue? PendingOf(string task) => Object(Pending)?[task] is JsonObject node && node.Text("ref") is { Length: > 0 } reference
        ? new PendingIssue(reference, Timestamps.Read(node.Text("asked_at")), node["ended"] is JsonValue ended && ended.GetValueKind() is JsonValueKind.True)
        : null;

    /// <summary>Keeps that an issue is about to be made.</summary>
    /// <param name="reference">What it is found by.</param>
    public void Begin(string task, string reference, DateTimeOffset now) =>
        Inside(Pending)[task] = new JsonObject { ["ref"] = reference, ["asked_at"] = Timestamps.Text(now) };

    /// <summary>Keeps that the tracker has ended without naming it.</summary>
    public bool End(string task)
    {
        if (Object(Pending)?[task] is JsonObject node)
        {
            node["ended"] = true;
        }

        return true;
    }

    /// <summary>True when the issue of a task waits for that of another already.</summary>
    public bool IsLinked(string task, string need) => Objects("links").Any(link => link.Text("task") == task && link.Text("needs") == need);

    /// <summary>Keeps that they are linked.</summary>
    public bool Link(string task, string need)
    {
        if (Node["links"] is not JsonArray links)
        {
            Node["links"] = links = [];
        }

        links.Add((JsonNode)new JsonObject { ["task"] = task, ["needs"] = need });
        return true;
    }
}
