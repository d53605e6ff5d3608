using System.Collections.Immutable;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary><c>inputs</c>: what a run may or must be given.</summary>
internal static class InputsReader
{
    private static readonly ImmutableArray<(string Word, InputType Type)> Types =
    [
        ("any", InputType.Any), ("string", InputType.String), ("number", InputType.Number), ("boolean", InputType.Boolean),
        ("list", InputType.List), ("map", InputType.Map),
    ];

    /// <summary>The inputs in the order of the file.</summary>
    public static ImmutableArray<InputSpec> Read(YamlFields workflow)
    {
        var inputs = ImmutableArray.CreateBuilder<InputSpec>();
        foreach (var entry in workflow.Entries("inputs"))
        {
            Names.Check(entry.Name, "an input", entry.Key.Place, workflow.Bag);
            if (entry.Value.IsEmpty)
            {
                inputs.Add(new InputSpec(entry.Name, InputType.Any, Required: false, Value.None, "", []));
            }
            else if (YamlFields.Open(entry.Value, $"The input '{Excerpt.Of(entry.Name)}'", WorkflowKeys.Input, workflow.Bag) is { } fields)
            {
                inputs.Add(Input(entry.Name, fields));
            }
        }

        return inputs.ToImmutable();
    }

    /// <summary>The value of an input of a type; null when it does not fit, which is told.</summary>
    public static Value? ValueOf(YamlNode node, InputType type, string name, YamlFields owner)
    {
        if (type is InputType.String)
        {
            return YamlShapes.Text(node, name, owner.Bag) is { } text ? Value.Of(text) : null; // 1.10 stays 1.10.
        }

        var value = YamlValues.Read(node);
        if (type is InputType.Any || (type, value) is
                (InputType.Number, Value.Number) or (InputType.Boolean, Value.Bool)
                or (InputType.List, Value.List) or (InputType.Map, Value.Map))
        {
            return value;
        }

        owner.Bag.Error(
            WorkflowCodes.BadInput, node.Place, $"{name} is {node.Shown}.", $"The input is of type '{Word(type)}'.",
            $"Write a {Word(type)}, or change the type.");
        return null;
    }

    /// <summary>The type as a file says it.</summary>
    public static string Word(InputType type) => Types.First(t => t.Type == type).Word;

    private static InputSpec Input(string name, YamlFields fields)
    {
        var type = fields.Choice("type", Types) ?? InputType.Any;
        var required = fields.Truth("required") ?? false;
        if (required && fields.Has("default"))
        {
            fields.Bag.Error(
                TextCodes.KeysClash, fields.KeyPlace("default"), $"The input '{Excerpt.Of(name)}' is required and has a default.",
                "A default is for runs that are not given the input.", "Remove one of the two.");
        }

        var choices = Choices(fields, type);
        var given = fields.Node("default") is { IsEmpty: false } node ? ValueOf(node, type, "'default'", fields) : Value.None;
        if (given is not (null or Value.Null) && !choices.IsEmpty && !choices.Contains(given))
        {
            fields.Bag.Error(
                WorkflowCodes.BadInput, fields.PlaceOf("default"), $"The default {Excerpt.Of(given.ToText())} is none of the choices.",
                $"They are {Excerpt.Of(string.Join(", ", choices.Select(c => c.ToText())))}.", "Write one of them, or add it to them.");
        }

        return new InputSpec(name, type, required, given ?? Value.None, fields.Text("description") ?? "", choices);
    }

    private static ImmutableArray<Value> Choices(YamlFields fields, InputType type)
    {
        switch (fields.Node("choices"))
        {
            case null:
                return [];
            case YamlNode.List { Items.IsEmpty: false } list:
                return [.. list.Items.Select(item => ValueOf(item, type, "A choice", fields)).OfType<Value>()];
            case var other:
                YamlShapes.Wrong<object>(other, "'choices'", "a list with something in it", fields.Bag);
                return [];
        }
    }
}
