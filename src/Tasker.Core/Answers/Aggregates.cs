using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Answers;

/// <summary>Puts together what agents really answered. Pure: the same run gives the same end.</summary>
/// <remarks>
/// Every type gives <c>type</c>, <c>asked</c>, <c>answered</c>, <c>failed</c> (names), <c>quorum</c> and <c>answers</c> (by agent: see
/// <see cref="Opinion.ToValue"/>). Besides:
/// <list type="bullet">
/// <item><c>responses</c>: <c>responses</c>, a list of agent and response.</item>
/// <item><c>consensus</c>: what most hold, how far they agree, who dissents (see <see cref="Consensus"/>).</item>
/// <item><c>vote</c>: the count of votes and the winner (see <see cref="Ballot"/>).</item>
/// <item><c>summary</c>: how far the group has come, and one line for each answer.</item>
/// <item><c>judgement</c>: fails when an agent judges that what it was asked does not hold; <c>proven</c> is true when one says that it
/// does.</item>
/// </list>
/// </remarks>
public static class Aggregates
{
    /// <summary>The types there are, ascending.</summary>
    public static ImmutableArray<string> Types { get; } = ["consensus", "judgement", "responses", "summary", "vote"];

    /// <summary>Does the step.</summary>
    internal static AttemptEnd Do(RunState run, int node, StepAction.Aggregate aggregate, DateTimeOffset now)
    {
        var asked = AskedAgent.Of(run, aggregate.Of.IsDefault ? [] : aggregate.Of);
        var answered = asked.Where(a => a.Opinion is not null).ToList();
        if (!Types.Contains(aggregate.Type))
        {
            var fix = Suggestions.DidYouMean(aggregate.Type, Types, "");
            return AttemptEnd.Failure(
                $"There is no aggregate '{aggregate.Type}'; there are {string.Join(", ", Types)}.{(fix.Length > 0 ? " " + fix : "")}");
        }

        var needed = Needed(aggregate.Quorum, asked.Count);
        var outputs = Shared(aggregate.Type, asked, answered, needed).With("answers", Answers(answered));
        if (answered.Count < needed)
        {
            var failed = asked.Where(a => a.Opinion is null).Select(a => a.Key);
            return AttemptEnd.Failure(
                $"{answered.Count} of {asked.Count} agents answered; {needed} must. Without an answer: "
                    + $"{string.Join(", ", failed.Take(10))}.") with
            { Outputs = outputs };
        }

        if (aggregate.Type == "judgement")
        {
            return Judge(run, node, answered, outputs);
        }

        outputs = aggregate.Type switch
        {
            "responses" => outputs.With("responses", new Value.List([.. answered.Select(Response)])),
            "consensus" => Consensus.Add(outputs, answered),
            "vote" => Ballot.Add(outputs, answered),
            _ => GroupSummary.Add(outputs, run, node, answered, now),
        };
        return AttemptEnd.DoneInProcess with { Outputs = outputs };
    }

    /// <summary>One answer in a list.</summary>
    internal static Value Response(AskedAgent agent) =>
        Value.Map.From([new("agent", Value.Of(agent.Key)), new("response", agent.Opinion!.Response)]);

    private static Value.Map Answers(List<AskedAgent> answered) =>
        Value.Map.From(answered.Select(a => new KeyValuePair<string, Value>(a.Key, a.Opinion!.ToValue())));

    private static int Needed(double quorum, int asked) =>
        quorum >= 1 ? Math.Min((int)Math.Min(quorum, int.MaxValue), asked) : (int)Math.Ceiling(Math.Max(0, quorum) * asked);

    private static Value.Map Shared(string type, List<AskedAgent> asked, List<AskedAgent> answered, int needed) => Value.Map.From(
    [
        new("type", Value.Of(type)), new("asked", Value.Of(asked.Count)), new("answered", Value.Of(answered.Count)),
        new("failed", new Value.List([.. asked.Where(a => a.Opinion is null).Select(a => Value.Of(a.Key))])),
        new("quorum", Value.Map.From([new("needed", Value.Of(needed)), new("reached", Value.Of(answered.Count >= needed))])),
    ]);

    private static AttemptEnd Judge(RunState run, int node, List<AskedAgent> answered, Value.Map outputs)
    {
        var proven = answered.Exists(a => a.Opinion!.Passes is true);
        if (answered.Find(a => a.Opinion!.Passes is false) is not { } against)
        {
            return AttemptEnd.DoneInProcess with { Outputs = outputs.With("proven", Value.Of(proven)) };
        }

        var why = against.Opinion!.Response.ToText().ReplaceLineEndings(" ").Trim();
        why = why.Length <= 300 ? why : why[..300] + "…";
        return AttemptEnd.Failure(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.SpecOf(node).DisplayName.TrimEnd('.')}: {against.Key} judges that this does not hold. {why}")) with
        { Outputs = outputs.With("proven", Value.False) };
    }
}
