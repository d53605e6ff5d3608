using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Steps.Spec;

namespace Tasker.Formats.Steps.Translation;

/// <summary>One requested step with everything that its parts are made from.</summary>
internal sealed record StepWork
{
    /// <summary>The step of the plan.</summary>
    public required SpecStep Step { get; init; }

    /// <summary>Its definition; one that says nothing when there is none.</summary>
    public required StepDefinition Definition { get; init; }

    /// <summary>Who does it.</summary>
    public required Worker Worker { get; init; }

    /// <summary>What the project says.</summary>
    public required StepsSource Source { get; init; }

    /// <summary>Id of this execution.</summary>
    public required string TaskId { get; init; }

    /// <summary>Variables that its commands are given from outside.</summary>
    public required ImmutableArray<string> PassEnv { get; init; }

    /// <summary>Gets the findings.</summary>
    public required DiagnosticBag Bag { get; init; }

    /// <summary>The main work as defined.</summary>
    public MainDefinition Main => Definition.Main;

    /// <summary>Id of the step's group.</summary>
    public string Id => IdOf(Step.Number);

    /// <summary>What is to be reached: by the definition, the section, or the checklist line.</summary>
    public string Objective => Main.Objective ?? (Step.Section?.Objective is { Length: > 0 } text ? text : Line);

    /// <summary>Sentences that say when it was done well.</summary>
    public ImmutableArray<string> Criteria =>
        !Main.SuccessCriteria.IsEmpty ? Main.SuccessCriteria
            : Step.Section?.Success is { Length: > 0 } success ? [success] : [];

    /// <summary>What was mined from its section.</summary>
    public SpecFindings Mined => Step.Section?.Mined ?? SpecFindings.None;

    private string Line => Step.Description.Length > 0 ? Step.Description : Step.Title;

    /// <summary>Id of the group of a step.</summary>
    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"step-{number}");

    /// <summary>What every command and agent of the step is told, besides the definition's own variables.</summary>
    public ImmutableSortedDictionary<string, string> Env(params ReadOnlySpan<(string Name, string Value)> more)
    {
        var env = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Main.Env)
        {
            env[name] = Texts.Literal(value);
        }

        env["TASKER_STEP_NUMBER"] = Step.Number.ToString(CultureInfo.InvariantCulture);
        env["TASKER_TASK_ID"] = TaskId;
        foreach (var (name, value) in more)
        {
            env[name] = value;
        }

        return env.ToImmutable();
    }

    /// <summary>A part of the step that is a command.</summary>
    public StepSpec Run(StepFrame frame, CommandSpec command) =>
        Frame(frame, new StepAction.Run(command with { Env = frame.Env ?? Env(), PassEnv = PassEnv }));

    /// <summary>A part of the step that an agent is asked.</summary>
    public StepSpec Ask(StepFrame frame, AgentWorker agent, string prompt)
    {
        var action = new StepAction.Agent(agent.Name, Texts.Literal(prompt), agent.Skills, agent.Model,
            frame.Env ?? Env());
        var step = Frame(frame, action);
        return agent.Mandatory.IsEmpty
            ? step
            : step with { Labels = step.Labels.Add(StepLabels.Mandatory, string.Join(',', agent.Mandatory)) };
    }

    private StepSpec Frame(StepFrame frame, StepAction action) => new()
    {
        Id = frame.Id,
        Title = Texts.Short(frame.Title),
        Action = action,
        TimeLimit = frame.Limit,
        Labels = StepLabels.Of(frame.Phase, frame.Part),
        Where = Definition.Where,
    };
}

/// <summary>What every part of a step has, whoever does it.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Phase">See <see cref="StepPhase"/>.</param>
/// <param name="Part">See <see cref="StepPart"/>.</param>
/// <param name="Limit">How long it may take; null: no limit.</param>
/// <param name="Env">Its environment; null: that of the step.</param>
internal sealed record StepFrame(
    string Id, string Title, string Phase, string Part, TimeSpan? Limit,
    ImmutableSortedDictionary<string, string>? Env = null);
