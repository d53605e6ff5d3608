namespace Tasker.Engine.Ports;

/// <summary>
/// The agents and skills of a project, as front doors must know them before anything runs. Read once; it does not
/// change.
/// </summary>
public interface IAgentCatalog
{
    /// <summary>
    /// Names of the agents that can be asked: those of <c>tasker.yaml</c>, and agent files that one of them can play.
    /// Ascending.
    /// </summary>
    IReadOnlyList<string> Agents { get; }

    /// <summary>The agent of a step that names none; null when the project has no such agent.</summary>
    string? DefaultAgent { get; }

    /// <summary>Names of the skills there are. Ascending.</summary>
    IReadOnlyList<string> Skills { get; }
}
