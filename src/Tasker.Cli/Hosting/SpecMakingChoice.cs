namespace Tasker.Cli.Hosting;

/// <summary>How a specification is to be made.</summary>
internal sealed record SpecMakingChoice
{
    /// <summary>What is to be specified; null: it is asked for, or the session says so.</summary>
    public string? Topic { get; init; }

    /// <summary>The target directory as typed; null: it is asked for.</summary>
    public string? Target { get; init; }

    /// <summary>True: a session that is not complete is put aside, and a new one begun.</summary>
    public bool BeginsAnew { get; init; }

    /// <summary>The agent for all of it; null: the usual ones.</summary>
    public string? Agent { get; init; }

    /// <summary>How long an agent may work; null: no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Failures and the result only.</summary>
    public bool IsQuiet { get; init; }
}
