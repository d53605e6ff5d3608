using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Planning.Agents;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Decomposition;

/// <summary>
/// The phases of planning that are still to come, as a workflow: one after the other, in each the agent with what is put together for it and the
/// check of its output, tried again as a whole while the output is not good, then the gate.
/// </summary>
public static class PlanningTranslator
{
    /// <summary>Translates.</summary>
    /// <param name="target">The target directory, which is the root of the project; absolute.</param>
    /// <param name="folder">The plan.</param>
    /// <param name="phase">The phase that the plan is in.</param>
    /// <param name="agentOf">The agent of the project that plays an agent of ours; empty: its default agent.</param>
    /// <param name="timeLimit">How long an agent may work; null: no limit.</param>
    /// <returns>The workflow, with what Core's own checks find.</returns>
    public static ParseResult<Workflow> Translate(string target, PlanningFolder folder, string phase, Func<string, string> agentOf, TimeSpan? timeLimit)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(agentOf);
        var below = Path.GetRelativePath(target, folder.Root).Replace('\\', '/');
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        foreach (var next in PlanningPhase.All.Where(one => PlanPhases.IndexOf(one.Name) >= PlanPhases.IndexOf(phase)))
        {
            members.Add(Group(next));
        }

        members.Add(new StepSpec { Id = "archive", Action = Step(PlanningNames.Archive, PlanPhases.Ready) });
        var name = Path.GetFileName(target.TrimEnd('/'));
        var workflow = new Workflow
        {
            Name = name.Length > 0 ? name : PlanningNames.FrontDoor,
            FrontDoor = PlanningNames.FrontDoor,
            Source = below,
            Root = new GroupSpec { Id = "", Order = GroupOrder.Sequence, Members = members.ToImmutable(), Where = new Place(below) },
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add(Execution.ExecutionNames.FolderLabel, below),
        };
        return new ParseResult<Workflow>(workflow, WorkflowChecks.Check(workflow));

        GroupSpec Group(PlanningPhase one) => new()
        {
            Id = one.Name,
            Order = GroupOrder.Sequence,
            Members =
            [
                OutputGroup.Of(
                    $"{one.Name}/output", one.Agent, agentOf(one.Agent), Step(PlanningNames.Brief, one.Name), Step(PlanningNames.Check, one.Name), folder.Root, timeLimit),
                new StepSpec { Id = $"{one.Name}/gate", Action = Step(PlanningNames.Advance, one.Name) },
            ],
        };

        StepAction.Custom Step(string type, string one) => new(
            type, Value.Map.From([new("folder", Value.Of(below.Replace("${{", "$${{", StringComparison.Ordinal))), new("phase", Value.Of(one))]));
    }
}
