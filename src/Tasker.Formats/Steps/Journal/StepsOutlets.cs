namespace Tasker.Formats.Steps.Journal;

/// <summary>Where the progress of steps is told.</summary>
public sealed record StepsOutlets
{
    /// <summary>The project root; absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The plan, from the root.</summary>
    public required string SpecPath { get; init; }

    /// <summary>The clock for waiting on locks.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log of JSON lines, from the root.</summary>
    public string LogPath { get; init; } = ".task_execution.log";

    /// <summary>The log of progress lines, from the root.</summary>
    public string ProgressPath { get; init; } = ".task_log";

    /// <summary>The screen; null for none.</summary>
    public StepsConsole? Console { get; init; }

    /// <summary>
    /// The file with the output of an attempt, by full id of its step and number of the attempt; absolute, perhaps
    /// not there. Null: outputs are not told.
    /// </summary>
    public Func<string, int, string>? OutputOf { get; init; }
}
