using System.Text.Json.Nodes;

namespace Tasker.Planning.Documents;

/// <summary>The capability map: domains, their capabilities, and the behaviours of those.</summary>
/// <param name="node">Its object.</param>
public sealed class CapabilityMap(JsonObject node) : JsonView(node)
{
    /// <summary>The domains.</summary>
    public IEnumerable<JsonObject> Domains => Objects("domains");

    /// <summary>The flows.</summary>
    public IEnumerable<JsonObject> Flows => Objects("flows");

    /// <summary>Each behaviour with its capability and domain, in the order of the file.</summary>
    public IEnumerable<(JsonObject Domain, JsonObject Capability, JsonObject Behavior)> Behaviors()
    {
        foreach (var domain in Domains)
        {
            foreach (var capability in Inner(domain, "capabilities"))
            {
                foreach (var behavior in Inner(capability, "behaviors"))
                {
                    yield return (domain, capability, behavior);
                }
            }
        }
    }

    private static IEnumerable<JsonObject> Inner(JsonObject node, string name) => node[name] is JsonArray items ? items.OfType<JsonObject>() : [];
}
