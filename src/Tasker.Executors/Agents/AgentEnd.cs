using Tasker.Core.Runs;

namespace Tasker.Executors.Agents;

/// <summary>What came of asking an agent.</summary>
/// <param name="End">How it ended.</param>
/// <param name="IsUnavailable">True when it could not be asked, or said that it cannot answer now: another one may be asked
/// instead.</param>
internal sealed record AgentEnd(AttemptEnd End, bool IsUnavailable = false)
{
    /// <summary>True when there is an answer.</summary>
    public bool IsAnswer => End.Outcome is AttemptOutcome.Succeeded;
}
