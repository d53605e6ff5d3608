using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Fsm;

/// <summary>The workflows of a capability map: its flows, with their steps named after behaviours.</summary>
internal static class CapabilityFlows
{
    /// <summary>Reads a capability map. Invariants stand at its top or in its capabilities.</summary>
    public static FsmSource Read(JsonNode? map)
    {
        var capabilities = map.Items("domains").SelectMany(d => d.Items("capabilities")).ToArray();
        var behaviors = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var behavior in capabilities.SelectMany(c => c.Items("behaviors")))
        {
            if (behavior.FirstText("id") is { } id)
            {
                behaviors.TryAdd(id, behavior);
            }
        }

        return new FsmSource
        {
            Workflows = [.. map.Items("flows").Select((flow, at) => Flow(flow, $"/flows/{at}", behaviors))],
            Invariants = InvariantSource.ReadAll(map.Items("invariants").Concat(capabilities.SelectMany(c => c.Items("invariants")))),
        };
    }

    private static FlowSource Flow(JsonNode? flow, string place, Dictionary<string, JsonNode?> behaviors) => new()
    {
        Place = place,
        Name = flow.FirstText("name", "id") ?? "",
        IsSteelThread = flow.Flag("is_steel_thread"),
        Trigger = flow.FirstText("trigger"),
        Steps =
        [
            .. flow.Items("steps").OrderBy(s => s.Number("order") ?? int.MaxValue).Select(step =>
            {
                var id = step.FirstText("behavior_id") ?? step.AsText();
                var behavior = id is not null && behaviors.TryGetValue(id, out var known) ? known : null;
                return new StepSource
                {
                    Name = behavior.FirstText("name") ?? step.FirstText("description", "name") ?? id,
                    Text = step.FirstText("description") ?? behavior.FirstText("description", "name"),
                    Behaviors = id is null ? [] : [id],
                };
            }),
        ],
    };
}
