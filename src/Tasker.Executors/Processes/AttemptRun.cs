using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>What came of running a command.</summary>
internal sealed record AttemptRun
{
    /// <summary>How its first process ended; null when there was none, or its end is not known.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>True when it was stopped because that was asked for.</summary>
    public bool WasStopped { get; init; }

    /// <summary>Why it was stopped though nobody asked; null: it was not.</summary>
    public string? Trouble { get; init; }

    /// <summary>Why nothing was started; null: something was.</summary>
    public StartFailure? Failure { get; init; }

    /// <summary>The wanted part of standard output.</summary>
    public string Stdout { get; init; } = "";

    /// <summary>Processes that could not be ended.</summary>
    public int Left { get; init; }
}
