using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Executors.Agents.Caching;

namespace Tasker.Executors.Agents.Stages;

/// <summary>
/// Answers a question again as it was answered before, where the agent's settings allow that. Such an answer has the output
/// <c>cached</c> and a usage of
/// nothing; no process is started for it.
/// </summary>
internal sealed class CacheStage(AnswerCache? cache, bool reads, IAgentStage next) : IAgentStage
{
    private const string Cached = "cached";

    /// <inheritdoc/>
    public async Task<AgentEnd> AskAsync(AgentQuestion question, CancellationToken stop)
    {
        if (cache is null || question.Agent.CacheFor is not { } lasts || !MayRepeat(question))
        {
            return await next.AskAsync(question, stop);
        }

        var key = AnswerKey.Of(question);
        if (reads && !question.Attempt.IsTakenOver && !stop.IsCancellationRequested && cache.Find(key, lasts) is { } known)
        {
            question.Attempt.Note(
                $"answered before, at {known.At:yyyy-MM-dd HH:mm:ss}Z; nobody was asked", known.Outputs[CommandAgent.Answer].ToText());
            return new AgentEnd(
                AttemptEnd.DoneInProcess with { Outputs = known.Outputs.With(Cached, Value.True), Usage = AgentUsage.Nothing });
        }

        var end = await next.AskAsync(question, stop);
        if (end.IsAnswer)
        {
            cache.Store(key, end.End.Outputs);
        }

        return end;
    }

    /// <summary>An answer can be repeated, what the agent did besides cannot.</summary>
    private static bool MayRepeat(AgentQuestion question) =>
        question.Attempt.Order is { Background: null } order && !order.Outputs.Any(o => o.Kind is OutputKind.File);
}
