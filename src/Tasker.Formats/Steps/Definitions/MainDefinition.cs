using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>
/// The main work of a step, as its definition says it. What is empty or null comes from <c>SPEC.md</c> or from the
/// defaults.
/// </summary>
public sealed record MainDefinition
{
    /// <summary>A definition that says nothing about the main work.</summary>
    public static MainDefinition Silent { get; } = new();

    /// <summary>The agent by name; null: the default agent, unless there is a script or command.</summary>
    public string? Agent { get; init; }

    /// <summary>Skills that the agent is handed, besides the mandatory ones.</summary>
    public ImmutableArray<string> Skills { get; init; } = [];

    /// <summary>The model that the agent should use; null: the agent's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>What is to be reached; null: the objective in <c>SPEC.md</c>.</summary>
    public string? Objective { get; init; }

    /// <summary>A script in the project, perhaps with arguments; run by the program that its extension asks
    /// for.</summary>
    public string? Script { get; init; }

    /// <summary>A command line; instead of a script.</summary>
    public string? Command { get; init; }

    /// <summary>Who does the work when both an agent and a script are named; null: the agent.</summary>
    public WorkedBy? RunBy { get; init; }

    /// <summary>The command that tries the work with minimal data; null: see the rules for the minimal test.</summary>
    public TimedCommand? Test { get; init; }

    /// <summary>How long the work may take; in background mode how long its start may take. Null: the
    /// default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Background mode: how long the whole work may take; null: no limit.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>
    /// Background mode: a line of output that matches this regular expression says that it is up; null: it is once it
    /// has started.
    /// </summary>
    public string? Ready { get; init; }

    /// <summary>Sentences that say when the work was done well.</summary>
    public ImmutableArray<string> SuccessCriteria { get; init; } = [];

    /// <summary>Files and folders (with a closing slash) that must be there afterwards, else the work has
    /// failed.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>How the work is done.</summary>
    public MainMode Mode { get; init; }

    /// <summary>Chunked mode: items of each chunk.</summary>
    public ImmutableArray<long> Chunks { get; init; } = [];

    /// <summary>
    /// Chunked mode: a checkpoint whenever so many items are done, counted over all chunks; null: at the end of each
    /// chunk.
    /// </summary>
    public long? CheckpointEvery { get; init; }

    /// <summary>
    /// Chunked mode: the command that judges a chunk; null: the agent judges by the success criteria, if an agent
    /// does the work.
    /// </summary>
    public TimedCommand? QualityCheck { get; init; }

    /// <summary>
    /// Chunked mode: the command that mends a chunk before it is done anew; null: the agent is asked, if an agent
    /// does the work.
    /// </summary>
    public TimedCommand? Fix { get; init; }

    /// <summary>Chunked mode: how often a chunk is done anew; null: the default.</summary>
    public int? ChunkRetries { get; init; }

    /// <summary>Streaming mode: the most batches.</summary>
    public int Batches { get; init; }

    /// <summary>Streaming mode: items of each batch.</summary>
    public int BatchSize { get; init; }

    /// <summary>
    /// Streaming mode: after each batch, exit code 0 of this command says that there is enough. Null: all batches are
    /// done.
    /// </summary>
    public TimedCommand? Enough { get; init; }

    /// <summary>Environment of everything that belongs to the work.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where it is written.</summary>
    public Place Where { get; init; }
}

/// <summary>A command line with a time limit of its own.</summary>
/// <param name="Command">Command line.</param>
/// <param name="Timeout">How long it may take; null: the default of its kind.</param>
/// <param name="Where">Where it is written.</param>
public sealed record TimedCommand(string Command, TimeSpan? Timeout, Place Where);

/// <summary>How the main work is done.</summary>
public enum MainMode
{
    /// <summary>To its end, before anything else goes on.</summary>
    Normal,

    /// <summary>Beside the following steps, with monitors.</summary>
    Background,

    /// <summary>In chunks with a quality check after each.</summary>
    Chunked,

    /// <summary>In equal batches until there is enough.</summary>
    Streaming,
}

/// <summary>Who does the main work.</summary>
public enum WorkedBy
{
    /// <summary>An agent.</summary>
    Agent,

    /// <summary>The script or command itself, run by Tasker; an agent, if one is named, still does the minimal
    /// test.</summary>
    Script,
}
