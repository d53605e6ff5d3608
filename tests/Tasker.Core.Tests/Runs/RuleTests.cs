using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using static Tasker.Core.Tests.Runs.Rehearsal;

namespace Tasker.Core.Tests.Runs;

/// <summary>One sentence for each rule of order, limits, failure and retry.</summary>
public sealed class RuleTests
{
    [Fact]
    public void A_step_starts_when_all_its_needs_have_succeeded()
    {
        var run = new Rehearsal(Step("a"), Step("b"), Step("c", "a", "b"));
        Assert.Equal("a b", run.Running);
        Assert.Equal("b", run.Succeed("a").Running);
        Assert.Equal("c", run.Succeed("b").Running);
        Assert.Equal(RunStatus.Succeeded, run.Succeed("c").State.Status);
    }

    [Fact]
    public void A_sequence_does_one_member_after_the_other()
    {
        var run = new Rehearsal(Group("", Step("a"), Step("b"), Step("c")) with { Order = GroupOrder.Sequence });
        Assert.Equal("a", run.Running);
        Assert.Equal("b", run.Succeed("a").Running);
        Assert.Equal("c", run.Succeed("b").Running);
    }

    [Fact]
    public void A_need_may_reach_into_another_group()
    {
        var run = new Rehearsal(Group("g", Step("g/a"), Step("g/b")), Group("h", Step("h/c", "g/b")));
        Assert.Equal("g/a g/b", run.Running);
        Assert.Equal("g/a h/c", run.Succeed("g/b").Running);
    }

    [Theory]
    [InlineData("Exit code 5.", "Failed after 1 attempt: exit code 5.")]
    [InlineData("The disk is full.", "Failed after 1 attempt: exit code 5: The disk is full.")]
    public void Why_a_step_failed_is_told_once(string message, string why)
    {
        var run = new Rehearsal(Step("a"), Step("b"));
        run.Do(new RunInput.AttemptEnded(run.At("a"), 1, AttemptEnd.Failure(message) with { ExitCode = 5 }));
        Assert.Equal(why, run.Why("a"));
    }

