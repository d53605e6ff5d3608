using System.Collections.Immutable;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Steps.Requests;
using Tasker.Formats.Steps.Spec;

namespace Tasker.Formats.Steps.Translation;

/// <summary>Everything that the workflow of a request is made from.</summary>
/// <param name="Spec">The plan.</param>
/// <param name="Definitions">What is defined about its steps; <see cref="StepDefinitions.None"/> when there is no
/// such file.</param>
/// <param name="Selection">The steps to run.</param>
/// <param name="Agents">The agents and skills that there are.</param>
/// <param name="Settings">What the project says about steps.</param>
/// <param name="Random">Gives 32 random bits for each task id; everything else is the same for the same source.</param>
public sealed record StepsSource(
    SpecDocument Spec, StepDefinitions Definitions, StepSelection Selection, IAgentCatalog Agents,
    StepsSettings Settings, Func<uint> Random)
{
    /// <summary>Numbers of steps that another run does now, in the background.</summary>
    public ImmutableSortedSet<int> UnderWay { get; init; } = [];
}
