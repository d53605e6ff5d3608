using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Values.Schemas;

namespace Tasker.Formats.Text;

/// <summary>A JSON Schema that stands in a YAML file, for the answers of an agent.</summary>
internal static class AnswerSchemaReader
{
    /// <summary>Reads a schema; null when it cannot be used, which is told at the place of each mistake.</summary>
    public static Value? Read(YamlNode node, DiagnosticBag bag)
    {
        var value = YamlValues.Read(node);
        if (JsonSchema.Read(value, out var problems) is not null)
        {
            return value;
        }

        foreach (var problem in problems)
        {
            var path = problem[..problem.IndexOf(": ", StringComparison.Ordinal)];
            bag.Error(
                TextCodes.BadSchema, PlaceOf(node, path), "The schema cannot be used.",
                problem[^1] is '.' or '?' ? problem : problem + ".", "Write a JSON Schema, such as { type: object, required: [verdict] }.");
        }

        return null;
    }

    private static Place PlaceOf(YamlNode node, string path)
    {
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var inner = node switch
            {
                YamlNode.Map map => map[part],
                YamlNode.List list when int.TryParse(part, out var at) && at < list.Items.Length => list.Items[at],
                _ => null,
            };
            if (inner is null)
            {
                break;
            }

            node = inner;
        }

        return node.Place;
    }
}
