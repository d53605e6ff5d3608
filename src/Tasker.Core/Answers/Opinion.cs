using Tasker.Core.Runs;
using Tasker.Core.Values;

namespace Tasker.Core.Answers;

/// <summary>What one agent answered, as far as its text tells: read tolerantly, since agents write as they like.</summary>
/// <param name="Response">What it said: the text, or the part of a JSON answer that is the answer itself.</param>
/// <param name="Position">What it is for (<c>Bullish</c>, <c>BUY</c>); null when it takes no side.</param>
/// <param name="Vote">What it votes for; null when it does not say, and then its position counts.</param>
/// <param name="Confidence">How sure it is, from 0 to 1; null when it does not say.</param>
/// <param name="Passes">Whether it judges that something holds; null when it does not say so clearly.</param>
/// <param name="Fields">Every field of a JSON answer; empty for plain text.</param>
public sealed record Opinion(Value Response, string? Position, string? Vote, double? Confidence, bool? Passes, Value.Map Fields)
{
    private static readonly string[] Responses = ["response", "answer", "result", "text", "analysis", "summary", "message"];
    private static readonly string[] Positions = ["position", "recommendation", "stance", "decision", "verdict"];
    private static readonly string[] Judgements =
        ["pass", "passed", "passes", "valid", "met", "approved", "ok", "verdict", "position", "decision", "response", "answer"];

    /// <summary>Reads an answer.</summary>
    /// <remarks>
    /// Read are, in this order: the whole text as a JSON object; the last block between code fences as one; lines such as
    /// <c>Position: BUY</c>, <c>**Confidence:** 85 %</c>, <c>Vote: hold</c>. Names of fields are compared without regard to case. A
    /// confidence above 1 is a number of per cent. Never throws; the work is in proportion to the text.
    /// </remarks>
    public static Opinion Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (fields, isWhole) = OpinionText.Json(text);
        if (fields is null)
        {
            var lines = OpinionText.Lines(text);
            return Of(Value.Of(text), lines, Value.Map.Empty, OpinionText.FirstWord(text));
        }

        var response = isWhole ? First(fields, Responses) ?? fields : Value.Of(text);
        return Of(response, OpinionText.ByName(fields), fields, null);
    }

    /// <summary>
    /// What the step of an agent answered; null when it did not succeed or said nothing. How sure it is by its text counts; where that says
    /// nothing, what it told beside the text, as the output <c>confidence</c>.
    /// </summary>
    public static Opinion? Of(RunState run, int node)
    {
        ArgumentNullException.ThrowIfNull(run);
        var outputs = run.OutputsOf(node);
        if (outputs["answer"] is not Value.Text { Content: { Length: > 0 } text })
        {
            return null;
        }

        var said = Read(text);
        return said.Confidence is null ? said with { Confidence = OpinionText.Share(outputs["confidence"]) } : said;
    }

    /// <summary>
    /// The opinion as expressions and templates see it: <c>response</c>, <c>position</c>, <c>vote</c>, <c>confidence</c>, <c>passes</c>,
    /// and every other field of a JSON answer.
    /// </summary>
    public Value.Map ToValue()
    {
        var map = Fields
            .With("response", Response)
            .With("position", Value.Of(Position))
            .With("vote", Value.Of(Vote ?? Position))
            .With("confidence", Confidence is { } sure ? Value.Of(sure) : Value.None);
        return map.With("passes", Passes is { } passes ? Value.Of(passes) : Value.None);
    }

    private static Opinion Of(Value response, IReadOnlyDictionary<string, Value> named, Value.Map fields, bool? firstWord) => new(
        response,
        Positions.Select(name => OpinionText.Word(named.GetValueOrDefault(name))).FirstOrDefault(word => word is not null),
        OpinionText.Word(named.GetValueOrDefault("vote")),
        OpinionText.Share(named.GetValueOrDefault("confidence")),
        Judgements.Select(name => OpinionText.Judgement(named.GetValueOrDefault(name))).FirstOrDefault(found => found is not null)
            ?? firstWord,
        fields);

    private static Value? First(Value.Map fields, string[] names)
    {
        var named = OpinionText.ByName(fields);
        return names.Select(name => named.GetValueOrDefault(name)).FirstOrDefault(value => value is not null and not Value.Null);
    }
}
