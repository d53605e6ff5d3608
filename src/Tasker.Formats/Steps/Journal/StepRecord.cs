namespace Tasker.Formats.Steps.Journal;

/// <summary>One thing that happened to a step, as logs and screens tell it.</summary>
internal sealed record StepRecord
{
    /// <summary>
    /// Where it comes from: the position of its fact in the journal times 1000, and its place among the records of
    /// that fact. Rises; the same after every recovery.
    /// </summary>
    public required long Seq { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the step.</summary>
    public required int Step { get; init; }

    /// <summary>Title of the step.</summary>
    public required string Title { get; init; }

    /// <summary>Id of the execution.</summary>
    public required string TaskId { get; init; }

    /// <summary>The phase, see <see cref="Translation.StepPhase"/>; empty for what concerns the whole step.</summary>
    public string Phase { get; init; } = "";

    /// <summary>What happened, see <see cref="StepStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>What it happened to: a check, a monitor, a chunk; empty for the phase or step itself.</summary>
    public string Name { get; init; } = "";

    /// <summary>For people, on one line.</summary>
    public string Message { get; init; } = "";

    /// <summary>Full id of the node in the run; empty for the step itself.</summary>
    public string Node { get; init; } = "";

    /// <summary>What the node is, see <see cref="Translation.StepPart"/>.</summary>
    public string Part { get; init; } = "";

    /// <summary>Number of the attempt; null where there is none.</summary>
    public int? Attempt { get; init; }

    /// <summary>The true exit code; null when there is none or it is unknown.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the process.</summary>
    public int? Signal { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The process.</summary>
    public int? Pid { get; init; }

    /// <summary>Whether the step was done; only in its last record.</summary>
    public bool? Success { get; init; }

    /// <summary>Number of the next step of the plan; only in the last record of a step that was done.</summary>
    public int? NextStep { get; init; }

    /// <summary>Agent, skills and the like, for screens.</summary>
    public StepDetail Detail { get; init; } = StepDetail.None;
}

/// <summary>What screens tell besides the record itself.</summary>
/// <param name="Agent">The agent that is asked; empty for a command.</param>
/// <param name="MandatorySkills">Its mandatory skills.</param>
/// <param name="Checks">Number of checks in a phase that begins.</param>
/// <param name="ItemsDone">Items of chunked or streaming work done so far; 0 when it is none.</param>
/// <param name="ItemsTotal">Items in all.</param>
/// <param name="Sampled">True for a minimal test that really runs with a few examples.</param>
/// <param name="Background">True for background work.</param>
/// <param name="Monitors">Number of its monitors.</param>
internal sealed record StepDetail(
    string Agent = "", string MandatorySkills = "", int Checks = 0, long ItemsDone = 0, long ItemsTotal = 0,
    bool Sampled = false, bool Background = false, int Monitors = 0)
{
    /// <summary>Nothing.</summary>
    public static StepDetail None { get; } = new();
}

/// <summary>What happened, in the words of the log.</summary>
internal static class StepStatus
{
    public const string Started = "STARTED";
    public const string Running = "RUNNING";
    public const string Ready = "READY";
    public const string Passed = "PASSED";
    public const string Failed = "FAILED";
    public const string TimedOut = "TIMEOUT";
    public const string Cancelled = "CANCELLED";
    public const string Lost = "LOST";
    public const string Retry = "RETRY";
    public const string Skipped = "SKIPPED";
    public const string Blocked = "BLOCKED";
    public const string Manual = "MANUAL";
    public const string Ok = "OK";
    public const string Alert = "ALERT";
    public const string Broken = "BROKEN";
    public const string Completed = "COMPLETED";
}
