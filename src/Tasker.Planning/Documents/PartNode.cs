using System.Text.Json.Nodes;
using Tasker.Core.Values.Indexes;

namespace Tasker.Planning.Documents;

/// <summary>
/// Nodes made of what was read, as the parser makes them. Its way with whole documents takes long to get ready at the start of a program.
/// </summary>
internal static class PartNode
{
    /// <summary>A value that is there as a node; null for <c>null</c>.</summary>
    public static JsonNode? ToNode(this JsonPart part)
    {
        switch (part.Kind)
        {
            case JsonKind.Map:
                var map = new JsonObject();
                foreach (var field in part.Inside)
                {
                    map.Add(field.Name, field.ToNode());
                }

                return map;
            case JsonKind.List:
                var list = new JsonArray();
                foreach (var item in part.Inside)
                {
                    list.Add(item.ToNode());
                }

                return list;
            case JsonKind.Text or JsonKind.Escaped:
                return JsonValue.Create(part.Text);
            case JsonKind.True or JsonKind.False:
                return JsonValue.Create(part.IsTrue);
            case JsonKind.Number:
                return JsonNode.Parse(part.Bytes); // It gives each kind of number, and is written with the digits that were read.
            default:
                return null;
        }
    }
}
