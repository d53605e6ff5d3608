namespace Tasker.Executors.Agents.Stages;

/// <summary>Takes a turn: asks the agent. A turn that an earlier owner took is recalled, or gone on with.</summary>
/// <param name="command">Asks agents that are commands.</param>
/// <param name="inProcess">Asks agents that answer inside this process.</param>
internal sealed class TurnStage(CommandAgent command, InProcessAgent inProcess) : IAgentStage
{
    /// <inheritdoc/>
    public async Task<AgentEnd> AskAsync(AgentQuestion question, CancellationToken stop)
    {
        var attempt = question.Attempt;
        var turn = attempt.Begin();
        var isTaken = attempt.IsTakenOver && (turn.Number == 1 || turn.IsTaken);
        return (inProcess.Find(question.Agent), isTaken) switch
        {
            (null, true) when attempt.IsNextTurnTaken =>
                command.Recall(question, turn) ?? await command.ReattachAsync(question, turn, stop),
            (null, true) => await command.ReattachAsync(question, turn, stop),
            (null, false) => await command.AskAsync(question, turn, stop),
            (_, true) => new AgentEnd(InProcessAgent.Lost),
            ({ } agent, false) => await inProcess.AskAsync(agent, question, turn, stop),
        };
    }
}
