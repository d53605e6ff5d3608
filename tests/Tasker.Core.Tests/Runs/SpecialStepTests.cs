using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using static Tasker.Core.Tests.Runs.Rehearsal;

namespace Tasker.Core.Tests.Runs;

/// <summary>One sentence for each rule of background steps, waits, approvals, fan-outs, control and added nodes.</summary>
public sealed class SpecialStepTests
{
    private static readonly StepSpec Server = Step("server") with { Background = new BackgroundSpec(BackgroundEnd.Stop) };

    [Fact]
    public void A_sequence_goes_on_once_a_background_step_is_up()
    {
        var background = Step("bg") with { Background = new BackgroundSpec() };
        var run = new Rehearsal(Group("", background, Step("b")) with { Order = GroupOrder.Sequence });
        Assert.Equal("bg", run.Running);
        Assert.Equal("bg b", run.Ready("bg").Running);
        run.Succeed("b");
        Assert.False(run.State.HasEnded);
        Assert.Equal(RunStatus.Succeeded, run.Succeed("bg").State.Status);
    }

    [Fact]
    public void A_service_is_stopped_when_nothing_else_is_left_and_that_is_success()
    {
        var run = new Rehearsal(Server, Step("a") with { Needs = [new Need("server", NeedKind.Started)] }).Ready("server").Succeed("a");
        Assert.Equal(StopCause.NoLongerNeeded, run.State.StopOf(run.At("server")));
        Assert.Equal(RunStatus.Succeeded, run.End("server", AttemptOutcome.Cancelled).State.Status);
    }

    [Fact]
    public void A_background_step_that_dies_before_it_is_up_blocks_those_that_wait_for_it()
    {
        var run = new Rehearsal(Server, Step("a") with { Needs = [new Need("server", NeedKind.Started)] }).Fail("server");
        Assert.Equal(NodeStatus.Blocked, run.Status("a"));
    }

    [Fact]
    public void A_background_step_that_is_not_up_in_time_fails()
    {
        var slow = Step("bg") with { Background = new BackgroundSpec(BackgroundEnd.Wait, "ready", TimeSpan.FromSeconds(9)) };
        var run = new Rehearsal(slow).Wait(9).End("bg", AttemptOutcome.Cancelled);
        Assert.Equal("Was not up within 9s.", run.State.LastEndOf(run.At("bg"))!.Message);
        Assert.Equal(NodeStatus.Failed, run.Status("bg"));
    }

    [Fact]
    public void A_wait_takes_its_time_and_holds_no_process()
    {
        var run = new Rehearsal(new StepSpec { Id = "w", Action = new StepAction.Wait(TimeSpan.FromSeconds(12)) }, Step("a", "w"));
        Assert.Equal(12, run.NextIn);
        Assert.Equal("a", run.Wait(12).Running);
    }

    [Fact]
    public void An_approval_waits_for_a_person_and_hands_on_who_it_was()
    {
        var ask = new StepSpec { Id = "ask", Action = new StepAction.Approve("Publish?") };
        var run = new Rehearsal(ask, Step("a", "ask"));
        Assert.Contains("Publish?", run.Why("ask"), StringComparison.Ordinal);
        run.Do(new RunInput.Answer(run.At("ask"), 1, true, "ann", "fine"));
        Assert.Equal("a", run.Running);
        Assert.Equal(Value.Of("ann"), run.State.OutputsOf(run.At("ask"))["by"]);
    }

    [Fact]
    public void A_person_is_asked_with_the_values_of_the_moment_and_that_is_a_fact()
    {
        var ask = new StepSpec
        {
            Id = "ask",
            Action = new StepAction.Approve("Publish ${{ inputs.version }} with ${{ steps.a.outputs.count }} changes?"),
            Needs = [new Need("a")],
        };
        var run = new Rehearsal(Group("", Step("a"), ask), inputs: Value.Map.From([new("version", Value.Of("1.2"))]));
        run.Succeed("a", "count", Value.Of(7));

        Assert.Equal("Publish 1.2 with 7 changes?", run.State.QuestionOf(run.At("ask")));
        Assert.Contains("Publish 1.2 with 7 changes?", run.Why("ask"), StringComparison.Ordinal);
        Assert.Equal("Publish 1.2 with 7 changes?", Assert.Single(run.Facts.OfType<RunFact.Asked>()).Question);
        run.Do(new RunInput.Answer(run.At("ask"), 1, true, "ann", ""));
        Assert.Equal("", run.State.QuestionOf(run.At("ask")));
    }

