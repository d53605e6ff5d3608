using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary><c>steps</c>: a map of names and steps, or a list of steps that follow one another.</summary>
internal static class MembersReader
{
    /// <summary>How members follow one another when nothing else is said.</summary>
    public static GroupOrder UsualOrder(YamlNode? steps) => steps is YamlNode.List ? GroupOrder.Sequence : GroupOrder.Graph;

    /// <summary>The words of <c>order</c>.</summary>
    public static ImmutableArray<(string Word, GroupOrder Order)> Orders { get; } =
        [("graph", GroupOrder.Graph), ("parallel", GroupOrder.Parallel), ("sequence", GroupOrder.Sequence)];

    /// <summary>The members in the order of the file; those that cannot be read are told and left out.</summary>
    /// <param name="steps">The value of <c>steps</c>.</param>
    /// <param name="owner">The group in a sentence, for messages.</param>
    /// <param name="groupId">Full id of the group; empty for the whole workflow.</param>
    /// <param name="file">The file.</param>
    public static ImmutableArray<NodeSpec> Read(YamlNode steps, string owner, string groupId, FileScope file)
    {
        if (steps is YamlNode.Scalar { IsEmpty: false } or YamlNode.Scalar { Style: not ScalarStyle.Plain })
        {
            file.Reading.IsPartial = true;
            YamlShapes.Wrong<object>(steps, "'steps'", "a map of names and steps, or a list of steps", file.Bag);
            return [];
        }

        if (steps is YamlNode.Scalar or YamlNode.Map { Entries.IsEmpty: true } or YamlNode.List { Items.IsEmpty: true })
        {
            file.Bag.Error(WorkflowCodes.NoSteps, steps.Place, $"{owner} has no steps.", "There is nothing to do.",
                "Write a step, such as 'build: make'.");
            return [];
        }

        var prefix = groupId.Length == 0 ? "" : groupId + "/";
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        foreach (var (name, at, node) in steps is YamlNode.Map map ? Named(map, file) : Listed((YamlNode.List)steps, file))
        {
            if (!file.Reading.Count(at))
            {
                break;
            }

            if (StepReader.Read(prefix + name, name, at, node, steps is YamlNode.List, file) is { } member)
            {
                members.Add(member);
            }
            else
            {
                file.Reading.IsPartial = true;
            }
        }

        return members.ToImmutable();
    }

    private static IEnumerable<(string Name, Place At, YamlNode Node)> Named(YamlNode.Map map, FileScope file)
    {
        foreach (var entry in map.Entries)
        {
            // A bad name is told; the step is read all the same, so that what is wrong inside is told too.
            Names.Check(entry.Name, "a step", entry.Key.Place, file.Bag);
            yield return (entry.Name, entry.Key.Place, entry.Value);
        }
    }

    private static IEnumerable<(string Name, Place At, YamlNode Node)> Listed(YamlNode.List list, FileScope file)
    {
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        var taken = list.Items.OfType<YamlNode.Map>().Select(map => (map["id"] as YamlNode.Scalar)?.Text).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < list.Items.Length; i++)
        {
            var item = list.Items[i];
            if ((item as YamlNode.Map)?["id"] is not { } id)
            {
                yield return (FreeName(i + 1, taken), item.Place, item);
                continue;
            }

            if (YamlShapes.Filled(id, "'id'", file.Bag) is not { } name)
            {
                continue;
            }

            Names.Check(name, "a step", id.Place, file.Bag);
            if (seen.TryAdd(name, id.Place))
            {
                yield return (name, id.Place, item);
            }
            else
            {
                file.Bag.Error(
                    TextCodes.DuplicateKey, id.Place, $"There is a step '{Excerpt.Of(name)}' in line {seen[name].Line} already.",
                    "The name of a step is its own.", "Rename one of them.");
            }
        }
    }

    private static string FreeName(int number, HashSet<string> taken)
    {
        var name = "step-" + number.ToString(CultureInfo.InvariantCulture);
        while (!taken.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
