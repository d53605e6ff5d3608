using Tasker.Core.Workflows;

namespace Tasker.Cli.Projects;

/// <summary>The order of a workflow as waves: a step is in the wave after the latest of those that it waits for.</summary>
internal static class Waves
{
    /// <summary>The steps of each wave in declaration order. Limits are not counted in; background steps are needed to be up only.</summary>
    public static IReadOnlyList<IReadOnlyList<StepSpec>> Of(Workflow workflow)
    {
        var nodes = new Dictionary<string, (NodeSpec Node, GroupSpec? Parent, NodeSpec? Before)>(StringComparer.Ordinal);
        Collect(workflow.Root, null, null, nodes);
        var starts = new Dictionary<string, int>(StringComparer.Ordinal);
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);
        var waves = new List<List<StepSpec>>();
        foreach (var (id, (node, _, _)) in nodes)
        {
            if (node is StepSpec step)
            {
                var wave = StartOf(id, nodes, starts, ends);
                while (waves.Count <= wave)
                {
                    waves.Add([]);
                }

                waves[wave].Add(step);
            }
        }

        return waves;
    }

    private static void Collect(
        NodeSpec node, GroupSpec? parent, NodeSpec? before, Dictionary<string, (NodeSpec Node, GroupSpec? Parent, NodeSpec? Before)> nodes)
    {
        nodes[node.Id] = (node, parent, before);
        if (node is GroupSpec group)
        {
            NodeSpec? last = null;
            foreach (var member in group.Members)
            {
                Collect(member, group, group.Order is GroupOrder.Sequence ? last : null, nodes);
                last = member;
            }
        }
    }

    /// <summary>The first wave in which a node may start. Chains may be as long as the workflow, so the way is kept on a stack of our own.</summary>
    private static int StartOf(
        string id, Dictionary<string, (NodeSpec Node, GroupSpec? Parent, NodeSpec? Before)> nodes, Dictionary<string, int> starts, Dictionary<string, int> ends)
    {
        var stack = new Stack<(string Id, bool WantsEnd)>();
        stack.Push((id, false));
        while (stack.TryPeek(out var at))
        {
            var known = at.WantsEnd ? ends : starts;
            if (known.ContainsKey(at.Id) || !nodes.TryGetValue(at.Id, out var entry))
            {
                stack.Pop();
                continue;
            }

            var open = Needed(at, entry).Where(n => nodes.ContainsKey(n.Id) && !(n.WantsEnd ? ends : starts).ContainsKey(n.Id)).ToList();
            if (open.Count > 0)
            {
                open.ForEach(stack.Push);
                continue;
            }

            stack.Pop();
            known[at.Id] = Needed(at, entry).Select(n => (n.WantsEnd ? ends : starts).GetValueOrDefault(n.Id)).DefaultIfEmpty(0).Max()
                + (at.WantsEnd && entry.Node is StepSpec ? 1 : 0);
        }

        return starts[id];
    }

    private static IEnumerable<(string Id, bool WantsEnd)> Needed((string Id, bool WantsEnd) at, (NodeSpec Node, GroupSpec? Parent, NodeSpec? Before) entry)
    {
        if (at.WantsEnd)
        {
            yield return (at.Id, false);
            foreach (var member in entry.Node is GroupSpec group ? group.Members : [])
            {
                yield return (member.Id, true);
            }

            yield break;
        }

        if (entry.Parent is not null)
        {
            yield return (entry.Parent.Id, false);
        }

        if (entry.Before is not null)
        {
            yield return (entry.Before.Id, entry.Before is not StepSpec { Background: not null });
        }

        foreach (var need in entry.Node.Needs)
        {
            yield return (need.Node, need.Until is not NeedKind.Started);
        }
    }
}
