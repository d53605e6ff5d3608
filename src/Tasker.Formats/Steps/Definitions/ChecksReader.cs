using System.Collections.Immutable;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>Reads the lists <c>pre_flight</c> and <c>post_validation</c>.</summary>
internal static class ChecksReader
{
    private static readonly YamlKeys Keys = YamlKeys.Of(
        "a check", "task", "command", "timeout", "parallel", "critical", "explore", "verify", "estimate");

    private static readonly ImmutableArray<(string Key, CheckKind Kind)> Kinds =
    [
        ("command", CheckKind.Command), ("explore", CheckKind.Explore), ("verify", CheckKind.Verify),
        ("estimate", CheckKind.Estimate),
    ];

    /// <summary>The checks; null when the key is not there. An empty list says that there are none.</summary>
    public static ImmutableArray<CheckDefinition>? Read(YamlFields step, string key)
    {
        if (step.Node(key) is not { } node)
        {
            return null;
        }

        if (node.IsEmpty)
        {
            return [];
        }

        if (node is not YamlNode.List list)
        {
            return YamlShapes.Wrong<ImmutableArray<CheckDefinition>?>(node, $"'{key}'", "a list of checks", step.Bag);
        }

        var checks = ImmutableArray.CreateBuilder<CheckDefinition>();
        var names = new UniqueNames();
        foreach (var item in list.Items)
        {
            if (YamlFields.Open(item, $"a check of '{key}'", Keys, step.Bag) is { } fields
                && Check(fields, checks.Count + 1) is { } check)
            {
                checks.Add(check with { Name = names.Take(check.Name) });
            }
        }

        return checks.ToImmutable();
    }

    private static CheckDefinition? Check(YamlFields fields, int number)
    {
        var given = Kinds.Where(k => fields.Has(k.Key)).ToArray();
        if (given is not [var (key, kind)])
        {
            fields.Bag.Error(
                StepsCodes.BadCheck, fields.Place,
                given.Length == 0 ? "A check says nothing to do."
                    : $"A check has both '{given[0].Key}' and '{given[1].Key}'.",
                "It has either a 'command', or one of 'explore', 'verify' and 'estimate' with prose.",
                given.Length == 0 ? "Add 'command: …'." : "Make two checks of it.");
            return null;
        }

        if (fields.Filled(key) is not { } text)
        {
            return null;
        }

        var comment = fields.Node(key) is YamlNode.Scalar scalar && kind is not CheckKind.Command
            ? Seconds.InComment(scalar.Comment) : null;
        return new CheckDefinition(
            (fields.Has("task") ? fields.Filled("task") : null)
                ?? (kind is CheckKind.Command ? $"check_{number}" : key),
            kind,
            text.Trim(),
            fields.Has("timeout") ? Seconds.Read(fields, "timeout") : comment,
            !fields.Has("parallel") || (fields.Truth("parallel") ?? true),
            fields.Has("critical") ? fields.Truth("critical") : null,
            fields.Place);
    }
}
