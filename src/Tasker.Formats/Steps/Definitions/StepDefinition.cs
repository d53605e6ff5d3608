using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>What <c>step_definitions.yaml</c> says about one step.</summary>
public sealed record StepDefinition
{
    /// <summary>Number of the step.</summary>
    public required int Number { get; init; }

    /// <summary>The key as written: <c>step_8_generate_data</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Checks before the main work; null: not said, so Tasker's own checks are made.</summary>
    public ImmutableArray<CheckDefinition>? PreFlight { get; init; }

    /// <summary>The main work.</summary>
    public MainDefinition Main { get; init; } = MainDefinition.Silent;

    /// <summary>Checks after the main work; null: not said, so Tasker's own checks are made.</summary>
    public ImmutableArray<CheckDefinition>? PostValidation { get; init; }

    /// <summary>Periodic looks at the main work.</summary>
    public ImmutableArray<MonitorDefinition> Monitors { get; init; } = [];

    /// <summary>
    /// Numbers of earlier steps whose results it needs, besides what is mined from <c>SPEC.md</c>; null: not said.
    /// </summary>
    public ImmutableArray<int>? Needs { get; init; }

    /// <summary>What happens to the following steps when it has failed for good.</summary>
    public StepFailure OnFailure { get; init; }

    /// <summary>How often the whole step is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>The wait before the first new try; it doubles. Null: the default.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>Where it is written.</summary>
    public required Place Where { get; init; }
}

/// <summary>What the final failure of a step does.</summary>
public enum StepFailure
{
    /// <summary>No later step starts.</summary>
    Stop,

    /// <summary>Later steps go on, with a warning; those that need its result do not.</summary>
    Skip,
}
