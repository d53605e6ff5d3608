using Tasker.Core.Runs;

namespace Tasker.Formats.Tests.Steps;

/// <summary>What translated steps do when they are run by the rules.</summary>
public sealed class StepsRunTests
{
    private const string Checked = """
        step_2_mix:
          pre_flight:
            - {task: a, command: a}
            - {task: b, command: b}
            - {task: c, command: c}
            - {task: d, command: d}
          main: {agent: baker}
          post_validation:
            - {task: x, command: x}
            - {task: y, command: y, critical: true}
            - {task: z, command: z}
        """;

    private const string Background = """
        step_3_bake:
          main: {script: bake.py, mode: background}
          background:
            - {task: heat, command: cat heat, alert_on: fire}
        """;

    private static StepsStory Story(string definitions, string request) => new(new Kitchen { Definitions = definitions }.Cook(request));

    [Fact]
    public void At_most_three_checks_run_at_once_and_none_is_dropped()
    {
        var story = Story(Checked, "2").When("step-2/pre/a", [null]).When("step-2/pre/b", [null]).When("step-2/pre/c", [null])
            .When("step-2/pre/d", [null]).Play();

        Assert.Equal(3, story.Run.RunningSteps().Count);
        Assert.Equal(NodeStatus.Waiting, story.Status("step-2/pre/d"));
        story.End("step-2/pre/a", AttemptEnd.Done);
        Assert.Equal(NodeStatus.Running, story.Status("step-2/pre/d"));
    }

    [Fact]
    public void The_first_failed_pre_flight_check_stops_its_siblings_and_main_never_runs()
    {
        var story = Story(Checked, "2").When("step-2/pre/a", [null]).When("step-2/pre/b", StepsStory.Exit(1)).Play();

        Assert.Equal(NodeStatus.Cancelled, story.Status("step-2/pre/a"));
        Assert.Equal(NodeStatus.Cancelled, story.Status("step-2/pre/d"));
        Assert.Equal((NodeStatus.Blocked, NodeStatus.Blocked), (story.Status("step-2/test"), story.Status("step-2/main")));
        Assert.Equal((NodeStatus.Failed, RunStatus.Failed), (story.Status("step-2"), story.Run.Status));
    }

    [Fact]
    public void A_failed_test_means_that_main_is_never_started()
    {
        var story = Story(Background, "3").When("step-3/test", StepsStory.Exit(1)).Play();

        Assert.Equal(NodeStatus.Blocked, story.Status("step-3/main"));
        Assert.Equal(0, story.Run.AttemptsOf(story.Node("step-3/main")));
    }

    [Fact]
    public void Every_post_check_runs_and_one_that_is_not_critical_does_not_fail_the_step()
    {
        var story = Story(Checked, "2").When("step-2/post/x", StepsStory.Exit(1)).Play();

        Assert.Equal((NodeStatus.Failed, NodeStatus.Succeeded, NodeStatus.Succeeded),
            (story.Status("step-2/post/x"), story.Status("step-2/post/z"), story.Status("step-2")));
        Assert.Equal(RunStatus.Succeeded, story.Run.Status);
    }

    [Fact]
    public void A_critical_post_check_fails_the_step_after_all_have_run()
    {
        var story = Story(Checked, "2-4").When("step-2/post/y", StepsStory.Exit(1)).Play();

        Assert.Equal((NodeStatus.Succeeded, NodeStatus.Failed), (story.Status("step-2/post/z"), story.Status("step-2")));
        Assert.Equal(NodeStatus.Blocked, story.Status("step-3"));
    }

    [Fact]
    public void Later_steps_go_on_beside_background_work_but_not_those_that_need_it()
    {
        var story = Story(Background, "2-5").When("step-3/main", [null]).Play();

        Assert.Equal((NodeStatus.Running, NodeStatus.Succeeded), (story.Status("step-3"), story.Status("step-4")));
        Assert.Equal(NodeStatus.Waiting, story.Status("step-5"));
        story.End("step-3/main", AttemptEnd.Done);
        Assert.Equal((NodeStatus.Succeeded, RunStatus.Succeeded), (story.Status("step-5"), story.Run.Status));
    }

    [Fact]
    public void Failed_background_work_blocks_only_what_needs_it()
    {
        var story = Story(Background, "2-5").When("step-3/main", [null]).Play().End("step-3/main", StepsStory.Exit(3));

        Assert.Equal((NodeStatus.Failed, NodeStatus.Succeeded, NodeStatus.Blocked),
            (story.Status("step-3"), story.Status("step-4"), story.Status("step-5")));
    }

    [Fact]
    public void Background_work_that_never_gets_up_stops_what_follows_unless_it_may_be_skipped()
    {
        var stop = Story(Background, "3-4").When("step-3/test", StepsStory.Exit(1)).Play();
        var skip = Story(Background + "\n  on_failure: skip\n", "3-5").When("step-3/test", StepsStory.Exit(1)).Play();

        Assert.Equal(NodeStatus.Blocked, stop.Status("step-4"));
        Assert.Equal((NodeStatus.Succeeded, NodeStatus.Blocked), (skip.Status("step-4"), skip.Status("step-5")));
    }

