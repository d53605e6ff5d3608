using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Definitions;

namespace Tasker.Formats.Steps.Translation;

/// <summary>
/// Makes the workflow of a request: one group for each step, one after another, at most one main work in the
/// foreground.
/// </summary>
public static class StepsTranslator
{
    /// <summary>Name of this front door in workflows.</summary>
    public const string FrontDoor = "steps";

    private static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>Translates. Nothing is read or changed.</summary>
    /// <returns>The workflow; null when something is missing for it (an agent, a skill), which is all told at
    /// once.</returns>
    public static ParseResult<Workflow> Translate(StepsSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var bag = new DiagnosticBag();
        foreach (var definition in source.Definitions.Steps.Values.Where(d => source.Spec.Find(d.Number) is null))
        {
            bag.Warning(
                StepsCodes.DefinitionWithoutStep, definition.Where,
                $"'{definition.Key}' defines step {definition.Number}, which is not in the plan.",
                "Only steps of the checklist are run.",
                $"Add its line to {source.Spec.Path}, or remove the definition.");
        }

        var works = LeftForLater.Without(Works(source, bag), source, bag);
        var groups = works.Select((work, i) => Group(work, Needs(works, i))).ToImmutableArray<NodeSpec>();
        var workflow = new Workflow
        {
            Name = NameOf([.. works.Select(work => work.Step.Number)]),
            Description = source.Spec.Title,
            FrontDoor = FrontDoor,
            Source = source.Spec.Path,
            Root = new GroupSpec { Id = "", Order = GroupOrder.Graph, Members = groups },
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add(StepLabels.Spec, source.Spec.Path),
        };
        if (!bag.HasErrors)
        {
            bag.AddRange(WorkflowChecks.Check(workflow));
        }

        return new ParseResult<Workflow>(bag.HasErrors ? null : workflow, bag.ToImmutable());
    }

    private static List<StepWork> Works(StepsSource source, DiagnosticBag bag)
    {
        var crew = new Crew(source, bag);
        ImmutableArray<string> passEnv =
        [
            .. VariableNames.In(source.Spec, source.Definitions)
                .Union(source.Settings.PassEnv)
                .Order(StringComparer.Ordinal),
        ];
        var works = new List<StepWork>();
        foreach (var number in LeftForLater.Wanted(source, bag))
        {
            var step = source.Spec.Find(number)
                ?? throw new ArgumentException($"The selection names step {number}, which is not in the plan.",
                    nameof(source));
            var definition = source.Definitions.Steps.GetValueOrDefault(number)
                ?? new StepDefinition { Number = number, Key = "", Where = step.Section?.Where ?? step.Where };
            if (crew.For(step, definition.Main) is { } worker)
            {
                works.Add(new StepWork
                {
                    Step = step,
                    Definition = definition,
                    Worker = worker,
                    Source = source,
                    TaskId = StepTaskId.Of(number, source.Random()),
                    PassEnv = passEnv,
                    Bag = bag,
                });
            }
        }

        return works;
    }

    private static ImmutableArray<Need> Needs(List<StepWork> works, int index) =>
        StepOrder.Of(works[index], works[..index]);

    private static GroupSpec Group(StepWork work, ImmutableArray<Need> needs)
    {
        var main = MainNodes.Main(work);
        var members = new List<NodeSpec?> { CheckNodes.Before(work), MainNodes.Test(work), main };
        if (StepOrder.HasGate(work))
        {
            members.Add(new StepSpec
            {
                Id = $"{work.Id}/gate",
                Title = "background work is up or has failed",
                Action = new StepAction.Check("true"),
                Needs = [new Need(main.Id, NeedKind.Started)],
                Always = true,
                Labels = StepLabels.Of(StepPhase.Background, StepPart.Gate),
            });
        }

        // In a sequence the checks would begin once background work is up; they judge its result.
        members.Add(CheckNodes.After(work) is { } post ? post with { Needs = [new Need(main.Id)] } : null);
        var labels = ImmutableSortedDictionary<string, string>.Empty
            .Add(StepLabels.Number, work.Step.Number.ToString(CultureInfo.InvariantCulture))
            .Add(StepLabels.TaskId, work.TaskId);
        if (work.Source.Spec.Steps.FirstOrDefault(step => step.Number > work.Step.Number) is { } next)
        {
            labels = labels.Add(StepLabels.Next, next.Number.ToString(CultureInfo.InvariantCulture));
        }

        if (work.Main.Mode is not MainMode.Normal)
        {
            labels = labels.Add(StepLabels.Mode, work.Main.Mode.ToString().ToLowerInvariant());
        }

        return new GroupSpec
        {
            Id = work.Id,
            Title = Texts.Short(work.Step.Title),
            Order = GroupOrder.Sequence,
            Needs = needs,
            Retry = work.Definition.Retries > 0
                ? RetryPolicy.Times(1 + work.Definition.Retries, work.Definition.RetryDelay ?? DefaultRetryDelay)
                : RetryPolicy.None,
            OnFailure = work.Definition.OnFailure is StepFailure.Skip ? FailurePolicy.Continue : FailurePolicy.Block,
            Checkpoint = work.Id,
            Members = [.. members.OfType<NodeSpec>()],
            Labels = labels,
            Where = work.Step.Where,
        };
    }

    private static string NameOf(ImmutableArray<int> steps) => steps switch
    {
        [] => "steps",
        [var only] => string.Create(CultureInfo.InvariantCulture, $"step-{only}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"steps-{steps[0]}-{steps[^1]}"),
    };
}
