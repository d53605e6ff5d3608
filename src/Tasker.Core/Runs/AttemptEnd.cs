using Tasker.Core.Values;

namespace Tasker.Core.Runs;

/// <summary>How an attempt ended.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="ExitCode">The real exit code of the process that ran; null when there was none or it is unknown. Never a made-up 0.</param>
/// <param name="Signal">The signal that ended the process, if one did.</param>
/// <param name="Message">For people: why it failed; empty for success.</param>
/// <param name="Outputs">What it handed to later steps.</param>
/// <param name="Usage">What an agent consumed; null when unknown or not an agent.</param>
public sealed record AttemptEnd(
    AttemptOutcome Outcome, int? ExitCode, int? Signal, string Message, Value.Map Outputs, AgentUsage? Usage = null)
{
    /// <summary>Success with exit code 0 and no outputs: one object for the millions that end so.</summary>
    public static AttemptEnd Done { get; } = new(AttemptOutcome.Succeeded, 0, null, "", Value.Map.Empty);

    /// <summary>Success of work that is no process.</summary>
    public static AttemptEnd DoneInProcess { get; } = new(AttemptOutcome.Succeeded, null, null, "", Value.Map.Empty);

    /// <summary>A failure that is no process's exit code.</summary>
    public static AttemptEnd Failure(string message) => new(AttemptOutcome.Failed, null, null, message, Value.Map.Empty);
}

/// <summary>What came of an attempt.</summary>
public enum AttemptOutcome
{
    /// <summary>Done, and what it promised is there.</summary>
    Succeeded = 1,

    /// <summary>Failed.</summary>
    Failed = 2,

    /// <summary>Stopped at a time limit.</summary>
    TimedOut = 3,

    /// <summary>Stopped because it was asked to be.</summary>
    Cancelled = 4,

    /// <summary>
    /// Its process ended while nobody watched; how, is unknown. Tried again without being charged, at most
    /// <see cref="RunRules.MostLosses"/> times in a row.
    /// </summary>
    Lost = 5,
}

/// <summary>What an agent consumed in one attempt.</summary>
/// <param name="InputTokens">Tokens read, cached ones included.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="CostUsd">Money in US dollars, where the agent tells it.</param>
public sealed record AgentUsage(long InputTokens, long OutputTokens, decimal? CostUsd)
{
    /// <summary>What an answer costs that nobody was asked for.</summary>
    public static AgentUsage Nothing { get; } = new(0, 0, 0m);

    /// <summary>Both together; what is not known counts as nothing, and two unknowns as unknown.</summary>
    public static AgentUsage? Sum(AgentUsage? one, AgentUsage? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => new AgentUsage(
            one.InputTokens + other.InputTokens, one.OutputTokens + other.OutputTokens,
            one.CostUsd is null && other.CostUsd is null ? null : (one.CostUsd ?? 0) + (other.CostUsd ?? 0)),
    };
}
