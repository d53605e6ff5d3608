using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>A task of phases as it was written in a Markdown file.</summary>
public sealed record PhaseTask
{
    /// <summary>Name of the file without its ending: what the task is asked for by.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it: the metadata's name, else the first heading, else <see cref="Id"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The version as it was written; empty when there is none.</summary>
    public string Version { get; init; } = "";

    /// <summary>How long a run may take; null when the task does not say.</summary>
    public TimeSpan? MaxExecutionTime { get; init; }

    /// <summary>How often agents and phases are tried; null when the task does not say.</summary>
    public TaskRetry? Retry { get; init; }

    /// <summary>What a run must be given.</summary>
    public ImmutableArray<Requirement> Requirements { get; init; } = [];

    /// <summary>The phases in the order of the file; at least one.</summary>
    public required ImmutableArray<TaskPhase> Phases { get; init; }

    /// <summary>The file.</summary>
    public Place Where { get; init; }
}

/// <summary>How often something is tried, and how long it waits between.</summary>
/// <param name="MaxAttempts">Attempts in all, the first one counted.</param>
/// <param name="Backoff">Wait after the first failure; it doubles after each further one.</param>
public sealed record TaskRetry(int MaxAttempts, TimeSpan Backoff)
{
    /// <summary>What agents have when a task says nothing: three attempts, a second between the first two.</summary>
    public static TaskRetry Usual { get; } = new(3, TimeSpan.FromSeconds(1));

    /// <summary>As the engine knows it.</summary>
    public RetryPolicy Policy => RetryPolicy.Times(MaxAttempts, Backoff);
}

/// <summary>One thing that a run must be given.</summary>
/// <param name="Name">Its name: <c>input.NAME</c> in texts.</param>
/// <param name="Type">What it must be.</param>
/// <param name="IsOptional">True when it may be left out (<c>string?</c>).</param>
/// <param name="Description">The comment behind it; may be empty.</param>
/// <param name="Where">Where it was written.</param>
public sealed record Requirement(string Name, InputType Type, bool IsOptional, string Description, Place Where);

/// <summary>A text and where it was written.</summary>
/// <param name="Text">The text.</param>
/// <param name="Where">Its first character.</param>
public sealed record PlacedText(string Text, Place Where);

/// <summary>One phase.</summary>
public sealed record TaskPhase
{
    /// <summary>Its name, unique in the task without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>What stands below its heading in prose; may be empty.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Names of the phases that must be done before; each is one of the task's.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>True: agent queries that follow one another are asked at once. False: one after the other. Default true.</summary>
    public bool IsParallel { get; init; } = true;

    /// <summary>How long it may take, tries included; null for no limit of its own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often it is tried; null: as the task says.</summary>
    public TaskRetry? Retry { get; init; }

    /// <summary>True: a checkpoint of its name is made when it is done.</summary>
    public bool IsCritical { get; init; }

    /// <summary>Expression; false skips the phase. Null: no condition.</summary>
    public PlacedText? When { get; init; }

    /// <summary>The steps in the order of the file.</summary>
    public ImmutableArray<PhaseStep> Steps { get; init; } = [];

    /// <summary>The agents that take part, in the order of the file, each once.</summary>
    public ImmutableArray<PhaseAgent> Agents { get; init; } = [];

    /// <summary>What it promises to give, as it was written.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>Its heading.</summary>
    public Place Where { get; init; }
}

/// <summary>An agent of a phase's list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What stands behind the id; what it is asked when no step names it. May be empty.</param>
/// <param name="Where">Where it was written.</param>
public sealed record PhaseAgent(string Id, string Text, Place Where);

/// <summary>One item below <c>### Steps</c>.</summary>
public sealed record PhaseStep
{
    /// <summary>What kind of step it is.</summary>
    public required PhaseStepKind Kind { get; init; }

    /// <summary>The agent's id, the type of the aggregate, or the registered type; else empty.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The rest of the item: the prompt, the statement, the note, the description.</summary>
    public required PlacedText Text { get; init; }

    /// <summary>Of an aggregate: the phases whose answers it puts together; empty: its own.</summary>
    public ImmutableArray<PlacedText> Of { get; init; } = [];

    /// <summary>Of an aggregate: how many must have answered; see <see cref="StepAction.Aggregate.Quorum"/>.</summary>
    public double Quorum { get; init; }

    /// <summary>Of a wait: how long.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Expression; false skips the step. Null: no condition.</summary>
    public PlacedText? When { get; init; }

    /// <summary>How long one attempt may take; null for no limit of its own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often it is tried; null: as the task says for agents, once for others.</summary>
    public TaskRetry? Retry { get; init; }

    /// <summary>Where the item begins.</summary>
    public Place Where { get; init; }
}

/// <summary>Kinds of steps.</summary>
public enum PhaseStepKind
{
    /// <summary>Plain text: recorded.</summary>
    Note,

    /// <summary>Asks an agent.</summary>
    Agent,

    /// <summary>Must hold, or the run ends.</summary>
    Validation,

    /// <summary>Puts answers together.</summary>
    Aggregate,

    /// <summary>Waits.</summary>
    Wait,

    /// <summary>A registered type of step.</summary>
    Custom,
}
