using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;

namespace Tasker.Executors.Agents.Stages;

/// <summary>
/// Has answers keep to a JSON Schema. An answer that does not is asked for once more, with what was wrong; then the attempt fails.
/// The output
/// <c>value</c> is the answer as a value.
/// </summary>
internal sealed class SchemaStage(IAgentStage next) : IAgentStage
{
    private const string Parsed = "value";

    /// <inheritdoc/>
    public async Task<AgentEnd> AskAsync(AgentQuestion question, CancellationToken stop)
    {
        if (question.Schema is not { } schema)
        {
            return await next.AskAsync(question, stop);
        }

        var rule = "# Answer\n\nAnswer with one JSON value and nothing else. It must keep to this JSON Schema:\n\n"
            + $"```json\n{ValueJson.Write(schema.Root)}\n```\n";
        var prompt = $"{question.Prompt.TrimEnd()}\n\n{rule}";
        var first = await next.AskAsync(question with { Prompt = prompt }, stop);
        if (!first.IsAnswer)
        {
            return first;
        }

        var read = Check(question, first, out var problems);
        if (problems.IsEmpty)
        {
            return read;
        }

        question.Attempt.Note($"the answer does not keep to its schema ({string.Join("; ", problems)}); asking once more");
        var said = first.End.Outputs[CommandAgent.Answer].ToText();
        var again = $"{prompt}\n# Once more\n\nYou have answered this already:\n\n{said}\n\nThat does not keep to the schema:\n\n"
            + string.Concat(problems.Select(p => $"- {p}\n")) + "\nAnswer again, with the JSON value alone.\n";
        var second = await next.AskAsync(question with { Prompt = again }, stop);
        second = second with { End = second.End with { Usage = AgentUsage.Sum(first.End.Usage, second.End.Usage) } };
        if (!second.IsAnswer)
        {
            return second;
        }

        var repaired = Check(question, second, out problems);
        return problems.IsEmpty ? repaired : new AgentEnd(second.End with
        {
            Outcome = AttemptOutcome.Failed,
            Message = $"The answer does not keep to its schema, also when asked once more: {string.Join("; ", problems)}.",
        });
    }

    private static AgentEnd Check(AgentQuestion question, AgentEnd end, out ImmutableArray<string> problems)
    {
        var value = AnswerJson.Read(end.End.Outputs[CommandAgent.Answer].ToText(), question.Schema!, out problems);
        return value is null ? end : end with { End = end.End with { Outputs = end.End.Outputs.With(Parsed, value) } };
    }
}
