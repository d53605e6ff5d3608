using System.Collections.Immutable;

namespace Tasker.Formats.Steps.Translation;

/// <summary>Who does the main work of a step. A closed family: an agent, or a script or command run by Tasker
/// itself.</summary>
internal abstract record Worker
{
    private Worker()
    {
    }

    /// <summary>The agent that is asked for anything about the step; null when there is none.</summary>
    public abstract AgentWorker? Asked { get; }

    /// <summary>An agent.</summary>
    public sealed record Agent(AgentWorker Who) : Worker
    {
        /// <inheritdoc/>
        public override AgentWorker? Asked => Who;
    }

    /// <summary>A script or command.</summary>
    /// <param name="Command">How it is run and tried.</param>
    /// <param name="Tester">The agent that tries it first; null: it is tried by
    /// <see cref="ScriptCommand.Test"/>.</param>
    /// <param name="Helper">An agent for checks in prose; null when there is none.</param>
    public sealed record Script(ScriptCommand Command, AgentWorker? Tester, AgentWorker? Helper) : Worker
    {
        /// <inheritdoc/>
        public override AgentWorker? Asked => Tester ?? Helper;
    }
}

/// <summary>An agent with what it is handed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Skills">Its skills, the mandatory ones first.</param>
/// <param name="Mandatory">The mandatory ones.</param>
/// <param name="Model">The model; null: its own choice.</param>
internal sealed record AgentWorker(string Name, ImmutableArray<string> Skills, ImmutableArray<string> Mandatory,
    string? Model);
