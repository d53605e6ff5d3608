using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Answers;
using Tasker.Core.Values;

namespace Tasker.Core.Tests.Answers;

public sealed class OpinionTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "\"position\":", "\"BUY\"", "\"confidence\":", "85", "1e9", "-1", "\"\\ud800\"", ",", "```", "```json\n", "\n",
        "Position: hold",
        "**Confidence:** 85 %", "Vote:", " yes", "PASS", "not", ":", "[", "]", "null", "é", "\ud83d", " ",
    ];

    [Theory]
    [InlineData("I would buy.", "I would buy.", null, null, null)]
    [InlineData("Position: BUY\nConfidence: 85%", "Position: BUY\nConfidence: 85%", "BUY", null, 0.85)]
    [InlineData("Long text.\n\n- **Recommendation:** Hold.\n- **Confidence:** 0.4",
        "Long text.\n\n- **Recommendation:** Hold.\n- **Confidence:** 0.4", "Hold", null, 0.4)]
    [InlineData("Vote: sell\nVote: hold", "Vote: sell\nVote: hold", null, "hold", null)]
    [InlineData("""{"response":"Up.","position":"Bullish","confidence":85,"vote":"BUY"}""", "Up.", "Bullish", "BUY", 0.85)]
    [InlineData("""{"Answer":"Up.","Confidence":"70 %"}""", "Up.", null, null, 0.7)]
    [InlineData("Look:\n```json\n{\"position\": \"Bearish\", \"confidence\": 1}\n```\n",
        "Look:\n```json\n{\"position\": \"Bearish\", \"confidence\": 1}\n```\n", "Bearish", null, 1.0)]
    [InlineData("```\n{\"analysis\": \"Flat.\"}\n```", "Flat.", null, null, null)]
    [InlineData("""{"confidence":250}""", """{"confidence":250}""", null, null, null)]
    public void An_answer_is_read_tolerantly(string text, string response, string? position, string? vote, double? confidence)
    {
        var opinion = Opinion.Read(text);
        Assert.Equal(
            (response, position, vote, confidence), (opinion.Response.ToText(), opinion.Position, opinion.Vote, opinion.Confidence));
    }

    [Theory]
    [InlineData("PASS: all limits hold", true)]
    [InlineData("**FAIL** - leverage is not checked", false)]
    [InlineData("Yes.", true)]
    [InlineData("Not met.", false)]
    [InlineData("The limits hold.", null)]
    [InlineData("Verdict: fail", false)]
    [InlineData("""{"pass": true, "reason": "fine"}""", true)]
    [InlineData("""{"verdict": "FAIL", "reason": "no"}""", false)]
    [InlineData("""{"reason": "who knows"}""", null)]
    public void A_judgement_is_a_clear_word_or_none(string text, bool? passes) => Assert.Equal(passes, Opinion.Read(text).Passes);

    [Fact]
    public void Fields_of_a_json_answer_are_kept_beside_what_is_read_from_them()
    {
        var value = Opinion.Read("""{"answer":"x","Key metrics":{"beta":1.2},"vote":"BUY"}""").ToValue();
        Assert.Equal(Value.Of(1.2), ((Value.Map)value["Key metrics"])["beta"]);
        Assert.Equal((Value.Of("x"), Value.Of("BUY"), Value.None), (value["response"], value["vote"], value["confidence"]));
    }

    [Fact]
    public void Any_text_is_an_answer()
    {
        var text = Gen.OneOf(
            Gen.Elements(Pieces).ArrayOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Where(t => t is not null));
        Prop.ForAll(text.ToArbitrary(), any =>
        {
            var opinion = Opinion.Read(any);
            return opinion.Confidence is null or (>= 0 and <= 1) && opinion.Position is not ""
                && opinion.ToValue()["response"] is not Value.Null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }
}
