using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Settings;
using Tasker.Formats.PhaseTasks.Results;
using Tasker.Testing;

namespace Tasker.Formats.Tests.PhaseTasks;

public sealed class PhaseRunTests
{
    private const string Two = """
        ## Phase: One
        ### Agents
        - ann
        - bob
        - eve
        ### Steps
        - agent: ann - First?
        - agent: bob - Second?
        - aggregate: consensus
        ### Outputs
        - Key point
        - Report
        ## Phase: Verdict
        dependsOn: One
        critical: true
        ### Steps
        - agent: ann - Decide.
        """;

    private static readonly Value.Map Inputs = Value.Map.Empty.With("amount", Value.Of(5));

    [Fact]
    public void Agents_of_a_phase_are_asked_at_once_each_once_and_aggregates_see_them_all()
    {
        var run = new Committee(
            Two, Inputs, (agent, _) => $$"""{"response":"{{agent.Name}} says so","position":"BUY","keyPoint":"{{agent.Name}}!"}""");
        Assert.Equal(["one/ann", "one/bob", "one/eve"], run.State.RunningSteps().Select(run.State.IdOf));

        run.Play();

        Assert.Equal(["one/ann", "one/bob", "one/eve", "verdict/ann"], run.Asked);
        Assert.Equal(Value.Of(3), run.State.OutputsOf(run.At("one/consensus"))["answered"]);
        Snapshot.Match(run.Story + ValueJson.Write(PhaseExecution.Of(run.State).Result()) + "\n");
    }

    [Fact]
    public void Without_parallel_agents_are_asked_one_after_the_other_in_listed_order()
    {
        var inOrder = Two.Replace("### Agents", "parallel: false\n### Agents", StringComparison.Ordinal);
        var run = new Committee(inOrder, Inputs, (_, _) => "yes");
        Assert.Equal(["one/ann"], run.State.RunningSteps().Select(run.State.IdOf));
        Assert.Equal(["one/ann", "one/bob", "one/eve", "verdict/ann"], run.Play().Asked);
    }

    [Fact]
    public void One_agent_that_fails_is_tried_again_and_does_not_stop_the_others()
    {
        var run = new Committee(Two, Inputs, (agent, _) => agent.Name == "bob" ? null : "Position: BUY").Play();
        Assert.Equal(RunStatus.Succeeded, run.State.Status);
        Assert.Equal(3, run.Asked.Count(id => id == "one/bob"));
        Assert.Equal((3, "failed"), (PhaseExecution.Of(run.State).ErrorCount,
            ((Value.Map)PhaseExecution.Of(run.State).Phases[0].AgentResponses["bob"])["status"].ToText()));
    }

