using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary><c>needs</c>: a name, a list of names, or a map of names and how far each must have come.</summary>
internal static class NeedsReader
{
    private static readonly ImmutableArray<(string Word, NeedKind Kind)> Kinds =
    [
        ("succeeded", NeedKind.Succeeded), ("passed", NeedKind.Passed), ("ended", NeedKind.Ended), ("started", NeedKind.Started),
    ];

    /// <summary>The needs as written; empty when the key is not there.</summary>
    public static ImmutableArray<WrittenNeed> Read(YamlFields fields)
    {
        switch (fields.Node("needs"))
        {
            case null or YamlNode.List { Items.IsEmpty: true }:
                return [];
            case YamlNode.Map map:
                var needs = ImmutableArray.CreateBuilder<WrittenNeed>(map.Entries.Length);
                foreach (var entry in map.Entries)
                {
                    if (YamlShapes.Choice(entry.Value, $"'{Excerpt.Of(entry.Name)}'", Kinds, fields.Bag) is { } kind)
                    {
                        needs.Add(new WrittenNeed(entry.Name, kind, entry.Key.Place));
                    }
                }

                return needs.ToImmutable();
            default:
                return [.. fields.PlacedTexts("needs").Select(name => new WrittenNeed(name.Text, NeedKind.Succeeded, name.Place))];
        }
    }
}
