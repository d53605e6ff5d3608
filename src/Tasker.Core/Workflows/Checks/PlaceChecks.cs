namespace Tasker.Core.Workflows.Checks;

/// <summary>A limited group always has a place for the members that others wait for.</summary>
/// <remarks>
/// A member group holds a place while it is open. When something inside it needs another member, or something inside that, it may hold the
/// very place that the other one needs. That cannot happen while there are fewer such groups than places.
/// </remarks>
internal static class PlaceChecks
{
    public static void Check(CheckedNodes nodes, Findings findings)
    {
        if (!nodes.HasLimitedGroup)
        {
            return;
        }

        var holders = new SortedDictionary<int, Dictionary<int, (int Node, int Needed)>>();
        for (var node = 1; node < nodes.Count; node++)
        {
            foreach (var needed in nodes.NeededBy(node))
            {
                if (needed >= 0 && Meet(nodes, node, needed) is var (group, holder, other) && holder != node
                    && nodes[group] is GroupSpec { MaxParallel: not null, Order: not GroupOrder.Sequence } && !nodes.NeededBy(holder)
                        .Contains(other))
                {
                    var found = holders.TryGetValue(group, out var already) ? already : holders[group] = [];
                    found.TryAdd(holder, (node, needed));
                }
            }
        }

        foreach (var (group, found) in holders)
        {
            Tell(nodes, group, found, findings);
        }
    }

    private static void Tell(CheckedNodes nodes, int group, Dictionary<int, (int Node, int Needed)> found, Findings findings)
    {
        var limit = ((GroupSpec)nodes[group]).MaxParallel!.Value;
        if (found.Count < limit)
        {
            return;
        }

        var (holder, (node, needed)) = found.MinBy(f => f.Key);
        var (_, _, other) = Meet(nodes, node, needed);
        var who = group == 0 ? "The workflow" : $"'{Findings.Clip(nodes[group].Id)}'";
        findings.Warning(
            Codes.MayWaitForEver, nodes[group].Where,
            $"{who} may wait for ever: it runs {limit} of its members at a time, and '{Findings.Clip(nodes[node].Id)}' needs "
                + $"'{Findings.Clip(nodes[needed].Id)}'.",
            $"'{Findings.Clip(nodes[holder].Id)}' holds its place while it waits.",
            $"Let '{Findings.Clip(nodes[holder].Id)}' itself need '{Findings.Clip(nodes[other].Id)}', "
                + $"or allow {found.Count + 1} at a time.");
    }

    /// <summary>The innermost group that holds both, and its members in which they stand.</summary>
    private static (int Group, int First, int Second) Meet(CheckedNodes nodes, int first, int second)
    {
        while (nodes.ParentOf(first) != nodes.ParentOf(second))
        {
            if (nodes.DepthOf(first) >= nodes.DepthOf(second))
            {
                first = nodes.ParentOf(first);
            }
            else
            {
                second = nodes.ParentOf(second);
            }
        }

        return (nodes.ParentOf(first), first, second);
    }
}
