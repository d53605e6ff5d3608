using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>Puts full ids in the place of the names in <c>needs</c>, once all steps of a file are known.</summary>
internal static class NeedsResolver
{
    /// <summary>The group with every need of its members resolved; unknown names are told and left out.</summary>
    public static GroupSpec Resolve(GroupSpec group, FileScope file)
    {
        if (file.Needs.Count == 0)
        {
            return group;
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        Collect(group, known);
        return (GroupSpec)Resolve(group, group.Id, known, file);
    }

    private static void Collect(NodeSpec node, HashSet<string> known)
    {
        known.Add(node.Id);
        if (node is GroupSpec group)
        {
            foreach (var member in group.Members)
            {
                Collect(member, known);
            }
        }
    }

    private static NodeSpec Resolve(NodeSpec node, string above, HashSet<string> known, FileScope file)
    {
        var resolved = file.Needs.Remove(node.Id, out var needs) ? node with { Needs = Full(node, above, needs, known, file) } : node;
        if (resolved is not GroupSpec group || file.Needs.Count == 0)
        {
            return resolved;
        }

        var members = ImmutableArray.CreateBuilder<NodeSpec>(group.Members.Length);
        foreach (var member in group.Members)
        {
            members.Add(Resolve(member, group.Id, known, file));
        }

        return group with { Members = members.MoveToImmutable() };
    }

    private static ImmutableArray<Need> Full(
        NodeSpec node, string above, ImmutableArray<WrittenNeed> needs, HashSet<string> known, FileScope file)
    {
        var full = ImmutableArray.CreateBuilder<Need>(needs.Length);
        foreach (var need in needs)
        {
            if (Find(need.Name, above, known, file.GroupId) is { } id)
            {
                full.Add(new Need(file.Reading.At(id, need.Where), need.Until));
                continue;
            }

            var others = known.Where(other => other != file.GroupId && other != node.Id).ToArray();
            var same = others.FirstOrDefault(other => LastPart(other) == LastPart(need.Name));
            file.Bag.Error(
                WorkflowCodes.UnknownNeed, need.Where,
                $"'{Excerpt.Of(Short(node.Id, above))}' needs '{Excerpt.Of(need.Name)}', but no step has that name.",
                "Names are looked up beside the step, then beside each group above it; 'group/step' is a step inside a group.",
                same is not null
                    ? $"Did you mean '{Short(same, above)}'?"
                    : Suggestions.DidYouMean(
                        need.Name, others.Select(other => Short(other, above)),
                        $"Correct the name, or add a step '{Excerpt.Of(need.Name)}'."));
        }

        return full.ToImmutable();
    }

    /// <summary>A name as the file means it: beside the step, else beside each group above it, up to the group that the file is.</summary>
    private static string? Find(string name, string above, HashSet<string> known, string top)
    {
        for (var at = above; ;)
        {
            var id = at.Length == 0 ? name : $"{at}/{name}";
            if (name.Length > 0 && known.Contains(id))
            {
                return id;
            }

            if (at == top)
            {
                return null;
            }

            at = at[..Math.Max(at.LastIndexOf('/'), 0)];
        }
    }

    private static string LastPart(string id) => id[(id.LastIndexOf('/') + 1)..];

    private static string Short(string id, string above) =>
        above.Length > 0 && id.StartsWith(above + "/", StringComparison.Ordinal) ? id[(above.Length + 1)..] : id;
}
