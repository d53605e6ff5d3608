using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Answers;
using Tasker.Core.Runs;
using Tasker.Core.Tests.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Tests.Answers;

public sealed class AggregateTests
{
    private const string Bull = """{"response":"Up.","position":"Bullish","confidence":80}""";
    private const string Bear = """{"response":"Down.","position":"bearish","confidence":0.6}""";

    [Fact]
    public void Responses_are_listed_in_the_order_of_asking_and_who_failed_is_named()
    {
        var run = Answered("responses", ("a", Bull), ("b", null), ("c", "plain"));
        Assert.Equal(
            """{"type":"responses","asked":3,"answered":2,"failed":["b"],"quorum":{"needed":0,"reached":true},"answers":{"a":{"response":"Up.","position":"Bullish","confidence":0.8,"vote":"Bullish","passes":null},"c":{"response":"plain","position":null,"vote":null,"confidence":null,"passes":null}},"responses":[{"agent":"a","response":"Up."},{"agent":"c","response":"plain"}]}""",
            ValueJson.Write(Outputs(run)));
    }

    [Fact]
    public void Consensus_tells_agreement_and_keeps_dissent()
    {
        var outputs = Outputs(Answered("consensus", ("a", Bull), ("b", Bear), ("c", """{"position":"BULLISH"}"""), ("d", "no side")));
        Assert.Equal((Value.Of("Bullish"), Value.Of(0.6667), Value.True, Value.Of(0.8)),
            (outputs["position"], outputs["agreement"], outputs["reached"], outputs["confidence"]));
        Assert.Equal("""[{"agent":"b","position":"bearish","confidence":0.6,"response":"Down."}]""", outputs["dissent"].ToText());
        Assert.Equal("""["d"]""", outputs["silent"].ToText());
    }

    [Fact]
    public void Two_sides_of_one_size_are_no_consensus()
    {
        var outputs = Outputs(Answered("consensus", ("a", Bull), ("b", Bear)));
        Assert.Equal((Value.None, Value.Of(0.5), Value.False), (outputs["position"], outputs["agreement"], outputs["reached"]));
        Assert.Equal(2, ((Value.List)outputs["dissent"]).Items.Length);
    }

    [Fact]
    public void Nobody_taking_a_side_is_no_agreement_either()
    {
        var outputs = Outputs(Answered("consensus", ("a", "x"), ("b", "y")));
        Assert.Equal((Value.None, Value.None, Value.False), (outputs["position"], outputs["agreement"], outputs["reached"]));
    }

    [Fact]
    public void A_vote_has_a_winner_or_a_tie()
    {
        var won = Outputs(Answered("vote", ("a", "Vote: BUY"), ("b", "Vote: buy"), ("c", "Vote: SELL"), ("d", "abstain, I say")));
        Assert.Equal((Value.Of("BUY"), Value.Of(0.6667), "[]", """["d"]"""),
            (won["winner"], won["share"], won["tie"].ToText(), won["abstained"].ToText()));

        var tied = Outputs(Answered("vote", ("a", "Vote: BUY"), ("c", "Vote: SELL")));
        Assert.Equal((Value.None, """["BUY","SELL"]"""), (tied["winner"], tied["tie"].ToText()));
    }

    [Fact]
    public void A_summary_tells_how_far_the_group_has_come()
    {
        var outputs = Outputs(Answered("summary", ("a", Bull), ("b", null)));
        Assert.Equal((Value.Of("p"), Value.Of(1), Value.Of(3), Value.Of(1)),
            (outputs["phase"], outputs["stepsCompleted"], outputs["totalSteps"], outputs["agentsResponded"]));
        Assert.Equal("- a (Bullish, 80 %): Up.", outputs["text"].ToText());
    }

