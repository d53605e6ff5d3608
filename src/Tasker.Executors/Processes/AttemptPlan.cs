using Tasker.Core.Workflows;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>One command to be run to its end, everything decided.</summary>
internal sealed record AttemptPlan
{
    /// <summary>Program and arguments; the program by name or path.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its whole environment, and the secrets in it.</summary>
    public required StepEnvironment Environment { get; init; }

    /// <summary>Where it starts; absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>Entries of its environment by which its processes are found.</summary>
    public required IReadOnlyList<string> Markers { get; init; }

    /// <summary>Gets its output; empty: dropped.</summary>
    public required string LogPath { get; init; }

    /// <summary>Where it may report values; names the files beside when there is no log.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Bytes of output that stay.</summary>
    public required long LogLimit { get; init; }

    /// <summary>From asking to stop until ending it.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>What it reads; null: nothing.</summary>
    public string? StdinPath { get; init; }

    /// <summary>The signal that asks it to stop.</summary>
    public int Ask { get; init; } = Signals.Terminate;

    /// <summary>Which part of standard output is wanted by itself; it joins the log at the end then.</summary>
    public StdoutPart Stdout { get; init; }

    /// <summary>Not null: it outlives its owner, and its exit code will be here.</summary>
    public string? RecordPath { get; init; }

    /// <summary>
    /// Bytes of private memory that each of its processes may have; null: no limit. Only of a command that outlives its owner.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Not null: somebody waits for it to be up.</summary>
    public BackgroundSpec? Background { get; init; }

    /// <summary>True: its lines are told as they come.</summary>
    public bool TellsLines { get; init; }

    /// <summary>
    /// Comes before the endings of the files beside its log: of an attempt of several commands each has its own. Empty for the first.
    /// </summary>
    public string Suffix { get; init; } = "";

    /// <summary>Where standard output goes by itself.</summary>
    public string StdoutPath => (LogPath.Length > 0 ? LogPath : OutputPath) + Suffix + ".out";

    /// <summary>Where the wanted part of it is kept of a command that outlives its owner.</summary>
    public string StdoutPartPath => StdoutPath + ".part";
}

/// <summary>Which part of standard output is wanted by itself.</summary>
internal enum StdoutPart
{
    /// <summary>None.</summary>
    None,

    /// <summary>The first 64 KiB.</summary>
    Head,

    /// <summary>The last 64 KiB.</summary>
    Tail,
}