    [Fact]
    public void A_step_that_may_be_skipped_fails_without_stopping_the_next()
    {
        var story = Story("step_2_a: {on_failure: skip, main: {agent: baker}}\nstep_3_b: {needs: []}", "2-4")
            .When("step-2/main", StepsStory.Exit(1)).Play();

        Assert.Equal((NodeStatus.Failed, NodeStatus.Succeeded), (story.Status("step-2"), story.Status("step-4")));
        Assert.Equal(RunStatus.Succeeded, story.Run.Status);
    }

    [Fact]
    public void A_retried_step_begins_with_its_checks_again()
    {
        var story = Story(Checked + "\n  on_failure: retry\n", "2").When("step-2/pre/a", StepsStory.Exit(1))
            .When("step-2/main", StepsStory.Exit(1)).Play();

        Assert.Equal((NodeStatus.Succeeded, 3, 3),
            (story.Status("step-2"), story.Run.AttemptsOf(story.Node("step-2")), story.Run.AttemptsOf(story.Node("step-2/pre/a"))));
    }

    [Fact]
    public void A_bad_chunk_is_mended_and_done_anew_and_good_ones_are_kept()
    {
        var story = Story("step_3_b:\n  main: {mode: chunked, chunks: [100, 900], checkpoint_every: 500}\n", "3")
            .When("step-3/main/chunk-2/check", StepsStory.Exit(1)).Play();

        Assert.Equal(RunStatus.Succeeded, story.Run.Status);
        Assert.Equal((1, 2), (story.Run.AttemptsOf(story.Node("step-3/main/chunk-1/to-100")),
            story.Run.AttemptsOf(story.Node("step-3/main/chunk-2/to-500"))));
        Assert.Equal((0, 1),
            (story.Run.AttemptsOf(story.Node("step-3/main/chunk-1/fix")), story.Run.AttemptsOf(story.Node("step-3/main/chunk-2/fix"))));
    }

    [Fact]
    public void A_chunk_is_not_done_anew_for_ever()
    {
        var bad = StepsStory.Exit(1);
        var story = Story("step_3_b:\n  main: {mode: chunked, chunks: [100, 900], chunk_retries: 1}\n", "3")
            .When("step-3/main/chunk-1/check", bad, bad, bad).Play();

        Assert.Equal((RunStatus.Failed, 2), (story.Run.Status, story.Run.AttemptsOf(story.Node("step-3/main/chunk-1/to-100"))));
        Assert.Equal(NodeStatus.Blocked, story.Status("step-3/main/chunk-2"));
    }

    [Theory]
    [InlineData("yes", 1)]
    [InlineData("no", 2)]
    public void Streaming_stops_when_there_is_enough(string first, int batches)
    {
        var story = Story("step_5_s:\n  main: {mode: streaming, command: sell, batches: 3, size: 5, enough: test -e x}\n", "5")
            .When("step-5/main/enough-1", StepsStory.Told("enough", first))
            .When("step-5/main/enough-2", StepsStory.Told("enough", "yes")).Play();

        Assert.Equal(RunStatus.Succeeded, story.Run.Status);
        Assert.Equal(batches, Enumerable.Range(1, 3).Count(i => story.Status($"step-5/main/batch-{i}") is NodeStatus.Succeeded));
        Assert.Equal(NodeStatus.Skipped, story.Status("step-5/main/batch-3"));
    }

    [Fact]
    public void A_question_for_enough_that_fails_is_no_answer_and_the_next_batch_is_done()
    {
        var story = Story("step_5_s:\n  main: {mode: streaming, command: sell, batches: 2, enough: test -e x}\n", "5")
            .When("step-5/main/enough-1", StepsStory.Exit(1)).Play();

        Assert.Equal((RunStatus.Succeeded, NodeStatus.Succeeded), (story.Run.Status, story.Status("step-5/main/batch-2")));
    }

    [Fact]
    public void Prose_for_an_agent_never_stops_a_step_and_prose_for_people_is_passed_over()
    {
        const string prose = "step_2_a:\n  pre_flight: [{verify: Is it warm?}]\n  main: {command: ls}\n";
        var asked = Story(prose, "2").When("step-2/pre/verify", StepsStory.Exit(1)).Play();
        var manual = new StepsStory(new Kitchen { Definitions = prose, Agents = [], Spec = "- [ ] **STEP 2**: A" }.Cook("2")).Play();

        Assert.Equal((NodeStatus.Failed, RunStatus.Succeeded), (asked.Status("step-2/pre/verify"), asked.Run.Status));
        Assert.Equal((NodeStatus.Skipped, RunStatus.Succeeded), (manual.Status("step-2/pre/verify"), manual.Run.Status));
    }
}
