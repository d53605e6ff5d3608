using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Settings;

namespace Tasker.Executors.Agents.Stages;

/// <summary>
/// Asks another agent when one is not available, as far as the settings name one. Whoever answers in its place is the output
/// <c>agent</c>.
/// </summary>
internal sealed class FallbackStage(ProjectSettings settings, IAgentStage next) : IAgentStage
{
    private const string Agent = "agent";

    /// <inheritdoc/>
    public async Task<AgentEnd> AskAsync(AgentQuestion question, CancellationToken stop)
    {
        var end = await next.AskAsync(question, stop);
        var (asked, told, usage) = (new HashSet<string>(StringComparer.Ordinal) { question.Agent.Name }, new List<string>(), end.End.Usage);
        while (end.IsUnavailable && question.Agent.Fallback is { } name && settings.Agents.GetValueOrDefault(name) is { } other
            && asked.Add(name))
        {
            told.Add($"'{question.Agent.Name}' is not available: {end.End.Message}");
            question.Attempt.Note($"the agent {told[^1].TrimEnd('.')}; asking '{name}' instead");

            // The model was named for the other agent.
            question = question with { Agent = other, Model = other.Model };
            end = await next.AskAsync(question, stop);
            usage = AgentUsage.Sum(usage, end.End.Usage);
        }

        return told.Count == 0 ? end : end with { End = Told(end, question.Agent.Name, told) with { Usage = usage } };
    }

    private static AttemptEnd Told(AgentEnd end, string agent, List<string> told) => end switch
    {
        { IsAnswer: true } => end.End with { Outputs = end.End.Outputs.With(Agent, Value.Of(agent)) },
        { IsUnavailable: true } => end.End with { Message = $"{string.Join(' ', told)} Nor is '{agent}': {end.End.Message}" },
        _ => end.End,
    };
}
