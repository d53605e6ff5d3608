using System.Text.Json.Nodes;

namespace Tasker.Planning.Documents;

/// <summary>The physical map: which files carry which behaviour.</summary>
/// <param name="node">Its object.</param>
public sealed class PhysicalMap(JsonObject node) : JsonView(node)
{
    /// <summary>The files and tests of each behaviour.</summary>
    public IEnumerable<JsonObject> FileMapping => Objects("file_mapping");

    /// <summary>Files for concerns of the whole.</summary>
    public IEnumerable<JsonObject> CrossCutting => Objects("cross_cutting");

    /// <summary>Files of the infrastructure.</summary>
    public IEnumerable<JsonObject> Infrastructure => Objects("infrastructure");
}
