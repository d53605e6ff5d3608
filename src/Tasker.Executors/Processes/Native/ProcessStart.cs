using Tasker.Executors.Logs;

namespace Tasker.Executors.Processes.Native;

/// <summary>What to start. No text holds a NUL character.</summary>
internal sealed record ProcessStart
{
    /// <summary>Path of the program; absolute, or with a slash and relative to <see cref="Directory"/>.</summary>
    public required string Program { get; init; }

    /// <summary>All arguments, the name under which it is called first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment: <c>NAME=value</c> entries.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>Where it starts; absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>File that it reads as standard input; null: nothing.</summary>
    public string? StdinPath { get; init; }

    /// <summary>Gets standard output; null: dropped.</summary>
    public LogFile? Stdout { get; init; }

    /// <summary>Gets standard error; null: dropped. May be the same as <see cref="Stdout"/>.</summary>
    public LogFile? Stderr { get; init; }
}
