using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows.Checks;

namespace Tasker.Core.Workflows;

/// <summary>Everything about a workflow that can be wrong before it runs, whichever front door made it.</summary>
/// <remarks>
/// The rules of a run rely on a workflow without errors here. Time and memory grow with the number of nodes, needs and characters, never
/// faster; a million nodes are fine. All findings are told at once, up to 200 of them.
/// </remarks>
public static class WorkflowChecks
{
    /// <summary>How deep groups may be nested in one another.</summary>
    public const int MaxDepth = 50;

    /// <summary>
    /// The names that every expression may begin with; <c>item</c> (or what the fan-out calls it) and <c>index</c> besides inside a
    /// fan-out.
    /// </summary>
    public static ImmutableArray<string> RootNames { get; } = ["inputs", "env", "steps", "run", "attempt"];

    /// <summary>What is wrong with a workflow.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="placeOf">
    /// The place of the first character of a text in the workflow (a condition, a command line, a needed name …), given the very string
    /// object that the front door put there. Without it, or when it knows none, the place is that of the node.
    /// </param>
    /// <param name="isPartial">
    /// True when parts could not be read and were left out: then names in expressions are not compared with what is there, since they may
    /// mean what is missing.
    /// </param>
    /// <returns>Errors and warnings by place; empty when all is well. Never throws for what the workflow says.</returns>
    public static ImmutableArray<Diagnostic> Check(Workflow workflow, Func<string, Place?>? placeOf = null, bool isPartial = false)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var findings = new Findings(placeOf);
        var nodes = CheckedNodes.Of(workflow.Root);
        if (RangeChecks.IsTooDeep(nodes, findings))
        {
            return findings.ToImmutable(); // What follows walks from nodes up to the root.
        }

        NameChecks.Check(workflow, nodes, findings);
        NeedChecks.Check(nodes, findings);
        CycleChecks.Check(nodes, findings);
        PlaceChecks.Check(nodes, findings);
        RangeChecks.Check(nodes, findings);
        TextChecks.Check(workflow, nodes, findings, isPartial);
        return findings.ToImmutable();
    }
}
