using System.Collections.Immutable;

namespace Tasker.Engine.Settings;

/// <summary>What <c>tasker.yaml</c> says about trees of task files, under <c>tree:</c>.</summary>
public sealed record TreeSettings
{
    /// <summary>The name of the agent that does tasks when the settings name none of <c>agents</c>.</summary>
    public const string OwnAgent = "task-agent";

    /// <summary>What holds without a word about it.</summary>
    public static TreeSettings Default { get; } = new();

    /// <summary>
    /// The command that does a task: a program and its arguments, never run by a shell; <c>{file}</c> in an argument is the task file from
    /// the project root. Default <c>agent run {file}</c>.
    /// </summary>
    public ImmutableArray<string> Command { get; init; } = ["agent", "run", "{file}"];

    /// <summary>
    /// One of <c>agents</c> that does the tasks instead of <see cref="Command"/>; it is told to read the task file. Null: the command.
    /// </summary>
    public string? Agent { get; init; }

    /// <summary>Tasks at the same time, all phases together. Default 10.</summary>
    public int MaxAgents { get; init; } = 10;

    /// <summary>Name of the folder of results beside the folder of tasks. Default <c>workspace</c>.</summary>
    public string Workspace { get; init; } = "workspace";

    /// <summary>Names of variables of Tasker's own environment that tasks are given.</summary>
    public ImmutableArray<string> PassEnv { get; init; } = [];

    /// <summary>
    /// CPUs set aside for one task, at most those of the machine; null: CPUs are not counted. So many tasks as fit into the machine run at
    /// the same time, at least one. Default 4.
    /// </summary>
    public int? CpuPerTask { get; init; } = 4;

    /// <summary>Memory set aside for one task, in bytes, likewise; null: memory is not counted. Default 8 GB.</summary>
    public long? MemoryPerTask { get; init; } = 8_000_000_000;

    /// <summary>
    /// Whether the system is told to refuse each process of a task more private memory than is set aside. Default no: some programs reserve
    /// more than they use.
    /// </summary>
    public bool EnforcesMemory { get; init; }

    /// <summary>Limits by phase, without its number. Phases that are not here have none of their own.</summary>
    public ImmutableSortedDictionary<string, TreePhaseSettings> Phases { get; init; } = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("analysis", new TreePhaseSettings(6, TimeSpan.FromHours(8))),
            KeyValuePair.Create("planning", new TreePhaseSettings(3, TimeSpan.FromHours(6))),
            KeyValuePair.Create("implementation", new TreePhaseSettings(10, TimeSpan.FromHours(12))),
            KeyValuePair.Create("validation", new TreePhaseSettings(2, TimeSpan.FromHours(4))),
            KeyValuePair.Create("optimization", new TreePhaseSettings(5, TimeSpan.FromHours(20))),
        ]);

    /// <summary>The agent that <see cref="Command"/> is, as the executor of agents takes it.</summary>
    public AgentSettings CommandAgent => new()
    {
        Name = OwnAgent,
        Command = Command[0],
        Arguments = [.. Command.Skip(1).Select(argument => argument.Replace("{file}", "{prompt}", StringComparison.Ordinal))],
        Prompt = PromptBy.Argument,
        PassEnv = PassEnv,
    };
}

/// <summary>What holds for one phase of a tree.</summary>
/// <param name="Limit">Tasks of the phase at the same time; null: as many as the tree may.</param>
/// <param name="TimeLimit">How long one task of it may take; null: as long as it likes.</param>
public sealed record TreePhaseSettings(int? Limit, TimeSpan? TimeLimit);
