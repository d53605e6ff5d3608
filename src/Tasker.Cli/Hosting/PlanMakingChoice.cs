namespace Tasker.Cli.Hosting;

/// <summary>How a plan is to be made.</summary>
internal sealed record PlanMakingChoice
{
    /// <summary>The specification as typed; null: that of the target directory.</summary>
    public string? Spec { get; init; }

    /// <summary>The target directory as typed; null: it is asked for.</summary>
    public string? Target { get; init; }

    /// <summary>True: nothing is asked.</summary>
    public bool IsSure { get; init; }

    /// <summary>True: also a specification whose interview has not ended is planned.</summary>
    public bool IsForced { get; init; }

    /// <summary>The agent for all phases; null: the usual ones.</summary>
    public string? Agent { get; init; }

    /// <summary>How long an agent may work at one phase; null: no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>True: the plan is begun, and no agent is started.</summary>
    public bool IsPreparing { get; init; }

    /// <summary>Failures and the result only.</summary>
    public bool IsQuiet { get; init; }
}
