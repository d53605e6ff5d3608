using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary><c>foreach</c> and <c>as</c>.</summary>
internal static class ForEachReader
{
    private static readonly string[] Taken = ["inputs", "env", "steps", "run", "attempt", "index"];

    /// <summary>The fan-out; null when the key is not there or cannot be read, which is told.</summary>
    public static ForEachSpec? Read(YamlFields fields, FileScope file)
    {
        if (fields.Node("foreach") is not { } node)
        {
            return null;
        }

        var name = fields.Filled("as") ?? "item";
        if (!Names.IsWord(name) || Taken.Contains(name))
        {
            fields.Bag.Error(
                WorkflowCodes.BadName, fields.PlaceOf("as"), $"'as' is '{Excerpt.Of(name)}'.",
                Taken.Contains(name) ? "Expressions know something else by this name." : "It is a word of letters, digits and '_'.",
                "Choose another name.");
        }

        if (Items(node, file) is { } items)
        {
            return new ForEachSpec(items, fields.Has("as") ? file.Reading.At(name, fields.PlaceOf("as")) : name);
        }

        file.Reading.IsPartial = true;
        return null;
    }

    private static string? Items(YamlNode node, FileScope file)
    {
        if (node is not YamlNode.List list)
        {
            return node is YamlNode.Map
                ? YamlShapes.Wrong<string>(node, "'foreach'", "a list, or an expression that gives a list or a map", file.Bag)
                : file.Texts.Expression(node, "'foreach'");
        }

        var items = new List<string>();
        foreach (var item in list.Items)
        {
            const string rule = "A list that is written here holds texts, numbers, truth values and lists.";
            if (file.Texts.Argument(item, "An item of 'foreach'", rule) is { } text)
            {
                items.Add(text);
            }
        }

        return $"[{string.Join(", ", items)}]";
    }
}
