using System.Text.Json.Nodes;

namespace Tasker.Planning.Fsm;

/// <summary>What both coverage reports say about a machine.</summary>
internal static class CoverageShape
{
    /// <summary>One machine of a report; a machine without transitions counts as whole.</summary>
    public static JsonObject Machine(FsmMachine machine, string doneName, string percentName, int done, IEnumerable<JsonObject> details) => new()
    {
        ["machine_id"] = machine.Id,
        ["name"] = machine.Name,
        ["level"] = machine.Level,
        ["transitions"] = new JsonObject
        {
            ["total"] = machine.Transitions.Count,
            [doneName] = done,
            [percentName] = machine.Transitions.Count == 0 ? 100.0 : Math.Floor(1000.0 * done / machine.Transitions.Count) / 10,
            ["details"] = new JsonArray([.. details.Select(d => (JsonNode)d)]),
        },
    };
}
