using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>
/// A task of phases as a workflow: a group for each phase, which needs what it depends on; its steps in stages; limits, retries and times
/// are the engine's. It decides nothing itself.
/// </summary>
public sealed class PhaseTranslator
{
    /// <summary>Name of this front door in workflows.</summary>
    public const string FrontDoor = "phases";

    /// <summary>The step that ends a phase with agents: their answers, and a failure when nobody answered.</summary>
    public const string AnswersStep = "answers";

    /// <summary>The pool of agents: <c>phases.max-agents</c>, or the project's own of this name.</summary>
    public const string AgentsPool = "agents";

    private readonly PhaseTask _task;
    private readonly PhaseTranslation _options;
    private readonly DiagnosticBag _bag = new();
    private readonly ImmutableArray<PhasePlan> _plans;
    private readonly PhaseExpressions _expressions;
    private readonly TemplateTexts _templates;
    private readonly ImmutableArray<PoolSpec> _pools;

    private PhaseTranslator(PhaseTask task, PhaseTranslation options)
    {
        (_task, _options) = (task, options);
        var ids = new PhaseIds();
        _plans = [.. task.Phases.Select(phase => PhasePlan.Of(phase, ids.New(phase.Name)))];
        _expressions = new PhaseExpressions(_plans, _bag);
        _templates = new TemplateTexts(options.TemplateProblem, _bag);
        _pools = Pools(options);
    }

    /// <summary>Translates a task that was read without errors.</summary>
    /// <param name="task">The task.</param>
    /// <param name="source">The file, as runs name it.</param>
    /// <param name="options">What it goes by besides.</param>
    /// <returns>The workflow with what was found on the way, Core's own checks included. Never throws for what the task says.</returns>
    public static ParseResult<Workflow> Translate(PhaseTask task, string source, PhaseTranslation options)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        var translator = new PhaseTranslator(task, options);
        var workflow = translator.Workflow(source);
        if (!translator._bag.HasErrors)
        {
            translator._bag.AddRange(WorkflowChecks.Check(workflow));
        }

        return new ParseResult<Workflow>(workflow, translator._bag.ToImmutable());
    }

    private static ImmutableArray<PoolSpec> Pools(PhaseTranslation options)
    {
        var most = options.Settings.MaxAgents;
        if (options.Pools.FirstOrDefault(pool => pool.Name == AgentsPool) is { } own)
        {
            return [own with { Limit = Math.Min(own.Limit, most ?? own.Limit) }];
        }

        return most is { } limit ? [new PoolSpec(AgentsPool, limit)] : [];
    }

    private Workflow Workflow(string source)
    {
        var members = _plans.Select(NodeSpec (plan) => Phase(plan)).ToImmutableArray();
        TellAgents();
        return new Workflow
        {
            Name = _task.Name,
            Description = _task.Description,
            FrontDoor = FrontDoor,
            Source = source,
            Inputs = [.. Declared(), .. Undeclared()],
            Pools = _pools,
            Root = new GroupSpec
            {
                Id = "",
                Members = members,
                MaxParallel = _options.Settings.MaxConcurrent,
                TimeLimit = TimeLimit(),
                Where = _task.Where,
            },
            Labels = Labels((PhaseLabels.Task, _task.Id), (PhaseLabels.Metadata, ValueJson.Write(PhaseMetadata.Of(_task)))),
        };
    }

    /// <summary>The smaller of what the settings and the task say.</summary>
    private TimeSpan TimeLimit() => (_options.Settings.MaxExecutionTime, _task.MaxExecutionTime) switch
    {
        ({ } most, { } own) => most < own ? most : own,
        ({ } most, null) => most,
        (null, { } own) => own,
        _ => PhaseSettings.UsualExecutionTime,
    };

    private IEnumerable<InputSpec> Declared() =>
        _task.Requirements.Select(r => new InputSpec(r.Name, r.Type, !r.IsOptional, Value.None, r.Description, []));

    /// <summary>Inputs that are read and not required: a run may be given them.</summary>
    private IEnumerable<InputSpec> Undeclared()
    {
        var declared = _task.Requirements.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var read = _expressions.Inputs.Concat(_templates.Inputs).DistinctBy(input => input.Key)
            .OrderBy(input => input.Key, StringComparer.Ordinal);
        foreach (var (name, where) in read.Where(input => !declared.Contains(input.Key)))
        {
            var meant = Suggestions.Nearest(name, declared);
            _bag.Add(new Diagnostic(
                PhaseCodes.UndeclaredInput, meant is null ? Severity.Note : Severity.Warning, where,
                $"The input '{Excerpt.Of(name)}' is read, but no requirement has that name.",
                "A run may be given it; without, it is empty.",
                meant is null ? "Add it to the requirements." : $"Did you mean '{meant}'?"));
            yield return new InputSpec(name, InputType.Any, false, Value.None, "", []);
        }
    }

    private GroupSpec Phase(PhasePlan plan)
    {
        var phase = plan.Phase;
        var steps = new PhaseSteps(_task, plan, _options, _expressions, _templates, _pools, _bag);
        return new GroupSpec
        {
            Id = plan.Id,
            Title = phase.Name,
            Needs = [.. phase.DependsOn.Select(name => new Need(_plans.First(p => p.Phase.Name == name).Id, NeedKind.Passed))],
            Condition = phase.When is { } when ? _expressions.Translate(when, plan, 0) : null,
            Retry = (phase.Retry ?? _task.Retry)?.Policy ?? RetryPolicy.None,
            TimeLimit = phase.Timeout,
            OnFailure = FailurePolicy.Stop,
            Checkpoint = phase.IsCritical ? phase.Name : null,
            Members = steps.Nodes(),
            Labels =
                Labels((PhaseLabels.Phase, phase.Name), (PhaseLabels.Outputs, JsonOf(phase.Outputs)), (PhaseLabels.Purpose, phase.Purpose)),
            Where = phase.Where,
        };
    }

    private static string JsonOf(ImmutableArray<string> texts) =>
        texts.IsEmpty ? "" : ValueJson.Write(new Value.List([.. texts.Select(text => Value.Of(text))]));

    private void TellAgents()
    {
        if (_options.Agents is not { } known)
        {
            return;
        }

        foreach (var agent in _plans.SelectMany(plan => plan.Agents).DistinctBy(step => step.Step.Subject)
            .Where(step => !known.Agents.Contains(step.Step.Subject)))
        {
            _bag.Warning(
                PhaseCodes.UnknownAgent, agent.Step.Where,
                $"No agent '{Excerpt.Of(agent.Step.Subject)}' is known; asking it will fail, and the phase goes on without it.",
                known.Agents.Count == 0
                    ? "tasker.yaml names none under 'agents:'."
                    : $"Known are {string.Join(", ", known.Agents.Take(15))}{(known.Agents.Count > 15 ? " …" : "")}.",
                Suggestions.DidYouMean(agent.Step.Subject, known.Agents,
                    $"Add it under 'agents:' in tasker.yaml, or as .claude/agents/{agent.Step.Subject}.md."));
        }
    }

    internal static ImmutableSortedDictionary<string, string> Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in labels)
        {
            if (value.Length > 0)
            {
                all[name] = value;
            }
        }

        return all.ToImmutable();
    }
}
