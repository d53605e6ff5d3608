using Tasker.Core.Diagnostics;

namespace Tasker.Core.Workflows.Checks;

/// <summary>Ids, and the names of inputs, pools, outputs and monitors: well-formed, and each once.</summary>
internal static class NameChecks
{
    public static void Check(Workflow workflow, CheckedNodes nodes, Findings findings)
    {
        var top = workflow.Root.Where;
        Unique(workflow.Inputs.IsDefault ? [] : workflow.Inputs.Select(i => i.Name), "input", "The workflow", top, findings);
        Unique(workflow.Pools.IsDefault ? [] : workflow.Pools.Select(p => p.Name), "pool", "The workflow", top, findings);
        foreach (var pool in workflow.Pools.IsDefault ? [] : workflow.Pools)
        {
            if (pool.Limit < 1)
            {
                findings.Error(
                    Codes.BadLimit, findings.PlaceOf(pool.Name) ?? top, $"The pool '{Findings.Clip(pool.Name)}' has {pool.Limit} places.",
                    "Steps that name it would never start.", "Give it 1 or more.");
            }
        }

        var pools = workflow.Pools.IsDefault ? [] : workflow.Pools.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (workflow.Root.Id.Length > 0)
        {
            findings.Error(Codes.BadId, top, $"The group that holds everything has the id '{Findings.Clip(workflow.Root.Id)}'.",
                "It has none.", "Leave it empty.");
        }

        for (var node = 1; node < nodes.Count; node++)
        {
            Id(nodes, node, findings);
            if (nodes[node] is StepSpec step)
            {
                Step(step, pools, workflow, findings);
                Aggregate(step, nodes, findings);
            }
        }
    }

    private static void Id(CheckedNodes nodes, int node, Findings findings)
    {
        var spec = nodes[node];
        var id = spec.Id;
        if (id.Length > 0 && nodes.ById[id] is var first && first != node)
        {
            findings.Error(Codes.DuplicateId, spec, id, $"There are two nodes '{Findings.Clip(id)}'.",
                nodes[first].Where is { Line: > 0 } where ? $"The other one stands at {where}." : "", "Give one of them another name.");
        }

        var parent = nodes[nodes.ParentOf(node)].Id;
        var above = parent.Length == 0 ? 0 : parent.Length + 1;
        var isBelow = above == 0 || (id.Length > above && id[above - 1] == '/' && id.StartsWith(parent, StringComparison.Ordinal));
        if (!isBelow || id.AsSpan(above).Contains('/'))
        {
            findings.Error(Codes.BadId, spec, id, $"'{Findings.Clip(id)}' is no name for a member of '{Findings.Clip(parent)}'.",
                "An id is that of the group above, a slash, and the node's own name.", "Write the id so.");
        }
        else if (Unsuited(id.AsSpan(above)) is { } found)
        {
            findings.Error(Codes.BadId, spec, id, found, "A name has letters, digits and _ - . [ ].",
                "Choose another name, and put the text into its title.");
        }

        if (id.Length > NodeNames.MaxLength)
        {
            findings.Error(Codes.BadId, spec, id, $"The id '{Findings.Clip(id)}' has {id.Length} characters.",
                $"The most is {NodeNames.MaxLength}, the groups above counted.", "Choose shorter names.");
        }

        FanOutClash(nodes, spec, id, findings);
    }

    /// <summary>A fan-out <c>g</c> makes the nodes <c>g[0]</c>, <c>g[1]</c> … when it runs.</summary>
    private static void FanOutClash(CheckedNodes nodes, NodeSpec spec, string id, Findings findings)
    {
        var open = id.EndsWith(']') ? id.LastIndexOf('[') : -1;
        if (open > 0 && id.AsSpan(open + 1, id.Length - open - 2) is { IsEmpty: false } number && !number.ContainsAnyExceptInRange('0', '9')
            && nodes.ById.TryGetValue(id[..open], out var fan) && nodes[fan] is GroupSpec { ForEach: not null })
        {
            findings.Error(Codes.DuplicateId, spec, id,
                $"'{Findings.Clip(id)}' is also what the fan-out '{Findings.Clip(id[..open])}' calls its copies.",
                "", "Give it another name.");
        }
    }

    /// <summary>What is wrong with a node's own name; null when nothing is.</summary>
    private static string? Unsuited(ReadOnlySpan<char> own)
    {
        foreach (var c in own)
        {
            if (!IsIdCharacter(c))
            {
                return $"The name '{Findings.Clip(own.ToString())}' has the character "
                    + $"{(char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : $"'{c}'")}.";
            }
        }

        return own.IsEmpty ? "A node has no name." : own is "." or ".." ? $"A node is called '{own}'." : null;
    }

    private static bool IsIdCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '[' or ']';

    private static void Step(StepSpec step, HashSet<string> pools, Workflow workflow, Findings findings)
    {
        var who = $"'{Findings.Clip(step.Id)}'";
        if (!step.Pools.IsDefaultOrEmpty)
        {
            Unique(step.Pools, "pool", who, step.Where, findings);
            foreach (var pool in step.Pools)
            {
                if (!pools.Contains(pool))
                {
                    findings.Error(
                        Codes.UnknownPool, step, pool, $"{who} names the pool '{Findings.Clip(pool)}', which does not exist.", "",
                        findings.DidYouMean(
                            pool, workflow.Pools.Select(p => p.Name), $"Declare the pool '{Findings.Clip(pool)}' with its limit."));
                }
            }
        }

        if (!step.Outputs.IsDefaultOrEmpty)
        {
            Unique(step.Outputs.Select(o => o.Name), "output", who, step.Where, findings);
        }

        if (!step.Monitors.IsDefaultOrEmpty)
        {
            Unique(step.Monitors.Select(m => m.Name), "monitor", who, step.Where, findings);
        }
    }

    private static void Aggregate(StepSpec step, CheckedNodes nodes, Findings findings)
    {
        foreach (var id in step.Action is StepAction.Aggregate { Of.IsDefault: false } aggregate ? aggregate.Of : [])
        {
            if (!nodes.ById.TryGetValue(id, out var of) || nodes[of] is not StepSpec)
            {
                findings.Error(Codes.UnknownAnswer, step, id,
                    $"'{Findings.Clip(step.Id)}' puts together the answer of '{Findings.Clip(id)}', but no step has that name.", "",
                    findings.DidYouMean(id, nodes.ById.Keys, "Name steps by their full ids."));
            }
        }
    }

    private static void Unique(IEnumerable<string> names, string kind, string who, Place where, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (name.Length == 0)
            {
                findings.Error(Codes.DuplicateName, where, $"{who} has {(kind[0] is 'i' or 'o' ? "an" : "a")} {kind} without a name.", "",
                    "Give it one.");
            }
            else if (!seen.Add(name))
            {
                findings.Error(
                    Codes.DuplicateName, findings.PlaceOf(name) ?? where, $"{who} names the {kind} '{Findings.Clip(name)}' twice.", "",
                    "Remove one, or give it another name.");
            }
        }
    }
}
