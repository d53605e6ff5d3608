using Tasker.Engine.Ports;
using Tasker.Engine.Settings;

namespace Tasker.Executors.Agents;

/// <summary>The agents and skills of a project as they were when it was read.</summary>
public sealed class AgentCatalog : IAgentCatalog
{
    private AgentCatalog(IReadOnlyList<string> agents, string? defaultAgent, IReadOnlyList<string> skills) =>
        (Agents, DefaultAgent, Skills) = (agents, defaultAgent, skills);

    /// <inheritdoc/>
    public IReadOnlyList<string> Agents { get; }

    /// <inheritdoc/>
    public string? DefaultAgent { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Skills { get; }

    /// <summary>Reads the catalog of a project.</summary>
    /// <param name="root">The project root; absolute.</param>
    /// <param name="settings">What its <c>tasker.yaml</c> says.</param>
    public static AgentCatalog Read(string root, ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var folder = new AgentFolder(root);

        // An agent file says what to do, not how to run it: an agent of the settings has to play it.
        var player = Default(settings);
        IReadOnlyList<string> played = player is null ? [] : folder.AgentNames;
        return new AgentCatalog(
            [.. settings.Agents.Keys.Union(played, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            player?.Name,
            folder.SkillNames);
    }

    /// <summary>The agent of steps that name none, and the player of agent files: the one that the settings say, or the only one.</summary>
    internal static AgentSettings? Default(ProjectSettings settings) =>
        settings.DefaultAgent is { } name ? settings.Agents.GetValueOrDefault(name)
        : settings.Agents.Count == 1 ? settings.Agents.Values.First()
        : null;
}
