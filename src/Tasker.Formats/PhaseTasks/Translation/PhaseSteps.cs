using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.PhaseTasks.Templates;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>The steps of one phase as nodes.</summary>
internal sealed class PhaseSteps(
    PhaseTask task, PhasePlan plan, PhaseTranslation options, PhaseExpressions expressions, TemplateTexts templates,
    ImmutableArray<PoolSpec> pools, DiagnosticBag bag)
{
    private const int LongestTitle = 120;
    private readonly ImmutableArray<NodeSpec>.Builder _nodes = ImmutableArray.CreateBuilder<NodeSpec>();
    private ImmutableArray<Need> _before = [];

    /// <summary>All nodes; each stage needs the one before.</summary>
    public ImmutableArray<NodeSpec> Nodes()
    {
        for (var stage = 0; stage < plan.Stages.Length; stage++)
        {
            var ends = ImmutableArray.CreateBuilder<Need>();
            foreach (var step in plan.Stages[stage])
            {
                foreach (var node in Made(step, stage))
                {
                    _nodes.Add(node);
                    ends.Add(new Need(node.Id, NeedKind.Passed));
                }
            }

            _before = plan.Stages[stage].Length == 1 ? [ends[^1]] : ends.ToImmutable();
        }

        if (plan.Agents.Any())
        {
            _nodes.Add(new StepSpec
            {
                Id = $"{plan.Id}/{PhaseTranslator.AnswersStep}",
                Title = "Answers",
                Action = new StepAction.Aggregate("responses", [.. plan.Agents.Select(a => a.Id)], Quorum: 1),
                Needs = _before,
                Labels = PhaseTranslator.Labels((PhaseLabels.Step, PhaseTranslator.AnswersStep)),
                Where = plan.Phase.Where,
            });
        }

        return _nodes.ToImmutable();
    }

    private StepSpec[] Made(PlannedStep planned, int stage)
    {
        var step = planned.Step;
        var frame = new StepSpec
        {
            Id = planned.Id,
            Title = Short(step.Text.Text),
            Action = new StepAction.Note(step.Text.Text),
            Needs = _before,
            Condition = step.When is { } when ? expressions.Translate(when, plan, stage) : null,
            TimeLimit = step.Timeout,
            Retry = step.Retry?.Policy ?? RetryPolicy.None,
            Labels = Kind("note"),
            Where = step.Where,
        };
        switch (step.Kind)
        {
            case PhaseStepKind.Agent:
                return [Ask(frame, step)];
            case PhaseStepKind.Validation:
                return Validation(frame, step, stage);
            case PhaseStepKind.Aggregate:
                return [frame with
                {
                    Action = new StepAction.Aggregate(step.Subject, AgentsOf(step, stage), step.Quorum),
                    Labels = Kind("aggregate"),
                }];
            case PhaseStepKind.Wait:
                return [frame with { Action = new StepAction.Wait(step.Wait), Labels = Kind("wait") }];
            case PhaseStepKind.Custom:
                templates.Look(step.Text);
                return [frame with { Action = Custom(step), Labels = Kind(step.Subject) }];
            default:
                return [frame];
        }
    }

    private StepSpec Ask(StepSpec frame, PhaseStep step)
    {
        templates.Look(step.Text);
        var text = step.Text.Text.Length > 0 ? step.Text.Text : PromptTemplate.Default;
        return frame with
        {
            Title = step.Text.Text.Length > 0 ? frame.Title : $"Ask {step.Subject}",
            Action = Agent(step.Subject, PromptTemplate.WithBriefing(text)),
            Retry = (step.Retry ?? task.Retry ?? TaskRetry.Usual).Policy,
            OnFailure = FailurePolicy.Continue, // One agent that fails does not stop a committee.
            Pools = [.. pools.Select(pool => pool.Name)],
            Labels = Kind("agent"),
        };
    }

    private StepAction.Agent Agent(string name, string prompt)
    {
        var env = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("TASKER_AGENT", name), KeyValuePair.Create("TASKER_PHASE", Literal(plan.Phase.Name)),
            KeyValuePair.Create("TASKER_TASK", Literal(task.Id)),
        ]);
        return new StepAction.Agent(name, prompt, [], null, env) { Syntax = TextSyntax.Handlebars };
    }

    private static string Literal(string text) => text.Replace("${{", "$${{", StringComparison.Ordinal);

    private StepAction.Custom Custom(PhaseStep step) =>
        new(step.Subject, Value.Map.From([new("text", Value.Of(step.Text.Text)), new("phase", Value.Of(plan.Phase.Name))]))
        {
            Syntax = TextSyntax.Handlebars,
        };

    private IEnumerable<string> AskedBefore(int stage) =>
        plan.Stages.Take(stage).SelectMany(steps => steps).Where(step => step.Step.Kind is PhaseStepKind.Agent).Select(step => step.Id);

    private ImmutableArray<string> AgentsOf(PhaseStep step, int stage)
    {
        if (step.Of.IsEmpty)
        {
            return [.. AskedBefore(stage)];
        }

        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var name in step.Of)
        {
            if (expressions.PlanBefore(name.Text, plan, stage) is { } other)
            {
                found.AddRange(other == plan ? AskedBefore(stage) : other.Agents.Select(a => a.Id));
            }
            else
            {
                bag.Error(
                    PhaseCodes.UnknownPhase, name.Where,
                    $"The aggregate puts together the answers of '{Excerpt.Of(name.Text)}', which is no phase that is done before.", "",
                    Suggestions.DidYouMean(name.Text, plan.Phase.DependsOn.Append(plan.Phase.Name),
                        $"Name a phase that '{Excerpt.Of(plan.Phase.Name)}' depends on."));
            }
        }

        return [.. found.Distinct()];
    }

    private StepSpec[] Validation(StepSpec frame, PhaseStep step, int stage)
    {
        frame = frame with { OnFailure = FailurePolicy.Stop, Retry = RetryPolicy.None, Labels = Kind("validation") };
        var message = $"Validation failed: {step.Text.Text}";
        if (PhaseExpressions.IsMeant(step.Text.Text))
        {
            return [frame with { Action = new StepAction.Check(expressions.Translate(step.Text, plan, stage) ?? "true", message) }];
        }

        if (options.Settings.Judge is not { } judge)
        {
            bag.Warning(
                PhaseCodes.Unproven, step.Text.Where, $"'{Excerpt.Of(step.Text.Text)}' is a sentence, and nobody is there to judge it.",
                "It is recorded as unproven, and the run goes on.",
                "Name an agent as 'judge:' under 'phases:' in tasker.yaml, or write an expression such as "
                    + "results.consensus.agreement >= 0.6.");
            return [frame with { Action = new StepAction.Note(step.Text.Text, IsUnproven: true) }];
        }

        // A judge that cannot be asked proves nothing: the statement is then unproven, which the judgement says.
        var asked = frame with
        {
            Id = $"{frame.Id}-judge",
            Title = $"Judge: {frame.Title}",
            Action = Agent(judge, PromptTemplate.WithBriefing(PromptTemplate.Judgement(step.Text.Text))),
            Retry = (step.Retry ?? task.Retry ?? TaskRetry.Usual).Policy,
            OnFailure = FailurePolicy.Continue,
            Pools = [.. pools.Select(pool => pool.Name)],
            Labels = Kind("judge"),
        };
        return
        [
            asked,
            frame with
            {
                TimeLimit = null,
                Needs = [new Need(asked.Id, NeedKind.Passed)],
                Action = new StepAction.Aggregate("judgement", [asked.Id]),
            },
        ];
    }

    private static ImmutableSortedDictionary<string, string> Kind(string kind) => PhaseTranslator.Labels((PhaseLabels.Step, kind));

    private static string Short(string text)
    {
        var line = text.AsSpan().IndexOf('\n') is >= 0 and var end ? text[..end] : text;
        return line.Length <= LongestTitle
            ? line
            : $"{line[..(char.IsHighSurrogate(line[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle)]}…";
    }
}
