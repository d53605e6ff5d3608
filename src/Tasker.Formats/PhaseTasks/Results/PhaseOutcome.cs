using System.Collections.Immutable;
using System.Text.Json;
using Tasker.Core.Answers;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Formats.PhaseTasks.Results;

/// <summary>What came of one phase so far. A pure view of the run.</summary>
/// <param name="Node">Its group.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status"><c>pending</c>, <c>running</c>, <c>retrying</c>, <c>completed</c>, <c>failed</c>, <c>skipped</c> or
/// <c>aborted</c>.</param>
/// <param name="Duration">From its start to its end, or to the last fact of the run; zero when it has not started.</param>
/// <param name="Outputs">Its declared outputs by name; see <see cref="OutputsOf"/>.</param>
/// <param name="AgentResponses">What each of its agents answered: response, status, attempts, position, vote, confidence,
/// timestamp.</param>
/// <param name="ErrorCount">Attempts of its steps that failed.</param>
public sealed record PhaseOutcome(
    int Node, string Name, string Status, TimeSpan Duration, Value.Map Outputs, Value.Map AgentResponses, int ErrorCount)
{
    /// <summary>All phases of a run in the order of the file; empty for a run of another front door.</summary>
    public static ImmutableArray<PhaseOutcome> All(RunState run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. Phases(run).Select(node => Of(run, node))];
    }

    /// <summary>The groups that are phases.</summary>
    internal static IEnumerable<int> Phases(RunState run) =>
        run.MembersOf(0).ToArray().Where(node => run.SpecOf(node).Labels.ContainsKey(PhaseLabels.Phase));

    /// <summary>One phase.</summary>
    internal static PhaseOutcome Of(RunState run, int node)
    {
        var responses = Responses(run, node);
        var steps = run.MembersOf(node).ToArray();
        var duration = run.StartedAt(node) is { } start ? (run.EndedAt(node) ?? run.LastFactAt) - start : TimeSpan.Zero;
        return new PhaseOutcome(
            node, NameOf(run, node), StatusOf(run.StatusOf(node)), duration < TimeSpan.Zero ? TimeSpan.Zero : duration,
            OutputsOf(run, node, responses), responses, steps.Sum(run.FailuresOf));
    }

    /// <summary>The name of a phase.</summary>
    internal static string NameOf(RunState run, int node) =>
        run.SpecOf(node).Labels.GetValueOrDefault(PhaseLabels.Phase, run.SpecOf(node).DisplayName);

    /// <summary>The word of the format for a status.</summary>
    internal static string StatusOf(NodeStatus status) => status switch
    {
        NodeStatus.Running => "running",
        NodeStatus.RetryWait => "retrying",
        NodeStatus.Succeeded => "completed",
        NodeStatus.Failed => "failed",
        NodeStatus.Skipped => "skipped",
        NodeStatus.Cancelled => "aborted",
        _ => "pending",
    };

    /// <summary>What the steps that are no agents gave, by phase and name of the step.</summary>
    internal static Value.Map Results(RunState run) => Value.Map.From(Phases(run)
        .Select(phase => new KeyValuePair<string, Value>(NameOf(run, phase), Value.Map.From(run.MembersOf(phase).ToArray()
            .Where(step => run.StatusOf(step) is NodeStatus.Succeeded && GivesResult(run.SpecOf(step)))
            .Select(step => new KeyValuePair<string, Value>(NodeNames.LastPart(run.IdOf(step)), run.OutputsOf(step))))))
        .Where(phase => phase.Value is Value.Map { Fields.IsEmpty: false }));

    private static bool GivesResult(NodeSpec step) =>
        step is StepSpec { Action: not (StepAction.Agent or StepAction.Note { IsUnproven: false } or StepAction.Wait) }
        && step.Labels.GetValueOrDefault(PhaseLabels.Step) != PhaseTranslator.AnswersStep;

    /// <summary>The metadata of the task.</summary>
    internal static Value.Map Metadata(RunState run) =>
        Json(run.Workflow.Labels.GetValueOrDefault(PhaseLabels.Metadata, "")) as Value.Map ?? Value.Map.Empty;

    private static Value.Map Responses(RunState run, int phase)
    {
        var found = new Dictionary<string, Value>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var step in run.MembersOf(phase).ToArray())
        {
            if (run.SpecOf(step).Labels.GetValueOrDefault(PhaseLabels.Step) != "agent"
                || run.SpecOf(step) is not StepSpec { Action: StepAction.Agent agent } || run.AttemptsOf(step) == 0)
            {
                continue;
            }

            var key = found.ContainsKey(agent.Name) ? NodeNames.LastPart(run.IdOf(step)) : agent.Name;
            names.Add(key);
            var answer = Opinion.Of(run, step);
            found[key] = Value.Map.From(
            [
                new("response", answer?.Response ?? Value.None), new("status", Value.Of(StatusOf(run.StatusOf(step)))),
                new("attempts", Value.Of(run.AttemptsOf(step))),
                new("position", Value.Of(answer?.Position)), new("vote", Value.Of(answer?.Vote ?? answer?.Position)),
                new("confidence", answer?.Confidence is { } sure ? Value.Of(sure) : Value.None),
                new("timestamp", run.EndedAt(step) is { } end ? Value.Of(end.ToUnixTimeMilliseconds()) : Value.None),
                new("error", run.StatusOf(step) is NodeStatus.Failed ? Value.Of(run.LastEndOf(step)?.Message) : Value.None),
            ]);
        }

        return Value.Map.From(names.Select(name => new KeyValuePair<string, Value>(name, found[name])));
    }

    /// <summary>
    /// The declared outputs of a phase that is done. One that an answer names as a field of its JSON object has that field's value (of
    /// several agents, a map from agent to value); any other has the responses of the phase by agent.
    /// </summary>
    private static Value.Map OutputsOf(RunState run, int phase, Value.Map responses)
    {
        if (run.StatusOf(phase) is not NodeStatus.Succeeded
            || Json(run.SpecOf(phase).Labels.GetValueOrDefault(PhaseLabels.Outputs, "")) is not Value.List outputs)
        {
            return Value.Map.Empty;
        }

        (string Agent, Value.Map Fields)[] answers =
        [
            .. run.MembersOf(phase).ToArray().Where(step => run.SpecOf(step).Labels.GetValueOrDefault(PhaseLabels.Step) == "agent")
                .Select(step => (Step: step, Text: run.OutputsOf(step)["answer"].ToText())).Where(x => x.Text.Length > 0)
                .Select(x => (((StepAction.Agent)((StepSpec)run.SpecOf(x.Step)).Action).Name, Opinion.Read(x.Text).Fields)),
        ];
        var byAgent = Value.Map.From(responses.Names.Where(name => ((Value.Map)responses[name])["response"] is not Value.Null)
            .Select(name => new KeyValuePair<string, Value>(name, ((Value.Map)responses[name])["response"])));
        return Value.Map.From(outputs.Items.Select(output => output.ToText())
            .Select(output => new KeyValuePair<string, Value>(output, Named(answers, output) ?? byAgent)));
    }

    private static Value? Named((string Agent, Value.Map Fields)[] answers, string output)
    {
        var wanted = Plain(output);
        var found = answers.Select(
            a => (a.Agent, Value: a.Fields.Names.Where(name => Plain(name) == wanted).Select(name => a.Fields[name]).FirstOrDefault()))
            .Where(a => a.Value is not null).ToArray();
        return found.Length switch
        {
            0 => null,
            1 => found[0].Value,
            _ => Value.Map.From(found.Select(a => new KeyValuePair<string, Value>(a.Agent, a.Value!))),
        };
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    private static Value? Json(string text)
    {
        try
        {
            return text.Length == 0 ? null : ValueJson.Read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
