using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>What a translation goes by besides the task itself.</summary>
public sealed record PhaseTranslation
{
    /// <summary>Limits, and who judges.</summary>
    public PhaseSettings Settings { get; init; } = PhaseSettings.Default;

    /// <summary>The agents that are known, to tell those that are not; null: they are not looked at.</summary>
    public IAgentCatalog? Agents { get; init; }

    /// <summary>Limits of the project; steps of agents take a place in the one called <c>agents</c>, where there is one.</summary>
    public ImmutableArray<PoolSpec> Pools { get; init; } = [];

    /// <summary>
    /// What is wrong with a template, as a clause; null when nothing is. Asked only for templates that are more than names in braces.
    /// </summary>
    public Func<string, string?>? TemplateProblem { get; init; }
}
