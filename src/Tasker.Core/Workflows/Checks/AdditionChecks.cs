using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Core.Workflows.Checks;

/// <summary>Nodes that are added to a run are held to what those of its workflow are held to.</summary>
internal static class AdditionChecks
{
    /// <summary>What is wrong with the new nodes themselves: names, numbers, times, patterns. Null when nothing is.</summary>
    public static string? Problem(ImmutableArray<NodeSpec> added)
    {
        var findings = new Findings(placeOf: null);
        var nodes = CheckedNodes.Of(new GroupSpec { Id = "", Members = added });
        if (!RangeChecks.IsTooDeep(nodes, findings))
        {
            RangeChecks.Check(nodes, findings);
        }

        return First(findings);
    }

    /// <summary>What would wait for ever in a run with the new nodes in their place; null when nothing would.</summary>
    /// <param name="root">The whole run, the new nodes included.</param>
    public static string? WaitProblem(NodeSpec root)
    {
        var findings = new Findings(placeOf: null);
        var nodes = CheckedNodes.Of((GroupSpec)root);
        if (!RangeChecks.IsTooDeep(nodes, findings))
        {
            NeedChecks.Check(nodes, findings);
            CycleChecks.Check(nodes, findings);
        }

        return First(findings);
    }

    private static string? First(Findings findings) =>
        findings.ToImmutable().FirstOrDefault(found => found.Severity is Severity.Error) is { } first
            ? string.Join(' ', new[] { first.What, first.Why, first.Fix }.Where(part => part.Length > 0))
            : null;
}
