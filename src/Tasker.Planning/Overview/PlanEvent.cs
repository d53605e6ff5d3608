using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Overview;

/// <summary>Something that happened to a plan, as its state or its log of activity keeps it.</summary>
/// <param name="At">When; null when nobody can tell.</param>
/// <param name="Type">The kind, a stable word.</param>
/// <param name="Task">The task that it is about; null: the plan.</param>
/// <param name="Details">What else is known, in one line; may be empty.</param>
public sealed record PlanEvent(DateTimeOffset? At, string Type, string? Task, string Details)
{
    private const int LongestDetails = 1000;

    /// <summary>The newest events, the newest first.</summary>
    /// <param name="state">The state.</param>
    /// <param name="most">How many at most.</param>
    public static IReadOnlyList<PlanEvent> Newest(PlanState state, int most)
    {
        ArgumentNullException.ThrowIfNull(state);
        var events = new List<PlanEvent>();
        var kept = state.Look["events"].Items();
        for (var i = kept.Count - 1; i >= 0 && events.Count < most; i--)
        {
            if (kept[i].Copy() is JsonObject node)
            {
                events.Add(new PlanEvent(Timestamps.Read(node.Text("timestamp")), node.Text("type") ?? "?", node.Text("task_id"), DetailsOf(node["details"] as JsonObject)));
            }
        }

        return events;
    }

    /// <summary>Two lists, the newest first, as one. Each keeps its order; what has no time stays where it is.</summary>
    /// <param name="most">How many at most.</param>
    internal static IReadOnlyList<PlanEvent> Merged(IReadOnlyList<PlanEvent> one, IReadOnlyList<PlanEvent> other, int most)
    {
        var events = new List<PlanEvent>();
        for (var (i, k) = (0, 0); events.Count < most && i + k < one.Count + other.Count;)
        {
            var isOne = k >= other.Count || (i < one.Count && (one[i].At is not { } at || other[k].At is not { } otherAt || at >= otherAt));
            events.Add(isOne ? one[i++] : other[k++]);
        }

        return events;
    }

    /// <summary>Fields that hold something, as <c>name=value</c>; what a reader wants first stands alone.</summary>
    private static string DetailsOf(JsonObject? details)
    {
        var parts = new List<string>();
        foreach (var (name, value) in details ?? [])
        {
            var text = value switch
            {
                JsonArray { Count: 0 } or null => "",
                JsonArray list => string.Join(",", list.Select(item => item.AsText() ?? "?").Take(5)),
                JsonValue known when known.GetValueKind() is JsonValueKind.True => "yes",
                JsonValue known when known.GetValueKind() is JsonValueKind.False => "",
                JsonValue known => known.AsText() ?? "",
                _ => "",
            };
            if (text.Length > 0)
            {
                parts.Add(name is "error" or "reason" ? text : $"{name}={text}");
            }
        }

        var line = string.Join(' ', parts);
        return line.Length <= LongestDetails ? line : line[..LongestDetails];
    }
}
