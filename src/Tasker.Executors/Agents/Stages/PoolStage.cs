using System.Collections.Concurrent;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Settings;

namespace Tasker.Executors.Agents.Stages;

/// <summary>Keeps to the places at an agent, and chooses among its instances.</summary>
internal sealed class PoolStage(IAgentStage next) : IAgentStage
{
    private readonly ConcurrentDictionary<string, AgentPool> _pools = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<AgentEnd> AskAsync(AgentQuestion question, CancellationToken stop)
    {
        if (question.Agent is { MaxParallel: null, Instances.IsEmpty: true })
        {
            return await next.AskAsync(question, stop);
        }

        try
        {
            using var place = await TakeAsync(question, stop);
            return await next.AskAsync(question with { Agent = At(question.Agent, place.Instance), Instance = place.Instance.Name }, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new AgentEnd(new AttemptEnd(AttemptOutcome.Cancelled, null, null, "Stopped before it began.", Value.Map.Empty));
        }
    }

    private async Task<AgentPool.Place> TakeAsync(AgentQuestion question, CancellationToken stop)
    {
        var pool = _pools.GetOrAdd(question.Agent.Name, static (_, agent) => new AgentPool(agent), question.Agent);
        return question.Attempt.IsNextTurnTaken
            ? pool.Retake(question.Attempt.NextTurn.Instance)
            : await pool.TakeAsync(
                () => question.Attempt.Observer.Progress($"waits for a place at the agent '{question.Agent.Name}'"), stop);
    }

    private static AgentSettings At(AgentSettings agent, AgentInstance instance) => agent with
    {
        Command = instance.Command ?? agent.Command,
        Arguments = instance.Arguments ?? agent.Arguments,
        Env = agent.Env.SetItems(instance.Env),
        PassEnv = [.. agent.PassEnv, .. instance.PassEnv],
    };
}