    [Fact]
    public void A_run_that_has_ended_says_what_can_be_done_instead()
    {
        var run = new Rehearsal(Step("a"));
        Assert.EndsWith("'tasker runs retry r' does what is not done in a new run.", run.Fail("a").Do(new RunInput.Pause("me")),
            StringComparison.Ordinal);
        Assert.EndsWith("never changes.", new Rehearsal(Step("a")).Succeed("a").Do(new RunInput.Pause("me")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_has_succeeded_says_how_its_plan_is_run_anew()
    {
        var state = new RunState(new Workflow { Name = "w", FrontDoor = "test", Source = "plans/w.yaml", Root = Group("", Step("a")) });
        var (rules, facts, now) = (new RunRules(state), new List<RunFact>(), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        rules.Create("r", "hash", Value.Map.Empty, null, now, facts);
        rules.Decide(new RunInput.Tick(), now, facts);
        rules.Decide(new RunInput.AttemptEnded(1, 1, AttemptEnd.Done), now, facts);

        var refusal = rules.Decide(new RunInput.Restore("x"), now, facts);
        Assert.EndsWith("'tasker run plans/w.yaml' runs the plan anew.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_refusal_says_what_can_be_done_instead()
    {
        var run = new Rehearsal(Step("a"), Step("b", "a"), Step("c"), Step("late", "c") with { Always = true });
        Ends("'tasker runs abort r' stops the run.", new RunInput.Retry(run.At("a"), "me"));
        Ends("'tasker runs retry r STEP' tries a failed step again.", new RunInput.Restore("x"));
        run.Fail("a");
        Ends("'tasker runs retry r a'.", new RunInput.Retry(run.At("b"), "me"));
        run.Succeed("c");
        Ends("'tasker runs checkpoint r NAME' makes one.", new RunInput.Retry(run.At("c"), "me"));
        Ends("'tasker explain r' tells what the rest waits for.", new RunInput.Skip(run.At("c"), "me"));
        run.Do(new RunInput.Checkpoint("half"));
        Ends("there are: half.", new RunInput.Retry(run.At("c"), "me"));
        run.Do(new RunInput.Abort("me"));
        Ends("in a new run.", new RunInput.Pause("me"));
        Ends("in a new run.", new RunInput.Resume("me"));
        Ends("in a new run.", new RunInput.Skip(run.At("b"), "me"));
        Ends("in a new run.", new RunInput.Restore("half"));

        void Ends(string end, RunInput input) => Assert.EndsWith(end, run.Do(input), StringComparison.Ordinal);
    }

    [Fact]
    public void Why_a_run_was_aborted_is_kept_and_told()
    {
        var run = new Rehearsal(Step("a"), Step("b", "a"));
        run.Do(new RunInput.Abort("ada", "no money\nleft.  "));
        run.End("a", AttemptOutcome.Cancelled);

        Assert.Equal("no money left", Assert.Single(run.Facts.OfType<RunFact.AbortAsked>()).Reason);
        Assert.Equal((RunStatus.Aborted, "Aborted by ada: no money left."), (run.State.Status, run.State.Message));
        Assert.Equal("Cancelled: the run was aborted by ada: no money left.", run.Why("b"));
    }

    [Fact]
    public void A_reason_is_one_short_line_and_without_one_there_is_no_fact()
    {
        var run = new Rehearsal(Step("a"));
        run.Do(new RunInput.Abort("ada", new string('x', 499) + "\U0001F600"));
        Assert.Equal(499, Assert.Single(run.Facts.OfType<RunFact.AbortAsked>()).Reason.Length);
        Assert.DoesNotContain(With("  \n").Facts, fact => fact is RunFact.AbortAsked);

        static Rehearsal With(string reason)
        {
            var run = new Rehearsal(Step("a"));
            run.Do(new RunInput.Abort("ada", reason));
            return run;
        }
    }

    [Fact]
    public void What_an_abort_cancels_is_cancelled_because_of_nothing_else()
    {
        var run = new Rehearsal(
            Group("one", Step("one/a"), Step("one/b", "one/a")), Group("two", Step("two/a")) with { Needs = [new Need("one")] },
            Group("three", Step("three/a")) with { Needs = [new Need("two")] });
        run.Do(new RunInput.Abort("ada"));
        run.End("one/a", AttemptOutcome.Cancelled);

        Assert.Equal(RunStatus.Aborted, run.State.Status);
        Assert.All(
            Enumerable.Range(1, run.State.Count - 1),
            node => Assert.Equal((NodeStatus.Cancelled, -1), (run.State.StatusOf(node), run.State.CauseOf(node))));
    }

    [Fact]
    public void What_waits_for_a_step_that_waits_for_a_place_is_told_of_that_limit()
    {
        var run = new Rehearsal(Group("", Group("g", Step("g/a"), Step("g/b"), Step("g/c", "g/b")) with { MaxParallel = 1 }));

        Assert.Equal("Waits for a place in group 'g': 1 of 1 taken (by g/a).", run.Why("g/b"));
        Assert.Equal(
            "Waits for 'g/b' to succeed; it is waiting itself: waits for a place in group 'g': 1 of 1 taken (by g/a).", run.Why("g/c"));
    }

    [Fact]
    public void A_pool_never_holds_more_than_its_places()
    {
        var step = (string id) => Step(id) with { Pools = ["p"] };
        var run = new Rehearsal(Group("", step("a"), step("b"), step("c")), [new PoolSpec("p", 2)]);
        Assert.Equal("a b", run.Running);
        Assert.Contains("pool 'p': 2 of 2 taken (by a, b)", run.Why("c"), StringComparison.Ordinal);
        Assert.Equal("b c", run.Succeed("a").Running);
    }

    [Fact]
    public void A_limited_group_opens_so_many_members()
    {
        var run = new Rehearsal(Group("", Group("g", Step("g/a")), Group("h", Step("h/b")), Step("c")) with { MaxParallel = 2 });
        Assert.Equal("g/a h/b", run.Running);
        Assert.Equal("h/b c", run.Succeed("g/a").Running);
    }

    [Fact]
    public void Of_two_that_could_start_the_higher_priority_does()
    {
        var run = new Rehearsal(Group("", Step("a"), Step("b") with { Priority = 1 }, Step("c")) with { MaxParallel = 1 });
        Assert.Equal("b", run.Running);
        Assert.Equal("a", run.Succeed("b").Running);
    }

    [Fact]
    public void A_failure_blocks_what_needs_it_and_names_the_root_cause()
    {
        var run = new Rehearsal(Step("a"), Step("b", "a"), Step("c", "b"), Step("d")).Fail("a");
        Assert.Equal(NodeStatus.Blocked, run.Status("c"));
        Assert.Equal("d", run.Running);
        Assert.Contains("'a' failed", run.Why("c"), StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, run.Succeed("d").State.Status);
        Assert.Equal("Failed: a.", run.State.Message);
    }

    [Fact]
    public void What_was_blocked_waits_again_when_its_cause_is_retried()
    {
        var run = new Rehearsal(Step("a"), Step("b", "a"), Step("c")).Fail("a");
        Assert.Null(run.Do(new RunInput.Retry(run.At("a"), "ann")));
        Assert.Equal(NodeStatus.Waiting, run.Status("b"));
        Assert.Equal("a c", run.Running);
        Assert.Equal(RunStatus.Succeeded, run.Succeed("a", "b", "c").State.Status);
    }

    [Fact]
    public void A_blocked_step_cannot_be_retried_and_says_what_can()
    {
        var run = new Rehearsal(Step("a"), Step("b", "a"), Step("c")).Fail("a");
        Assert.Equal("'b' is blocked by 'a'; retry that: 'tasker runs retry r a'.", run.Do(new RunInput.Retry(run.At("b"), "ann")));
    }

    [Fact]
    public void A_tolerated_failure_stops_nobody()
    {
        var run = new Rehearsal(Step("a") with { OnFailure = FailurePolicy.Continue }, Step("b", "a")).Fail("a");
        Assert.Equal("b", run.Running);
        Assert.Equal(RunStatus.Succeeded, run.Succeed("b").State.Status);
    }

    [Fact]
    public void A_failure_that_stops_the_run_stops_everything()
    {
        var run = new Rehearsal(Step("a") with { OnFailure = FailurePolicy.Stop }, Step("b"), Step("c", "b")).Fail("a");
        Assert.Equal(RunStatus.Stopping, run.State.Status);
        Assert.Equal(NodeStatus.Cancelled, run.Status("c"));
        run.End("b", AttemptOutcome.Cancelled);
        Assert.Equal(RunStatus.Failed, run.State.Status);
    }

    [Fact]
    public void A_fail_fast_group_cancels_its_other_members_only()
    {
        var run = new Rehearsal(Group("g", Step("g/a"), Step("g/b"), Step("g/c", "g/b")) with { FailFast = true }, Step("d")).Fail("g/a");
        Assert.Equal(StopCause.Failure, run.State.StopOf(run.At("g/b")));
        Assert.Equal(NodeStatus.Cancelled, run.Status("g/c"));
        Assert.Equal(StopCause.None, run.State.StopOf(run.At("d")));
    }

    [Fact]
    public void Stopped_work_has_not_succeeded_whatever_its_exit_code()
    {
        var run = new Rehearsal(Group("g", Step("g/a"), Step("g/b")) with { FailFast = true }).Fail("g/a").Succeed("g/b");
        Assert.Equal(NodeStatus.Cancelled, run.Status("g/b"));
    }

    [Fact]
    public void Waits_double_up_to_the_cap()
    {
        var policy = new RetryPolicy(5, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), 2, 0, []);
        var run = new Rehearsal(Step("a") with { Retry = policy });
        foreach (var wait in new[] { 2.0, 4, 5, 5 })
        {
            run.Fail("a");
            Assert.Equal(wait, run.NextIn);
            run.Wait(wait);
        }

        Assert.Equal(NodeStatus.Failed, run.Fail("a").Status("a"));
        Assert.Equal(5, run.State.AttemptsOf(run.At("a")));
    }

    [Fact]
    public void A_wait_is_as_long_in_the_run_as_in_its_journal()
    {
        var policy = new RetryPolicy(3, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), 1.5, 0.25, []);

        var wait = policy.DelayAfter(1, 0.123456789, null);

        Assert.Equal(0, wait!.Value.Ticks % TimeSpan.TicksPerMicrosecond);
    }

    [Fact]
    public void Chance_lengthens_a_wait_by_at_most_the_jitter()
    {
        var policy = new RetryPolicy(2, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), 2, 0.5, []);
        Assert.Equal(15, new Rehearsal(Step("a") with { Retry = policy }).Fail("a", chance: 1).NextIn);
    }

    [Fact]
    public void Only_named_exit_codes_are_tried_again()
    {
        var policy = RetryPolicy.Times(3, TimeSpan.FromSeconds(1)) with { OnExitCodes = [75] };
        Assert.Equal(NodeStatus.RetryWait, new Rehearsal(Step("a") with { Retry = policy }).Fail("a", 75).Status("a"));
        Assert.Equal(NodeStatus.Failed, new Rehearsal(Step("a") with { Retry = policy }).Fail("a", 1).Status("a"));
    }

    [Fact]
    public void A_step_that_waits_for_its_next_try_holds_no_place()
    {
        var step = (string id) => Step(id) with { Pools = ["p"], Retry = RetryPolicy.Times(2, TimeSpan.FromSeconds(60)) };
        var run = new Rehearsal(Group("", step("a"), step("b")), [new PoolSpec("p", 1)]).Fail("a");
        Assert.Equal("b", run.Running);
        Assert.Contains("holds no place", run.Why("a"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_is_tried_again_as_a_whole()
    {
        var group = Group("g", Step("g/a"), Step("g/b", "g/a")) with { Retry = RetryPolicy.Times(2, TimeSpan.FromSeconds(3)) };
        var run = new Rehearsal(group, Step("c", "g")).Succeed("g/a").Fail("g/b");
        Assert.Equal(NodeStatus.RetryWait, run.Status("g"));
        run.Wait(3);
        Assert.Equal("g/a", run.Running);
        run.Succeed("g/a", "g/b");
        Assert.Equal("c", run.Running);
    }

    [Fact]
    public void The_smallest_time_limit_wins()
    {
        var limited = Step("g/a") with { TimeLimit = TimeSpan.FromSeconds(50) };
        var group = Group("g", limited) with { TimeLimit = TimeSpan.FromSeconds(20) };
        var run = new Rehearsal(Group("", group) with { TimeLimit = TimeSpan.FromSeconds(90) });
        Assert.Equal(20, run.NextIn);
        run.Wait(20).End("g/a", AttemptOutcome.Cancelled);
        Assert.Equal(NodeStatus.Failed, run.Status("g"));
        Assert.Contains("20s", run.State.NoteOf(run.At("g")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_over_its_limit_ends_as_timed_out()
    {
        var run = new Rehearsal(Group("", Step("a")) with
        {
            TimeLimit = TimeSpan.FromSeconds(5),
        }).Wait(5).End("a", AttemptOutcome.Cancelled);
        Assert.Equal(RunStatus.TimedOut, run.State.Status);
    }

    [Fact]
    public void A_false_condition_skips_and_what_needs_it_is_skipped_too()
    {
        var run = new Rehearsal(Step("a") with { Condition = "1 > 2" }, Step("b", "a"), Step("c"));
        Assert.Equal(NodeStatus.Skipped, run.Status("b"));
        Assert.Equal(RunStatus.Succeeded, run.Succeed("c").State.Status);
    }

    [Fact]
    public void A_sequence_goes_on_after_a_skipped_member()
    {
        var run = new Rehearsal(Group("", Step("a") with { Condition = "false" }, Step("b")) with { Order = GroupOrder.Sequence });
        Assert.Equal("b", run.Running);
    }

    [Fact]
    public void Conditions_see_outputs_of_earlier_steps()
    {
        var run = new Rehearsal(Step("a"), Step("b", "a") with { Condition = "steps.a.outputs.n > 3" });
        Assert.Equal("b", run.Succeed("a", "n", Value.Of(4)).Running);
    }

    [Fact]
    public void Always_run_steps_run_after_failure_and_abort()
    {
        var run = new Rehearsal(Step("a"), Step("b", "a"), Step("clean", "b") with { Always = true });
        Assert.Equal("clean", run.Fail("a").Running);

        run = new Rehearsal(Step("a"), Step("clean", "a") with { Always = true });
        run.Do(new RunInput.Abort("ann"));
        Assert.Equal("clean", run.End("a", AttemptOutcome.Cancelled).Running);
        run.Do(new RunInput.Abort("ann"));
        Assert.Equal(RunStatus.Aborted, run.End("clean", AttemptOutcome.Cancelled).State.Status);
    }

    [Fact]
    public void A_lost_attempt_is_tried_again_uncharged_but_not_for_ever()
    {
        var run = new Rehearsal(Step("a"));
        for (var i = 0; i < RunRules.MostLosses; i++)
        {
            run.End("a", AttemptOutcome.Lost);
            Assert.Equal("a", run.Running);
        }

        Assert.Equal(NodeStatus.Failed, run.End("a", AttemptOutcome.Lost).Status("a"));
    }

    [Fact]
    public void A_run_that_can_never_go_on_ends_and_says_why()
    {
        var run = new Rehearsal(Group("", Group("g", Step("g/a", "b")), Step("b")) with { MaxParallel = 1 });
        Assert.Equal(RunStatus.Failed, run.State.Status);
        Assert.Contains("Nothing could start any more", run.State.Message, StringComparison.Ordinal);
    }
}
