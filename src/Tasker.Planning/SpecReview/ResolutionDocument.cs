using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.SpecReview;

/// <summary>What was decided about weaknesses: <c>artifacts/spec-resolutions.json</c>.</summary>
/// <param name="node">Its object; changes go into it.</param>
internal sealed class ResolutionDocument(JsonObject node) : JsonView(node)
{
    /// <summary>The kinds of decisions.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["mandatory", "optional", "defer", "clarified", "not_applicable"];

    /// <summary>Ids of the weaknesses about which something was decided.</summary>
    public IReadOnlySet<string> Resolved => Objects("resolutions").Where(r => Kinds.Contains(r.Text("resolution") ?? "")).Select(r => r.Text("weakness_id")).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>No decision yet.</summary>
    public static ResolutionDocument Empty() => new(new JsonObject { ["version"] = "1.0", ["resolutions"] = new JsonArray() });

    /// <summary>The decision about a weakness; null for none.</summary>
    public JsonObject? Of(string weakness) => Objects("resolutions").FirstOrDefault(r => r.Text("weakness_id") == weakness);

    /// <summary>Writes a decision down, in the place of an earlier one.</summary>
    public void Put(string weakness, string kind, string? response, string? reframe, string? notes, string at)
    {
        var added = new JsonObject { ["weakness_id"] = weakness, ["resolution"] = kind };
        foreach (var (name, text) in new[] { ("user_response", response), ("behavioral_reframe", reframe), ("notes", notes) })
        {
            if (text is not null)
            {
                added[name] = text;
            }
        }

        added["resolved_at"] = at;
        if (Node["resolutions"] is not JsonArray all)
        {
            Node["resolutions"] = all = [];
        }

        if (Of(weakness) is { } earlier)
        {
            all[all.IndexOf(earlier)] = added;
        }
        else
        {
            all.Add((JsonNode)added);
        }
    }

    /// <summary>Takes a decision back; false when there is none.</summary>
    public bool Remove(string weakness) => Of(weakness) is { } decision && ((JsonArray)Node["resolutions"]!).Remove(decision);
}
