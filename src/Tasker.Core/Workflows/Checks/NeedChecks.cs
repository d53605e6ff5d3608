namespace Tasker.Core.Workflows.Checks;

/// <summary>Each need names a node that can be waited for.</summary>
internal static class NeedChecks
{
    public static void Check(CheckedNodes nodes, Findings findings)
    {
        for (var node = 0; node < nodes.Count; node++)
        {
            var needed = nodes.NeededBy(node);
            for (var i = 0; i < needed.Length; i++)
            {
                if (!IsSound(nodes, node, needed[i], nodes[node].Needs[i], findings))
                {
                    nodes.CannotNeed(node, i);
                }
            }
        }
    }

    private static bool IsSound(CheckedNodes nodes, int node, int needed, Need need, Findings findings)
    {
        var spec = nodes[node];
        var (who, other) = ($"'{Findings.Clip(spec.Id)}'", $"'{Findings.Clip(need.Node)}'");
        if (needed < 0)
        {
            findings.Error(Codes.UnknownNeed, spec, need.Node, $"{who} needs {other}, but no node has that name.", "",
                findings.DidYouMean(need.Node, Known(nodes, node), $"Write the name of a step or group, or add one {other}."));
            return false;
        }

        var problem = needed == node ? ("itself", "It would wait for ever.")
            : nodes.IsInside(node, needed) ? ($"{other}, the group that it stands in", "The group ends only after its members.")
            : nodes.IsInside(needed, node) ? ($"{other}, which is inside it", "Members start only after their group.")
            : ("", "");
        if (problem.Item1.Length > 0)
        {
            findings.Error(Codes.NeedAboveOrBelow, spec, need.Node, $"{who} needs {problem.Item1}.", problem.Item2, "Remove this need.");
            return false;
        }

        if (nodes.PatternOf(needed) is >= 0 and var pattern && !nodes.IsInside(node, pattern))
        {
            findings.Error(Codes.IntoFanOut, spec, need.Node,
                $"{who} needs {other}, which is inside the fan-out '{Findings.Clip(nodes[pattern].Id)}'.",
                "It exists once for each item, and only when the fan-out runs.", $"Need '{Findings.Clip(nodes[pattern].Id)}'.");
            return false;
        }

        return true;
    }

    /// <summary>Names that would do: full ids, and last parts where they are meant to be short.</summary>
    private static IEnumerable<string> Known(CheckedNodes nodes, int node)
    {
        for (var other = 1; other < nodes.Count; other++)
        {
            if (other != node && !nodes.IsInside(node, other) && !nodes.IsInside(other, node))
            {
                yield return nodes[other].Id;
            }
        }
    }
}
