using System.Collections.Immutable;
using Tasker.Engine.Settings;
using Tasker.Formats.Text;

namespace Tasker.Formats.Settings;

/// <summary>What <c>tasker.yaml</c> says about tasks of phases.</summary>
internal static class PhasesReader
{
    private const int Most = 1_000;

    /// <summary>Reads the map under <c>phases:</c>.</summary>
    public static PhaseSettings Read(YamlFields phases, ImmutableSortedDictionary<string, AgentSettings> agents) => new()
    {
        MaxConcurrent = phases.Integer("max-concurrent", 1, Most) ?? PhaseSettings.Default.MaxConcurrent,
        MaxAgents = phases.Integer("max-agents", 1, Most),
        MaxExecutionTime = phases.Duration("max-execution-time"),
        Judge = Judge(phases, agents),
    };

    /// <summary>An agent file may be the judge too: whether there is one is known only when it is asked.</summary>
    private static string? Judge(YamlFields phases, ImmutableSortedDictionary<string, AgentSettings> agents)
    {
        if (phases.Filled("judge") is { } name && agents.IsEmpty)
        {
            phases.Bag.Error(
                SettingsCodes.UnknownAgent, phases.PlaceOf("judge"), $"The judge is '{Excerpt.Of(name)}', but there are no agents.",
                "A judge is an agent.",
                "Declare it under 'agents'.");
        }

        return phases.Text("judge");
    }
}
