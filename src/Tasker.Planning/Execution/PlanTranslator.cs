using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Planning.States;

namespace Tasker.Planning.Execution;

/// <summary>
/// Tasks of a plan as a workflow: a group for each, with what is done before and after its executor as steps of it. What waits for what are
/// needs, how many are under way is the limit of the group above; nothing is decided here.
/// </summary>
public static class PlanTranslator
{
    private const string Finish = "finish";

    /// <summary>Translates.</summary>
    /// <param name="plan">How it is to be carried out.</param>
    /// <param name="selection">The tasks.</param>
    /// <returns>The workflow, with what Core's own checks find.</returns>
    /// <exception cref="PlanningException">The file of a task is missing or broken, or the prompt template cannot be used.</exception>
    public static ParseResult<Workflow> Translate(ExecutionPlan plan, ExecutionSelection selection)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(selection);
        var steps = new TaskGroups(plan, ExecutorPrompt.Read(plan.Folder));
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        var known = selection.Tasks.Select(task => task.Id).ToHashSet(StringComparer.Ordinal);
        var writers = new Dictionary<string, string>(StringComparer.Ordinal);
        members.AddRange(selection.Uncommitted.Select(steps.CommitOnly));
        foreach (var task in selection.Tasks)
        {
            var needs = task.DependsOn.Distinct(StringComparer.Ordinal).Where(known.Contains).Select(id => new Need(id)).ToList();

            // Of two that write one file, one comes after the other, whatever comes of it.
            var others = FileConflicts.Of(task).Select(file => writers.GetValueOrDefault(file)).OfType<string>().Distinct(StringComparer.Ordinal);
            needs.AddRange(others.Where(other => needs.All(need => need.Node != other)).Select(other => new Need(other, NeedKind.Ended)));
            foreach (var file in FileConflicts.Of(task))
            {
                writers[file] = task.Id;
            }

            members.Add(steps.Group(task, [.. needs]));
        }

        members.Add(new StepSpec
        {
            Id = Finish,
            Title = "reports",
            Action = new StepAction.Custom(ExecutionNames.Finish, steps.With()),
            Needs = [.. members.Select(member => new Need(member.Id, NeedKind.Ended))],
            Always = true,
        });
        var name = Path.GetFileName(plan.Target.TrimEnd('/'));
        var workflow = new Workflow
        {
            Name = name.Length > 0 ? name : ExecutionNames.FrontDoor,
            FrontDoor = ExecutionNames.FrontDoor,
            Source = steps.Folder,
            Pools = [new PoolSpec(ExecutionNames.CommitPool, 1)],
            Root = new GroupSpec { Id = "", MaxParallel = plan.Parallel, Members = members.ToImmutable(), Where = new Place(steps.Folder) },
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add(ExecutionNames.FolderLabel, steps.Folder),
        };
        return new ParseResult<Workflow>(workflow, WorkflowChecks.Check(workflow));
    }
}
