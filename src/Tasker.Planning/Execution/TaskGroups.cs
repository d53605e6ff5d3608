using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Planning.Agents;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Execution;

/// <summary>
/// The group of one task: prepare, the executor, its result file, each criterion, what came of it, the commit. A failure of the executor or of a
/// criterion does not end the group: what it means is decided by the step that settles the task, which runs whatever happened.
/// </summary>
/// <param name="plan">How the plan is carried out.</param>
/// <param name="prompt">What executors are told.</param>
internal sealed class TaskGroups(ExecutionPlan plan, PromptTemplate prompt)
{
    private const string Begun = "steps.prepare.outputs.begun";
    private const string Claimed = "steps.result.outputs.claimed";
    private const string Done = "steps.settle.outputs.done";

    private static readonly string[] OutcomeFields = ["status", "exit", "message", "attempts"];

    /// <summary>The planning folder, from the project root.</summary>
    public string Folder { get; } = Path.GetRelativePath(plan.Target, plan.Folder.Root).Replace('\\', '/');

    /// <summary>What every step of this front door is given, and more.</summary>
    public Value.Map With(params IEnumerable<(string Name, Value Value)> more) =>
        Value.Map.From(more.Prepend(("folder", Text(Folder))).Select(field => new KeyValuePair<string, Value>(field.Item1, field.Item2)));

    /// <summary>The group.</summary>
    public GroupSpec Group(PlanTask task, ImmutableArray<Need> needs)
    {
        var frozen = FrozenDefinition.Read(plan.Folder, task);
        var (id, own) = (task.Id, ("task", Text(task.Id)));
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        members.Add(new StepSpec
        {
            Id = $"{id}/prepare",
            Title = "prepare",
            Action = new StepAction.Custom(ExecutionNames.Prepare, With(
                own, ("definition", Text(frozen.Checksum)), ("parallel", Value.Of(plan.Parallel)), ("ask", Value.Of(plan.IsInteractive)))),
        });
        members.Add(new StepSpec
        {
            Id = $"{id}/work",
            Title = "executor",
            Action = new StepAction.Agent(plan.Agent, Literal(ExecutorPrompt.For(prompt, plan, task)), [], null, ExecutorPrompt.Variables(plan, task)),
            Condition = Begun,
            OnFailure = FailurePolicy.Continue,
            TimeLimit = plan.TaskTimeLimit,
        });
        members.Add(new StepSpec { Id = $"{id}/result", Title = "result", Action = new StepAction.Custom(ExecutionNames.Result, With(own)), Condition = Begun });
        var checks = new List<Value>();
        foreach (var criterion in frozen.Criteria)
        {
            var number = (checks.Count + 1).ToString(CultureInfo.InvariantCulture);
            checks.Add(Criterion(criterion, $"check{number}"));
            if (criterion.Command.Length > 0)
            {
                members.Add(new StepSpec
                {
                    Id = $"{id}/check{number}",
                    Title = criterion.Name.ReplaceLineEndings(" "),
                    Action = new StepAction.Run(CommandSpec.Shell(Literal(criterion.Command))),
                    Condition = Claimed,
                    OnFailure = FailurePolicy.Continue,
                    TimeLimit = plan.CheckTimeLimit,
                });
            }
        }

        members.Add(new StepSpec
        {
            Id = $"{id}/settle",
            Title = "settle",
            Action = new StepAction.Custom(ExecutionNames.Settle, With(
                own, ("prepared", Value.Of("${{ steps.prepare.status }}")), ("work", Outcome("work")), ("checks", new Value.List([.. checks])))),
            Always = true,

            // When all is stopped, what comes before is still ending.
            Needs = [.. members.Select(member => new Need(member.Id, NeedKind.Ended))],
        });
        members.Add(Commit(id) with { Condition = Done });
        return new GroupSpec
        {
            Id = id,
            Title = $"{id} {task.Name.ReplaceLineEndings(" ")}",
            Order = GroupOrder.Sequence,
            Needs = needs,
            Members = members.ToImmutable(),
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add(ExecutionNames.TaskLabel, id).Add(ExecutionNames.DefinitionLabel, frozen.Checksum),
            Where = new Place($"{Folder}/tasks/{id}.json"),
        };
    }

    /// <summary>The commit of a task that was done before.</summary>
    public GroupSpec CommitOnly(PlanTask task) => new()
    {
        Id = task.Id,
        Title = $"{task.Id} {task.Name.ReplaceLineEndings(" ")}",
        Members = [Commit(task.Id)],
        Labels = ImmutableSortedDictionary<string, string>.Empty.Add(ExecutionNames.TaskLabel, task.Id),
    };

    private StepSpec Commit(string id) => new()
    {
        Id = $"{id}/commit",
        Title = "commit",
        Action = new StepAction.Custom(ExecutionNames.Commit, With(("task", Text(id)))),
        Pools = [ExecutionNames.CommitPool],
    };

    private static Value.Map Criterion(AcceptanceCriterion criterion, string step)
    {
        var told = Value.Map.From([new("name", Text(criterion.Name)), new("command", Text(criterion.Command))]);
        return criterion.Command.Length == 0 ? told : told.With("step", Value.Of(step)).With("end", Outcome(step));
    }

    /// <summary>How another step of the group ended, filled in when the task is settled.</summary>
    private static Value.Map Outcome(string step) => Value.Map.From(OutcomeFields
        .Select(field => new KeyValuePair<string, Value>(field, Value.Of($"${{{{ steps.{step}.{field} }}}}"))));

    private static Value Text(string text) => Value.Of(Literal(text));

    /// <summary>A text that means itself: nothing in a plan is a template.</summary>
    private static string Literal(string text) => text.Replace("${{", "$${{", StringComparison.Ordinal);
}
