using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;

namespace Tasker.Core.Workflows.Checks;

/// <summary>What the names in expressions mean at each node.</summary>
internal sealed class NameScope(Workflow workflow, CheckedNodes nodes, Findings findings)
{
    private readonly HashSet<string> _inputs = workflow.Inputs.IsDefault
        ? []
        : workflow.Inputs.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>What the fan-outs around a node call their items, the innermost first.</summary>
    public IEnumerable<string> ItemNames(int node)
    {
        for (var pattern = nodes.PatternOf(node); pattern >= 0; pattern = nodes.PatternOf(pattern))
        {
            yield return ((GroupSpec)nodes[pattern]).ForEach!.As;
        }
    }

    /// <summary>What is wrong with the beginning of a path; null when nothing is.</summary>
    public (string Code, Severity Severity, string Problem, string Fix)? Problem(int node, ExpressionReference path)
    {
        if (!WorkflowChecks.RootNames.Contains(path.Root))
        {
            return (path.Root == "index" && nodes.PatternOf(node) >= 0) || ItemNames(node).Contains(path.Root) ? null
                : (Codes.UnknownName, Severity.Error, $"names '{Findings.Clip(path.Root)}', which is not known there",
                    FixName(node, path.Root));
        }

        return path switch
        {
            { Root: "steps", Field: { } step } => Step(node, step),
            { Root: "inputs", Field: { } input } when !_inputs.Contains(input) => (Codes.UnknownInput, Severity.Warning,
                $"reads the input '{Findings.Clip(input)}', which does not exist and is always null",
                findings.DidYouMean(input, _inputs.Order(StringComparer.Ordinal), "Declare it as an input.")),
            _ => null,
        };
    }

    private (string Code, Severity Severity, string Problem, string Fix)? Step(int node, string name)
    {
        if (NodeNames.Resolve(nodes[node].Id, name, nodes.ById.ContainsKey) is not { } id)
        {
            return (Codes.UnknownStep, Severity.Error, $"reads the step '{Findings.Clip(name)}', which does not exist",
                findings.DidYouMean(name, Known(node),
                "Write the name of a step; one with other signs than letters, digits, '_' and '-' is written steps['name']."));
        }

        var pattern = nodes.PatternOf(nodes.ById[id]);
        return pattern >= 0 && !nodes.IsInside(node, pattern)
            ? (Codes.IntoFanOut, Severity.Error,
                $"reads the step '{Findings.Clip(name)}', which exists once for each item of '{Findings.Clip(nodes[pattern].Id)}'",
                $"Read steps['{Findings.Clip(nodes[pattern].Id)}'].items, a list.")
            : null;
    }

    private string FixName(int node, string found) => found switch
    {
        "item" or "index" => "It is known inside a fan-out only.",
        "secrets" => "A secret is passed on as an environment variable, by its name, and never stands in an expression.",
        "needs" or "step" => "Write steps.NAME.",
        "input" => "Write inputs.NAME.",
        _ => findings.DidYouMean(found, [.. WorkflowChecks.RootNames, .. ItemNames(node)],
            $"Put text in quotes; names are "
                + $"{string.Join(", ", WorkflowChecks.RootNames)}{string.Concat(ItemNames(node).Select(n => ", " + n))}."),
    };

    /// <summary>Last parts of the nodes that stand beside the node and its groups, then all full ids.</summary>
    private IEnumerable<string> Known(int node)
    {
        for (var group = nodes.ParentOf(node); group >= 0; group = nodes.ParentOf(group))
        {
            for (var member = group + 1; member < nodes.EndOf(group); member = nodes.EndOf(member))
            {
                yield return NodeNames.LastPart(nodes[member].Id);
            }
        }

        for (var other = 1; other < nodes.Count; other++)
        {
            yield return nodes[other].Id;
        }
    }
}
