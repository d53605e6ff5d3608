using Tasker.Core.Runs;
using Tasker.Core.Times;

namespace Tasker.Executors.Agents.Stages;

/// <summary>Stops an agent that takes longer for an answer than its settings allow. Its clock goes on while nobody owns the run.</summary>
internal sealed class LimitStage(TimeProvider time, IAgentStage next) : IAgentStage
{
    /// <summary>The longest time that a timer takes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <inheritdoc/>
    public async Task<AgentEnd> AskAsync(AgentQuestion question, CancellationToken stop)
    {
        if (question.Agent.TimeLimit is not { } limit)
        {
            return await next.AskAsync(question, stop);
        }

        var spent = question.Attempt.IsNextTurnTaken && question.Attempt.NextTurn.TakenAt is { } at ? time.GetUtcNow() - at
            : TimeSpan.Zero;
        var left = spent <= TimeSpan.Zero ? limit : spent < limit ? limit - spent : TimeSpan.Zero;
        using var over = new CancellationTokenSource(left < Longest ? left : Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, over.Token);
        var end = await next.AskAsync(question, either.Token);
        return end.End.Outcome is AttemptOutcome.Cancelled && over.IsCancellationRequested && !stop.IsCancellationRequested
            ? new AgentEnd(end.End with
            {
                Outcome = AttemptOutcome.TimedOut,
                Message = $"The agent '{question.Agent.Name}' took longer than its time limit of {DurationText.Write(limit)}.",
            })
            : end;
    }
}
