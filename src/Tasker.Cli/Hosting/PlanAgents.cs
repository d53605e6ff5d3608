using Tasker.Core.Diagnostics;
using Tasker.Executors.Agents;
using Tasker.Planning;

namespace Tasker.Cli.Hosting;

/// <summary>Who plays the agents that plans name.</summary>
/// <param name="catalog">The agents of the project.</param>
/// <param name="asked">The one that somebody asked for; null: none.</param>
internal sealed class PlanAgents(AgentCatalog catalog, string? asked)
{
    /// <summary>The agent of the project; empty: its default agent.</summary>
    /// <param name="name">The agent as plans name it.</param>
    /// <exception cref="PlanningException">There is none.</exception>
    public string Named(string name)
    {
        if (asked is not null)
        {
            return catalog.Agents.Contains(asked) ? asked : throw new PlanningException(
                PlanningCodes.NotFound,
                $"There is no agent '{asked}'. {Suggestions.DidYouMean(asked, catalog.Agents, catalog.Agents.Count == 0 ? "tasker.yaml names none under 'agents:'." : $"Known are: {string.Join(", ", catalog.Agents)}.")}");
        }

        return catalog.Agents.Contains(name) ? name
            : catalog.DefaultAgent is not null ? ""
            : throw new PlanningException(
                PlanningCodes.NotFound, $"No agent can work as {name}. Name one under 'agents:' in tasker.yaml of the target directory, as '{name}' or as the default agent.");
    }
}