    [Fact]
    public void A_question_that_cannot_be_filled_in_is_asked_of_nobody()
    {
        var ask = new StepSpec { Id = "ask", Action = new StepAction.Approve("Publish ${{ 1 / 'x' }}?") };
        var run = new Rehearsal(ask, Step("a", "ask"));

        Assert.Equal(NodeStatus.Failed, run.Status("ask"));
        Assert.StartsWith("The question could not be filled in: ", run.State.LastEndOf(run.At("ask"))!.Message, StringComparison.Ordinal);
        Assert.Empty(run.Facts.OfType<RunFact.Asked>());
    }

    [Fact]
    public void A_refusal_is_a_failure_and_is_not_asked_again()
    {
        var ask = new StepSpec { Id = "ask", Action = new StepAction.Approve("Publish?"), Retry = RetryPolicy.Times(3, TimeSpan.Zero) };
        var run = new Rehearsal(ask);
        run.Do(new RunInput.Answer(run.At("ask"), 1, false, "bob", "not yet"));
        Assert.Equal(RunStatus.Failed, run.State.Status);
        Assert.Equal("Refused by bob: not yet", run.State.LastEndOf(run.At("ask"))!.Message);
    }

    [Fact]
    public void A_fan_out_makes_one_copy_for_each_item_under_the_groups_limit()
    {
        var each = Group("each", Step("each/a"), Step("each/b", "each/a")) with
        {
            ForEach = new ForEachSpec("inputs.list", "thing"),
            MaxParallel = 2,
        };
        var inputs = Value.Map.From([new("list", new Value.List([Value.Of("x"), Value.Of("y"), Value.Of("z")]))]);
        var run = new Rehearsal(Group("", each), inputs: inputs);
        Assert.Equal("each[0]/a each[1]/a", run.Running);
        run.Succeed("each[0]/a", "each[0]/b");
        Assert.Equal("each[1]/a each[2]/a", run.Running);
        Assert.Equal(("thing", Value.Of("z"), 2), run.State.ItemOf(run.At("each[2]/a")));
    }

    [Fact]
    public void A_fan_out_over_nothing_succeeds_and_over_no_list_fails()
    {
        var each = Group("each", Step("each/a")) with { ForEach = new ForEachSpec("[]") };
        Assert.Equal(RunStatus.Succeeded, new Rehearsal(each).State.Status);
        Assert.Equal(RunStatus.Failed, new Rehearsal(each with { ForEach = new ForEachSpec("5") }).State.Status);
    }

    [Fact]
    public void Chunks_that_are_done_stay_done_when_a_later_one_fails()
    {
        var (first, second) = (Step("gen/p1") with { Checkpoint = "c1" }, Step("gen/p2") with { Checkpoint = "c2" });
        var pieces = Group("gen", first, second) with { Order = GroupOrder.Sequence };
        var run = new Rehearsal(pieces).Succeed("gen/p1");
        Assert.Equal(["c1"], run.State.Checkpoints);
        Assert.Equal("gen/p2", run.Running);
    }

    [Fact]
    public void A_paused_run_starts_nothing_and_its_clock_stands_still()
    {
        var run = new Rehearsal(Group("", Step("a"), Step("b", "a")) with { TimeLimit = TimeSpan.FromSeconds(60) });
        run.Do(new RunInput.Pause("ann"));
        run.Succeed("a");
        Assert.Equal("", run.Running);
        Assert.Contains("paused", run.Why("b"), StringComparison.Ordinal);
        run.Wait(1000);
        run.Do(new RunInput.Resume("ann"));
        Assert.Equal("b", run.Running);
        Assert.Equal(60, run.NextIn);
    }

    [Fact]
    public void A_skip_by_hand_counts_as_done()
    {
        var run = new Rehearsal(Step("a"), Step("b", "a"), Step("c", "b"));
        Assert.Null(run.Do(new RunInput.Skip(run.At("b"), "ann")));
        Assert.Equal("c", run.Succeed("a").Running);
    }