    [Theory]
    [InlineData("PASS", "PASS", NodeStatus.Succeeded, "true")]
    [InlineData("PASS", "unclear", NodeStatus.Succeeded, "true")]
    [InlineData("unclear", null, NodeStatus.Succeeded, "false")]
    [InlineData("PASS", "FAIL: not all risks", NodeStatus.Failed, "false")]
    public void A_judgement_fails_when_somebody_judges_against_it(string first, string? second, NodeStatus status, string proven)
    {
        var run = Answered("judgement", ("a", first), ("b", second));
        Assert.Equal(status, run.Status("p/sum"));
        var end = run.State.LastEndOf(run.At("p/sum"))!;
        Assert.Equal(proven, end.Outputs["proven"].ToText());
        Assert.Equal(status is NodeStatus.Failed ? "sum: b judges that this does not hold. FAIL: not all risks" : "", end.Message);
    }

    [Fact]
    public void An_unknown_type_is_the_failure_of_its_step()
    {
        var run = Answered("consensys", ("a", Bull));
        Assert.Equal(NodeStatus.Failed, run.Status("p/sum"));
        Assert.StartsWith(
            "There is no aggregate 'consensys'; there are consensus, judgement, responses, summary, vote. Did you mean 'consensus'?",
            run.State.LastEndOf(run.At("p/sum"))!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, NodeStatus.Succeeded)]
    [InlineData(0.5, NodeStatus.Succeeded)]
    [InlineData(0.6, NodeStatus.Failed)]
    [InlineData(1, NodeStatus.Succeeded)]
    [InlineData(2, NodeStatus.Failed)]
    [InlineData(99, NodeStatus.Failed)]
    public void Fewer_answers_than_the_quorum_fail_the_step(double quorum, NodeStatus status)
    {
        var run = Answered("vote", quorum, ("a", Bull), ("b", null));
        Assert.Equal(status, run.Status("p/sum"));
        Assert.Equal(Value.Of(2), run.State.LastEndOf(run.At("p/sum"))!.Outputs["asked"]);
    }

    [Fact]
    public void Who_was_skipped_was_not_asked()
    {
        var skipped = Ask("b") with { Condition = "false" };
        var run = new Rehearsal([Rehearsal.Group("p", Ask("a"), skipped, Sum("vote", 1, "a", "b"))]);
        run.Succeed("p/a", "answer", Value.Of(Bull));
        Assert.Equal(Value.Of(1), Outputs(run)["asked"]);
    }

    [Fact]
    public void An_agent_that_is_asked_twice_is_told_apart_by_its_steps()
    {
        var second = Ask("a-2") with { Action = Ask("a").Action };
        var run = new Rehearsal([Rehearsal.Group("p", Ask("a"), second, Sum("responses", 0, "a", "a-2"))]);
        run.Succeed("p/a", "answer", Value.Of("1")).Succeed("p/a-2", "answer", Value.Of("2"));
        Assert.Equal(["a", "a-2"], ((Value.Map)Outputs(run)["answers"]).Names.ToArray());
    }

    [Fact]
    public void A_note_is_done_at_once_and_an_unproven_one_says_so()
    {
        var run = new Rehearsal(
            new StepSpec { Id = "n", Action = new StepAction.Note("Load the data") },
            new StepSpec { Id = "u", Action = new StepAction.Note("All is well", IsUnproven: true) });
        Assert.Equal(RunStatus.Succeeded, run.State.Status);
        Assert.Equal("""{"note":"Load the data"}""", ValueJson.Write(run.State.OutputsOf(run.At("n"))));
        Assert.Equal("Done, but unproven: nobody has judged whether it holds.", run.Why("u"));
    }

    [Fact]
    public void Expressions_see_what_an_agent_answered()
    {
        var check = new StepSpec
        {
            Id = "c",
            Action = new StepAction.Check("steps.a.answer.confidence > 0.7 and steps.a.answer.position == 'Bullish'"),
            Needs = [new Need("a")],
        };
        var run = new Rehearsal(Agent("a"), check);
        run.Succeed("a", "answer", Value.Of(Bull));
        Assert.Equal(RunStatus.Succeeded, run.State.Status);
    }

