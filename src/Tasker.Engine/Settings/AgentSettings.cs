using System.Collections.Immutable;
using Tasker.Core.Values;

namespace Tasker.Engine.Settings;

/// <summary>One agent: the command that is started and how it is given its prompt, and how its answers are treated.</summary>
public sealed record AgentSettings
{
    /// <summary>The name that steps use.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The program: a name that is looked up in <c>PATH</c>, or a path; a relative one starts at the project root. Never run by a shell.
    /// Empty for an agent that answers inside this process (<c>IAgent</c>).
    /// </summary>
    public required string Command { get; init; }

    /// <summary>
    /// Its arguments. <c>{prompt}</c> in one of them is replaced by the prompt or, for <see cref="PromptBy.File"/>, by the path of the
    /// file that holds it; when no argument has it and the prompt does not come by standard input, it is added as the last argument.
    /// </summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Arguments that are put before <see cref="Arguments"/> only when a model is asked for; <c>{model}</c> is its name.</summary>
    public ImmutableArray<string> ModelArguments { get; init; } = [];

    /// <summary>How it is given its prompt; default standard input.</summary>
    public PromptBy Prompt { get; init; } = PromptBy.StandardInput;

    /// <summary>Environment that it is given besides that of the step.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Names of variables of Tasker's own environment that are passed on, such as the one with its key.</summary>
    public ImmutableArray<string> PassEnv { get; init; } = [];

    /// <summary>
    /// How long one answer may take; a limit of the step holds besides. Waiting for a place does not count. Null: as long as it likes.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// Private memory that each of its processes may have, in bytes, where the system can refuse more; null: as much as there is.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The model of a step that names none; null: the agent's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// How long an answer may be used again for the same question: same agent with the same settings, prompt, model, schema and
    /// environment. Answers to steps that promise files, run in the background or failed are never used again. Null: none is.
    /// </summary>
    public TimeSpan? CacheFor { get; init; }

    /// <summary>Answers at the same time, over all runs of one process and all instances; null: no limit.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>
    /// Several of the same agent, such as one for each endpoint: the one with the fewest answers under way is asked. Empty: the agent
    /// itself.
    /// </summary>
    public ImmutableArray<AgentInstance> Instances { get; init; } = [];

    /// <summary>The agent that is asked when this one is not available; null: the attempt fails.</summary>
    public string? Fallback { get; init; }

    /// <summary>Exit codes by which it says that it is not available, besides 126 and 127, by which a shell says so.</summary>
    public ImmutableArray<int> UnavailableExitCodes { get; init; } = [];

    /// <summary>The JSON Schema that its answers must keep to when a step names none; null: any answer will do.</summary>
    public Value? Schema { get; init; }
}

/// <summary>One of several of the same agent; what it does not say is as the agent says.</summary>
/// <param name="Name">Its name, unique in the agent.</param>
public sealed record AgentInstance(string Name)
{
    /// <summary>Another program; null: the agent's.</summary>
    public string? Command { get; init; }

    /// <summary>Other arguments; null: the agent's.</summary>
    public ImmutableArray<string>? Arguments { get; init; }

    /// <summary>Environment besides that of the agent.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Names of variables that are passed on, besides those of the agent.</summary>
    public ImmutableArray<string> PassEnv { get; init; } = [];

    /// <summary>Its answers at the same time; null: no limit.</summary>
    public int? MaxParallel { get; init; }
}

/// <summary>How an agent is given its prompt.</summary>
public enum PromptBy
{
    /// <summary>By standard input, which is then closed.</summary>
    StandardInput,

    /// <summary>In a file; its path is an argument.</summary>
    File,

    /// <summary>As an argument.</summary>
    Argument,
}
