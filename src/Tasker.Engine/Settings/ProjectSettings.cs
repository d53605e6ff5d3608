using System.Collections.Immutable;
using Tasker.Core.Workflows;

namespace Tasker.Engine.Settings;

/// <summary>
/// What <c>tasker.yaml</c> at the project root says about every run of the project. Read once at start; all parts have defaults.
/// </summary>
public sealed record ProjectSettings
{
    /// <summary>What holds without a <c>tasker.yaml</c>.</summary>
    public static ProjectSettings Default { get; } = new();

    /// <summary>The agents by the names that steps use, compared exactly.</summary>
    public ImmutableSortedDictionary<string, AgentSettings> Agents { get; init; } =
        ImmutableSortedDictionary.Create<string, AgentSettings>(StringComparer.Ordinal);

    /// <summary>The agent of a step that names none; null: such a step is refused, unless there is just one agent.</summary>
    public string? DefaultAgent { get; init; }

    /// <summary>True: agents are asked anew, whatever they answered before. Said by a command line, never by the file.</summary>
    public bool AsksAnew { get; init; }

    /// <summary>Limits that every workflow of the project has; of a pool that a workflow declares too, the smaller limit holds.</summary>
    public ImmutableArray<PoolSpec> Pools { get; init; } = [];

    /// <summary>From asking work to stop until ending it. 0 ends it at once; default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most of one attempt's output that is kept, in bytes; more is cut in the middle. 64 KiB to 1 TiB; default 50 MiB.
    /// </summary>
    public long LogLimit { get; init; } = 50L << 20;

    /// <summary>Ended runs that are kept with their logs, the newest first; older ones are removed. 1 to 1,000,000; default 200.</summary>
    public int KeepRuns { get; init; } = 200;

    /// <summary>
    /// Environment variables whose values are masked in everything shown or logged, besides those whose names look secret.
    /// </summary>
    public ImmutableSortedSet<string> Secrets { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>
    /// What models cost, by a part of their name, compared without case; the longest part that fits counts. For usage whose agent tells no
    /// cost.
    /// </summary>
    public ImmutableSortedDictionary<string, PriceSettings> Prices { get; init; } =
        ImmutableSortedDictionary.Create<string, PriceSettings>(StringComparer.Ordinal);

    /// <summary>What holds for the steps of a <c>SPEC.md</c>.</summary>
    public StepsSettings Steps { get; init; } = StepsSettings.Default;

    /// <summary>What holds for trees of task files.</summary>
    public TreeSettings Tree { get; init; } = TreeSettings.Default;

    /// <summary>What holds for tasks of phases.</summary>
    public PhaseSettings Phases { get; init; } = PhaseSettings.Default;
}