    [Fact]
    public void A_step_that_stops_the_run_gives_it_its_message()
    {
        var check = new StepSpec
        {
            Id = "c",
            Action = new StepAction.Check("false", "The amount is too large."),
            OnFailure = FailurePolicy.Stop,
        };
        var run = new Rehearsal(check);
        Assert.Equal("Stopped early by 'c': The amount is too large. Failed: c.", run.State.Message);
    }

    [Fact]
    public void Each_agent_that_answered_is_counted_once()
    {
        string?[] answers = [null, "x", Bull, Bear, "Vote: BUY", "Position: hold\nVote: BUY", "{}"];
        Prop.ForAll(Gen.Elements(answers).ArrayOf().Where(a => a.Length is > 0 and < 12).ToArbitrary(), said =>
        {
            (string, string?)[] agents = [.. said.Select((answer, i) => ($"a{i}", answer))];
            var consensus = Outputs(Answered("consensus", agents));
            var vote = Outputs(Answered("vote", agents));
            return Sum(consensus, "positions") + Count(consensus["silent"]) == Number(consensus["answered"])
                && Sum(vote, "tally") + Count(vote["abstained"]) == Number(vote["answered"])
                && Number(vote["answered"]) + Count(vote["failed"]) == said.Length
                && consensus["agreement"] is Value.Null or Value.Number { Amount: > 0 and <= 1 };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("Position: BUY", 0.9, 0.9)]
    [InlineData("Position: BUY", 90.0, 0.9)]
    [InlineData("Position: BUY", 900.0, null)]
    [InlineData("Position: BUY\nConfidence: 40 %", 0.9, 0.4)]
    public void How_sure_an_agent_is_beside_its_text_counts_when_the_text_says_nothing(string text, double beside, double? sure)
    {
        var run = new Rehearsal([Rehearsal.Group("p", Ask("a"))]);
        var outputs = Value.Map.From([new("answer", Value.Of(text)), new("confidence", Value.Of(beside))]);
        run.Do(new RunInput.AttemptEnded(run.At("p/a"), 1, AttemptEnd.Done with { Outputs = outputs }));

        Assert.Equal(sure, Opinion.Of(run.State, run.At("p/a"))!.Confidence);
    }

    private static Rehearsal Answered(string type, params (string Agent, string? Answer)[] agents) => Answered(type, 0, agents);

    private static Rehearsal Answered(string type, double quorum, params (string Agent, string? Answer)[] agents)
    {
        ImmutableArray<NodeSpec> members =
            [.. agents.Select(NodeSpec (a) => Ask(a.Agent)), Sum(type, quorum, [.. agents.Select(a => a.Agent)])];
        var run = new Rehearsal([Rehearsal.Group("p", members)]);
        foreach (var (agent, answer) in agents)
        {
            if (answer is null)
            {
                run.Fail($"p/{agent}");
            }
            else
            {
                run.Succeed($"p/{agent}", "answer", Value.Of(answer));
            }
        }

        return run;
    }

    private static Value.Map Outputs(Rehearsal run) => run.State.OutputsOf(run.At("p/sum"));

    private static StepSpec Ask(string name) => Agent($"p/{name}");

    private static StepSpec Agent(string id) => new()
    {
        Id = id,
        Action = new StepAction.Agent(NodeNames.LastPart(id), "?", [], null, ImmutableSortedDictionary<string, string>.Empty),
        OnFailure = FailurePolicy.Continue,
    };

    private static StepSpec Sum(string type, double quorum, params string[] of) => new()
    {
        Id = "p/sum",
        Action = new StepAction.Aggregate(type, [.. of.Select(o => $"p/{o}")], quorum),
        Needs = [.. of.Select(o => new Need($"p/{o}", NeedKind.Passed))],
    };

    private static double Number(Value value) => ((Value.Number)value).Amount;

    private static int Count(Value value) => ((Value.List)value).Items.Length;

    private static double Sum(Value.Map outputs, string list) =>
        ((Value.List)outputs[list]).Items.Sum(item => Number(((Value.Map)item)["count"]));
}
