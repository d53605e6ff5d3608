namespace Tasker.Executors.Agents.Stages;

/// <summary>One stage on the way from a question to its answer. Each has the next one inside it; the innermost asks.</summary>
internal interface IAgentStage
{
    /// <summary>Has a question answered.</summary>
    /// <param name="question">The question.</param>
    /// <param name="stop">Asks to give up.</param>
    Task<AgentEnd> AskAsync(AgentQuestion question, CancellationToken stop);
}
