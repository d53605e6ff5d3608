using Tasker.Engine.Ports;

namespace Tasker.Executors.Agents;

/// <summary>What the executor of agents may use besides the settings of the project.</summary>
public sealed record AgentExecutorOptions
{
    /// <summary>The folder of answers that may be given again, for all processes of the project; absolute. Null: none are kept.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>False: every question is asked anew; the new answer takes the place of the kept one.</summary>
    public bool ReadsCache { get; init; } = true;

    /// <summary>Agents that answer inside this process. One with the name of an agent of the settings answers in its place.</summary>
    public IReadOnlyCollection<IAgent> InProcess { get; init; } = [];
}
