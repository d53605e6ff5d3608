using System.Collections.Immutable;

namespace Tasker.Engine.Settings;

/// <summary>One agent that is a command: what is started, and how it is given its prompt.</summary>
public sealed record AgentSettings
{
    /// <summary>The name that steps use.</summary>
    public required string Name { get; init; }

    /// <summary>The program: a name that is looked up in <c>PATH</c>, or a path; a relative one starts at the project root. Never run by a shell.</summary>
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

    /// <summary>How long one attempt may take when its step has no limit of its own; null: as long as it likes.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The model of a step that names none; null: the agent's own choice.</summary>
    public string? Model { get; init; }
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