    [Fact]
    public void A_running_step_cannot_be_skipped()
    {
        var run = new Rehearsal(Step("a"));
        Assert.Contains("under way", run.Do(new RunInput.Skip(run.At("a"), "ann")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_restore_runs_anew_what_ended_after_the_checkpoint()
    {
        var run = new Rehearsal(Step("a") with { Checkpoint = "one" }, Step("b", "a"), Step("c", "b")).Succeed("a", "b");
        Assert.Null(run.Do(new RunInput.Restore("one")));
        Assert.Equal(StopCause.Restored, run.State.StopOf(run.At("c")));
        Assert.Equal("b c", run.Running);
        run.End("c", AttemptOutcome.Cancelled);
        Assert.Equal(NodeStatus.Waiting, run.Status("c"));
        Assert.Equal(NodeStatus.Succeeded, run.Status("a"));
        Assert.Equal(2, run.State.AttemptsOf(run.At("b")));
    }

    [Fact]
    public void A_restore_takes_back_the_failures_of_what_it_runs_again_and_no_others()
    {
        var patient = new RetryPolicy(3, TimeSpan.Zero, TimeSpan.Zero, 1, 0, []);
        var run = new Rehearsal(Step("a") with
        {
            Checkpoint = "one",
            Retry = patient,
        }, Step("b", "a") with { Retry = patient }, Step("c", "b"));
        run.Fail("a").Succeed("a").Fail("b").Succeed("b");
        Assert.Equal((1, 1, 0), (run.State.FailuresOf(run.At("a")), run.State.FailuresOf(run.At("b")), run.State.FailuresOf(run.At("c"))));

        run.Do(new RunInput.Restore("one"));
        run.Fail("c"); // Its end is told after it was asked to stop.

        Assert.Equal((1, 0, 0), (run.State.FailuresOf(run.At("a")), run.State.FailuresOf(run.At("b")), run.State.FailuresOf(run.At("c"))));
        Assert.Equal(1, run.Fail("b").State.FailuresOf(run.At("b")));
    }

    [Fact]
    public void A_run_does_not_end_while_a_step_that_a_restore_stops_is_under_way()
    {
        var run = Leaving().Fail("b");
        Assert.Equal((NodeStatus.Blocked, NodeStatus.Running), (run.Status("g"), run.Status("g/x")));
        Assert.False(run.State.HasEnded);

        run.End("g/x", AttemptOutcome.Cancelled);
        Assert.Equal((NodeStatus.Blocked, RunStatus.Failed), (run.Status("g/x"), run.State.Status));
    }

    [Fact]
    public void A_step_that_a_restore_stops_is_cancelled_with_its_group()
    {
        var run = Leaving();
        Assert.Null(run.Do(new RunInput.Abort("ann")));
        run.End("b", AttemptOutcome.Cancelled);
        Assert.Equal((NodeStatus.Cancelled, NodeStatus.Running), (run.Status("g"), run.Status("g/x")));
        Assert.False(run.State.HasEnded);

        run.End("g/x", AttemptOutcome.Cancelled);
        Assert.Equal((NodeStatus.Cancelled, RunStatus.Aborted), (run.Status("g/x"), run.State.Status));
    }

    [Fact]
    public void A_step_that_was_being_stopped_at_a_restore_is_run_anew()
    {
        var run = new Rehearsal(
            Step("a") with { Checkpoint = "one" },
            Group("g", Step("g/x"), Step("g/y")) with { Needs = [new Need("a")], FailFast = true }).Succeed("a").Fail("g/y");
        Assert.Equal(StopCause.Failure, run.State.StopOf(run.At("g/x")));
        Assert.Null(run.Do(new RunInput.Restore("one")));
        run.End("g/x", AttemptOutcome.Cancelled);

        Assert.Equal("g/x g/y", run.Running);
        Assert.Equal(RunStatus.Succeeded, run.Succeed("g/x", "g/y").State.Status);
    }

    [Fact]
    public void A_pause_that_an_abort_ends_stops_the_clocks_too()
    {
        var run = new Rehearsal(Step("a"), Group("g", Step("g/x")) with { Always = true, TimeLimit = TimeSpan.FromSeconds(10) }).Wait(4);
        run.Do(new RunInput.Pause("ann"));
        run.Wait(60).Do(new RunInput.Abort("ann"));

        Assert.Equal((StopCause.None, 6), (run.State.StopOf(run.At("g/x")), run.NextIn));
        Assert.Equal(StopCause.TimedOut, run.Wait(6).State.StopOf(run.At("g/x")));
    }

    /// <summary>Restored to before <c>b</c>, which runs again, while <c>x</c> in the group that needs it is still being stopped.</summary>
    private static Rehearsal Leaving()
    {
        var run = new Rehearsal(Step("a") with
        {
            Checkpoint = "one",
        }, Step("b", "a"), Group("g", Step("g/x")) with { Needs = [new Need("b")] }).Succeed("a", "b");
        Assert.Null(run.Do(new RunInput.Restore("one")));
        Assert.Equal("b g/x", run.Running);
        return run;
    }

    [Fact]
    public void An_unknown_checkpoint_is_refused_with_a_suggestion()
    {
        var run = new Rehearsal(Step("a") with { Checkpoint = "build" }, Step("b")).Succeed("a");
        Assert.Equal("There is no checkpoint 'biuld'. Did you mean 'build'?", run.Do(new RunInput.Restore("biuld")));
    }

    [Fact]
    public void Steps_added_while_running_take_part()
    {
        var run = new Rehearsal(Step("a"));
        Assert.Null(run.Do(new RunInput.AddNodes(0, [Step("b", "a")])));
        Assert.Equal("b", run.Succeed("a").Running);
        Assert.Contains("already", run.Do(new RunInput.AddNodes(0, [Step("a")])), StringComparison.Ordinal);
        Assert.Contains("no node has that name", run.Do(new RunInput.AddNodes(0, [Step("x", "nobody")])), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_added_while_running_that_would_wait_for_ever_are_refused()
    {
        var run = new Rehearsal(Group("g", Step("g/a")), Step("after", "g"));
        var facts = run.Facts.Count;
        Assert.Contains("g/late", run.Do(new RunInput.AddNodes(run.At("g"), [Step("g/late", "after")])), StringComparison.Ordinal);
        Assert.Contains("x", run.Do(new RunInput.AddNodes(0, [Step("x", "y"), Step("y", "x")])), StringComparison.Ordinal);
        Assert.Equal("'x' needs itself. It would wait for ever. Remove this need.", run.Do(new RunInput.AddNodes(0, [Step("x", "x")])));
        Assert.Contains("stands in", run.Do(new RunInput.AddNodes(run.At("g"), [Step("g/x", "g")])), StringComparison.Ordinal);
        Assert.Equal(facts, run.Facts.Count);
        Assert.Null(run.Do(new RunInput.AddNodes(run.At("g"), [Step("g/fine", "g/a"), Step("g/too", "g/fine")])));
    }

    [Fact]
    public void Steps_added_while_running_are_held_to_the_ranges_of_a_workflow()
    {
        var run = new Rehearsal(Step("a"));
        Assert.Equal(
            "0 are the attempts of 'b'. They are 1 to 1000, the first one counted. Write a number in that range.",
            run.Do(new RunInput.AddNodes(0, [Step("b") with { Retry = RetryPolicy.None with { MaxAttempts = 0 } }])));
    }

    [Fact]
    public void A_check_fails_with_its_message()
    {
        var run = new Rehearsal(new StepSpec { Id = "c", Action = new StepAction.Check("1 > 2", "one is not more than two") });
        Assert.Equal("one is not more than two", run.State.LastEndOf(run.At("c"))!.Message);
        Assert.Equal(RunStatus.Failed, run.State.Status);
    }

    [Fact]
    public void An_ended_run_never_changes()
    {
        var run = new Rehearsal(Step("a")).Succeed("a");
        var facts = run.Facts.Count;
        Assert.Contains("never changes", run.Do(new RunInput.Abort("ann")), StringComparison.Ordinal);
        Assert.Contains("never changes", run.Do(new RunInput.Retry(1, "ann")), StringComparison.Ordinal);
        Assert.Null(run.Do(new RunInput.Tick()));
        Assert.Equal(facts, run.Facts.Count);
    }

    [Fact]
    public void Monitors_are_remembered_with_their_alerts()
    {
        var run = new Rehearsal(Step("server") with { Background = new BackgroundSpec() });
        var server = run.At("server");
        run.Do(new RunInput.MonitorChecked(server, 1, "log", MonitorOutcome.Alert, "nan"));
        run.Do(new RunInput.MonitorChecked(server, 1, "log", MonitorOutcome.Ok, "fine"));
        Assert.Equal((2, 1, "fine"), (run.State.MonitorOf(server, "log")!.Looks, run.State.MonitorOf(server, "log")!.Alerts,
            run.State.MonitorOf(server, "log")!.Text));
    }

    [Fact]
    public void Nodes_of_a_group_that_is_skipped_are_skipped()
    {
        var run = new Rehearsal(Group("g", Step("g/a"), Group("g/h", Step("g/h/b"))) with { Condition = "false" }, Step("c"));
        Assert.Equal(NodeStatus.Skipped, run.Status("g/h/b"));
        Assert.Equal("c", run.Running);
    }
}