    [Fact]
    public void A_phase_that_nobody_answers_fails_is_tried_again_with_doubled_waits_and_ends_the_run()
    {
        const string Task = """
            ```yaml
            retry: {maxAttempts: 3, backoffMs: 2000}
            ```
            ## Phase: One
            retry: 3
            ### Steps
            - agent: ann - x
              retry: 1
            ## Phase: Two
            dependsOn: One
            ### Steps
            - later
            """;
        var run = new Committee(Task, Inputs, (_, _) => null);
        var waits = new List<double>();
        while (!run.State.HasEnded)
        {
            run.Answer(run.At("one/ann"));
            if (!run.State.HasEnded)
            {
                var before = run.Now;
                run.Play(mostTimers: 0);
                var due = run.Events.FindLast(e => e.Name == "phase:failed")!.Data["retryAt"];
                waits.Add(((Value.Number)due).Amount - before.ToUnixTimeMilliseconds());
                run.Wait(TimeSpan.FromMilliseconds(waits[^1]));
            }
        }

        Assert.Equal([1000, 2000], waits);
        Assert.Equal((RunStatus.Failed, NodeStatus.Cancelled), (run.State.Status, run.State.StatusOf(run.At("two"))));
        Assert.Equal("execution:error", run.Events[^1].Name);
        Assert.Contains("0 of 1 agents answered", run.State.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phase_that_fails_for_good_stops_those_beside_it_and_the_run_waits_for_them()
    {
        const string Task = "## Phase: Good\n### Steps\n- agent: ann - x\n## Phase: Bad\n### Steps\n- agent: bob - x\n  retry: 1\n";
        var run = new Committee(Task, Inputs, (_, _) => null);
        run.Answer(run.At("bad/bob"));
        Assert.False(run.State.HasEnded);
        Assert.Equal(["good/ann"], run.State.RunningSteps().Select(run.State.IdOf));

        run.Do(new RunInput.AttemptEnded(run.At("good/ann"), 1, AttemptEnd.Failure("stopped")));

        Assert.Equal(RunStatus.Failed, run.State.Status);
        Assert.Equal(["aborted", "failed"], PhaseExecution.Of(run.State).Phases.Select(p => p.Status));
        Assert.Single(run.Events, e => e.Name == "phase:failed" && e.Data["phase"].ToText() == "Bad");
    }

    [Fact]
    public void A_phase_that_runs_out_of_time_has_failed_and_is_not_tried_again()
    {
        const string Task =
            "## Phase: One\nretry: 3\ntimeout: 5 seconds\n### Steps\n- wait: 1 minute\n## Phase: Two\ndependsOn: One\n### Steps\n- x\n";
        var run = new Committee(Task, Inputs, (_, _) => "x");
        var begun = run.Now;
        run.Play();

        Assert.Equal((RunStatus.Failed, TimeSpan.FromSeconds(5)), (run.State.Status, run.Now - begun));
        Assert.Contains("time limit of 5", run.State.NoteOf(run.At("one")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_false_validation_ends_the_run_at_once_with_its_text()
    {
        const string Task = """
            ```yaml
            retry: {maxAttempts: 3, backoffMs: 1}
            requirements: {amount: number}
            ```
            ## Phase: One
            ### Steps
            - validation: input.amount > 1000
            - agent: ann - x
            """;
        var run = new Committee(Task, Inputs, (_, _) => "yes").Play();
        Assert.Equal(RunStatus.Failed, run.State.Status);
        Assert.Contains("Validation failed: input.amount > 1000", run.State.Message, StringComparison.Ordinal);
        Assert.Empty(run.Asked);
    }

    [Fact]
    public void A_sentence_is_judged_where_a_judge_is_named_and_unproven_elsewhere()
    {
        const string Task = "## Phase: One\n### Steps\n- agent: ann - x\n- validation: All is well\n";
        var unproven = new Committee(Task, Inputs, (_, _) => "yes").Play();
        Assert.Equal(
            (RunStatus.Succeeded, Value.False), (unproven.State.Status, unproven.State.OutputsOf(unproven.At("one/validation"))["proven"]));

        var judged = new PhaseSettings { Judge = "judge" };
        var passed = new Committee(Task, Inputs, (agent, _) => agent.Name == "judge" ? "PASS" : "x", judged).Play();
        Assert.Equal(
            (RunStatus.Succeeded, Value.True), (passed.State.Status, passed.State.OutputsOf(passed.At("one/validation"))["proven"]));

        var failed = new Committee(Task, Inputs, (agent, _) => agent.Name == "judge" ? "FAIL: it is not" : "x", judged).Play();
        Assert.Contains(
            "All is well: judge judges that this does not hold. FAIL: it is not", failed.State.Message, StringComparison.Ordinal);

        var gone = new Committee(Task, Inputs, (agent, _) => agent.Name == "judge" ? null : "x", judged).Play();
        Assert.Equal((RunStatus.Succeeded, Value.False), (gone.State.Status, gone.State.OutputsOf(gone.At("one/validation"))["proven"]));
    }

    [Fact]
    public void At_most_three_phases_are_open_at_once_or_what_the_settings_say()
    {
        var task = string.Concat(Enumerable.Range(0, 8).Select(i => $"## Phase: p{i}\n### Steps\n- agent: a{i} - x\n"));
        Assert.Equal(3, new Committee(task, Inputs, (_, _) => "x").State.RunningSteps().Count);
        Assert.Equal(5, new Committee(task, Inputs, (_, _) => "x", new PhaseSettings { MaxConcurrent = 5 }).State.RunningSteps().Count);
        Assert.Equal(2, new Committee(task, Inputs, (_, _) => "x", new PhaseSettings { MaxAgents = 2 }).State.RunningSteps().Count);
    }

    [Fact]
    public void A_skipped_phase_lets_those_that_depend_on_it_go_on()
    {
        const string skipped = "## Phase: Zero\nwhen: false\n### Steps\n- x\n## Phase: One\ndependsOn: Zero";
        var run = new Committee(Two.Replace("## Phase: One", skipped, StringComparison.Ordinal), Inputs, (_, _) => "x").Play();
        Assert.Equal((RunStatus.Succeeded, "skipped"), (run.State.Status, PhaseExecution.Of(run.State).Phases[0].Status));
    }

    [Fact]
    public void The_smallest_time_limit_wins_and_what_was_done_is_in_the_result()
    {
        const string Task =
            "```yaml\nmaxExecutionTime: 1 minute\n```\n## Phase: One\n### Steps\n- agent: ann - x\n"
                + "## Phase: Two\ndependsOn: One\n### Steps\n- wait: 1 hour\n";
        var run = new Committee(Task, Inputs, (_, _) => "x", new PhaseSettings { MaxExecutionTime = TimeSpan.FromSeconds(30) }).Play();
        Assert.Equal(RunStatus.TimedOut, run.State.Status);
        Assert.Equal(30_000, PhaseExecution.Of(run.State).Duration.TotalMilliseconds);
        var last = run.Events[^1];
        Assert.Equal("execution:timeout", last.Name);
        Assert.Equal(["completed", "aborted"], PhaseExecution.Of(run.State).Phases.Select(p => p.Status));
        Assert.NotEqual(Value.None, last.Data["result"]);
    }

    [Fact]
    public void Paused_nothing_new_begins_and_the_clock_stands_still()
    {
        var run = new Committee(Two, Inputs, (_, _) => "x");
        Assert.Null(run.Do(new RunInput.Pause("ann")));
        run.Answer(run.At("one/ann"));
        run.Answer(run.At("one/bob"));
        run.Answer(run.At("one/eve"));
        run.Wait(TimeSpan.FromHours(1));
        Assert.Equal((RunStatus.Paused, "paused"), (run.State.Status, PhaseExecution.Of(run.State).Status));

        Assert.Null(run.Do(new RunInput.Resume("ann")));
        Assert.Equal(RunStatus.Succeeded, run.Play().State.Status);
        Assert.NotNull(run.Do(new RunInput.Pause("ann")));
        Assert.Contains(run.Events, e => e.Name == "checkpoint:created" && e.Data["label"].ToText() == "Verdict");
    }

    [Fact]
    public void Aborted_it_ends_as_aborted_and_stays_so()
    {
        var run = new Committee(Two, Inputs, (_, _) => "x");
        run.Do(new RunInput.Abort("ann"));
        foreach (var node in run.State.RunningSteps())
        {
            run.Do(new RunInput.AttemptEnded(node, 1, AttemptEnd.Failure("stopped")));
        }

        Assert.Equal((RunStatus.Aborted, "execution:abort"), (run.State.Status, run.Events[^1].Name));
    }

    [Fact]
    public void Restored_to_a_checkpoint_the_phases_after_it_are_run_again()
    {
        const string Task = """
            ## Phase: One
            critical: true
            ### Steps
            - agent: ann - x
            ## Phase: Two
            dependsOn: One
            ### Steps
            - agent: bob - x
            ## Phase: Three
            dependsOn: Two
            ### Steps
            - agent: eve - {{phases.Two.agentResponses.bob.response}}
            """;
        var run = new Committee(Task, Inputs, (_, _) => "x");
        run.Answer(run.At("one/ann"));
        run.Answer(run.At("two/bob"));
        Assert.Equal(["three/eve"], run.State.RunningSteps().Select(run.State.IdOf));

        Assert.Null(run.Do(new RunInput.Restore("One")));
        Assert.Contains(run.Events, e => e.Name == "checkpoint:restored");
        run.Do(new RunInput.AttemptEnded(run.At("three/eve"), 1, AttemptEnd.Failure("stopped")));
        run.Play();

        Assert.Equal(RunStatus.Succeeded, run.State.Status);
        Assert.Equal(["one/ann", "two/bob", "two/bob", "three/eve"], run.Asked);
        Assert.Equal(0, PhaseExecution.Of(run.State).ErrorCount);
    }

    [Fact]
    public void An_unknown_aggregate_is_the_failure_of_its_step_and_with_it_of_the_phase()
    {
        var run = new Committee("## Phase: One\n### Steps\n- agent: ann - x\n- aggregate: consensys\n", Inputs, (_, _) => "x").Play();
        Assert.Equal(NodeStatus.Failed, run.State.StatusOf(run.At("one/consensys")));
        Assert.Equal(RunStatus.Failed, run.State.Status);
    }

    [Fact]
    public void The_verdict_of_several_is_their_vote_else_what_each_said()
    {
        const string Task = "## Phase: Verdict\n### Steps\n- agent: ann - x\n- agent: bob - x\n";
        var said = new Committee(Task, Inputs, (agent, _) => agent.Name).Play();
        Assert.Equal("""{"ann":"ann","bob":"bob"}""", PhaseExecution.Of(said.State).Verdict.ToText());

        var voted = new Committee(Task + "- aggregate: vote\n", Inputs, (_, _) => "Vote: BUY").Play();
        Assert.Equal(Value.Of("BUY"), ((Value.Map)PhaseExecution.Of(voted.State).Verdict)["winner"]);
    }
}
