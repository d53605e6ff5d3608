namespace Tasker.Cli.Hosting;

/// <summary>How a plan is to be executed.</summary>
internal sealed record ExecutionChoice
{
    /// <summary>The only task; null: all.</summary>
    public string? Task { get; init; }

    /// <summary>True: somebody is asked before each task but the first.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Most tasks at once.</summary>
    public required int Parallel { get; init; }

    /// <summary>What becomes of tasks that a run before has left: <c>retry</c>, <c>skip</c>, <c>abort</c>; null: somebody is asked.</summary>
    public string? Orphans { get; init; }

    /// <summary>The agent; null: the usual one.</summary>
    public string? Agent { get; init; }

    /// <summary>How long an agent may work at one task; null: no limit.</summary>
    public TimeSpan? TaskTimeLimit { get; init; }

    /// <summary>How long checking one criterion may take; null: the usual time.</summary>
    public TimeSpan? CheckTimeLimit { get; init; }

    /// <summary>Show only.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>JSON on standard output.</summary>
    public bool IsJson { get; init; }

    /// <summary>Failures and the result only.</summary>
    public bool IsQuiet { get; init; }
}
