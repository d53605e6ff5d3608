using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.Steps.Translation;
using Tasker.Testing;

namespace Tasker.Formats.Tests.Steps;

public sealed class StepsTranslatorTests
{
    private const string Full = """
        step_2_mix:
          pre_flight:
            - task: "flour"
              command: "test -n \"$FLOUR\""
              timeout: 5
            - task: "scale on?"
              command: "cat scale | head -1"
              timeout: 60
              parallel: false
            - task: "flour"
              command: "ls"
          main:
            agent: baker
            skills: [sourdough, hygiene]
            objective: "Mix the dough"
            script: "mix.py"
            timeout: 300
            success_criteria: ["Soft", "Warm"]
            outputs: [dough.txt]
          post_validation:
            - task: weigh
              command: "wc -c dough.txt"
              timeout: 10
            - task: taste
              command: "grep sour dough.txt"
              critical: true
        """;

    private const string Background = """
        step_3_bake:
          main:
            script: bake.py
            mode: background
            timeout: 300
          background:
            - task: heat
              command: "tail -n 1 heat.txt"
              interval: 10
              alert_on: "fire|nan"
            - alert: "grep ERROR bake.log"
        """;

    private const string Chunked = """
        step_3_bake:
          pre_flight:
            - explore: "Look for loaves"  # 10s
            - verify: "Is the oven hot?"
          main:
            mode: chunked
            chunks: [{size: 100}, {size: 900}]
            checkpoint_every: 500
          background:
            - monitor: "wc -l loaves.txt"
        """;

    [Fact]
    public void A_step_without_definition_is_taken_from_its_section() =>
        Snapshot.Match(WorkflowOutline.Of(new Kitchen().Cook("2"), prompts: true));

    [Fact]
    public void A_step_with_everything_defined() =>
        Snapshot.Match(WorkflowOutline.Of(new Kitchen { Definitions = Full }.Cook("2"), prompts: true));

    [Fact]
    public void Background_work_goes_on_beside_later_steps_but_not_beside_those_that_need_it() =>
        Snapshot.Match(WorkflowOutline.Of(new Kitchen { Definitions = Background }.Cook("2-5")));

    [Fact]
    public void Chunked_work_by_an_agent() =>
        Snapshot.Match(WorkflowOutline.Of(new Kitchen { Definitions = Chunked }.Cook("3"), prompts: true));

    [Fact]
    public void Streaming_work_stops_early_when_there_is_enough() =>
        Snapshot.Match(WorkflowOutline.Of(new Kitchen
        {
            Definitions =
                "step_5_sell:\n  main:\n    mode: streaming\n    command: ./sell --some\n    batches: 3\n    size: 20\n"
                    + "    enough: test -e enough\n",
        }.Cook("5")));

    [Fact]
    public void Test_comes_before_main_in_every_mode()
    {
        foreach (var definitions in new[] { "", Full, Background, Chunked })
        {
            foreach (var step in new Kitchen { Definitions = definitions }.Cook("2-5").Root.Members.Cast<GroupSpec>())
            {
                var names = step.Members.Select(m => m.Id[(step.Id.Length + 1)..]).ToList();
                Assert.Equal(GroupOrder.Sequence, step.Order);
                Assert.Equal(names.IndexOf("main") - 1, names.IndexOf("test"));
            }
        }
    }

    [Theory]
    [InlineData("script: mix.py", "python3 -c \"", "python3 mix.py")]
    [InlineData("script: mix.sh --fast", "sh -n mix.sh", "sh mix.sh --fast")]
    [InlineData("script: tools/mix.bash", "bash -n tools/mix.bash", "bash tools/mix.bash")]
    [InlineData("script: mix.mjs", "node --check mix.mjs", "node mix.mjs")]
    [InlineData("script: mix", "sh -c \"test -e", "./mix")]
    [InlineData("command: python mix.py -n 5", "python -c \"", "python mix.py -n 5")]
    [InlineData("command: make all", "sh -c \"command -v", "make all")]
    [InlineData("command: 'cat a | wc -l > b'", "sh -n -c \"cat a | wc -l > b\"", "cat a | wc -l > b")]
    [InlineData("{script: mix.py, test: python3 mix.py --dry}", "python3 mix.py --dry", "python3 mix.py")]
    public void The_minimal_test_of_a_script_never_does_its_work(string main, string test, string run)
    {
        var workflow = new Kitchen { Definitions = $"step_2_mix:\n  main:\n    {main}\n" }.Cook("2");

        Assert.StartsWith(test, Shown(workflow, "step-2/test"), StringComparison.Ordinal);
        Assert.Equal(run, Shown(workflow, "step-2/main"));
        var env = ((StepAction.Run)((StepSpec)Kitchen.Node(workflow, "step-2/test")).Action).Command.Env;
        Assert.Equal(("1", "2"), (env["TASKER_TEST"], env["TASKER_SAMPLE"]));
        Assert.False(((StepAction.Run)((StepSpec)Kitchen.Node(workflow, "step-2/main")).Action).Command.Env.ContainsKey("TASKER_TEST"));
    }

    [Fact]
    public void A_script_of_unknown_kind_has_a_weak_test_and_that_is_told() =>
        Assert.Contains(new Kitchen { Definitions = "step_2_mix:\n  main:\n    script: mix\n" }.Findings("2"),
            f => f.StartsWith("warning TSK3053", StringComparison.Ordinal));

    [Fact]
    public void An_agent_tries_a_script_that_Tasker_runs()
    {
        var workflow = new Kitchen { Definitions = "step_2_mix:\n  main: {agent: waiter, script: mix.py, run_by: script}\n" }.Cook("2");

        Assert.Equal("waiter", Agent(workflow, "step-2/test").Name);
        Assert.Equal("python3 mix.py", Shown(workflow, "step-2/main"));
    }

    [Fact]
    public void The_mandatory_skill_is_inferred_and_in_every_agent_run()
    {
        var workflow = new Kitchen
        {
            Definitions = "step_2_a:\n  main: {skills: [hygiene, sourdough]}\nstep_3_b:\n  main: {skills: [hygiene], agent: waiter}\n",
        }.Cook("2-4");

        var agents = Kitchen.All(workflow.Root).OfType<StepSpec>().Select(s => s.Action).OfType<StepAction.Agent>().ToArray();
        Assert.Equal(["hygiene", "sourdough"], Agent(workflow, "step-2/main").Skills.AsEnumerable());
        Assert.True(agents.Length >= 6);
        Assert.All(agents, agent => Assert.Equal("hygiene", agent.Skills[0]));
        Assert.All(agents, agent => Assert.Contains("Mandatory: hygiene", agent.Prompt, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_win_over_what_is_inferred()
    {
        var definitions = "step_2_a:\n  main: {skills: [hygiene]}\n";
        var named = new Kitchen { Definitions = definitions, Settings = new StepsSettings { MandatorySkills = ["sourdough"] } }.Cook("2");
        var none = new Kitchen { Definitions = definitions, Settings = new StepsSettings { MandatorySkills = [] } }.Cook("4");

        Assert.Equal(["sourdough", "hygiene"], Agent(named, "step-2/main").Skills.AsEnumerable());
        Assert.Empty(Agent(none, "step-4/main").Skills);
    }

    [Fact]
    public void A_missing_skill_is_told_before_anything_runs()
    {
        var kitchen = new Kitchen { Definitions = "step_2_a:\n  main: {skills: [tinker]}\n", Skills = [] };

        Assert.Null(kitchen.Translate("2").Value);
        Assert.Equal(
            [
                "error TSK3051: There is no skill 'tinker'. "
                    + "Add '.claude/skills/tinker/SKILL.md', or set 'mandatory-skills: []' under 'steps:' in tasker.yaml.",
            ],
            kitchen.Findings("2"));
    }

    [Fact]
    public void Unknown_agents_are_all_told_with_the_nearest_name()
    {
        var kitchen = new Kitchen { Definitions = "step_2_a:\n  main: {agent: bakr}\nstep_3_b:\n  main: {agent: cook}\n" };

        Assert.Null(kitchen.Translate("2-3").Value);
        Assert.Equal(
            [
                "error TSK3050: There is no agent 'bakr'. Did you mean 'baker'?",
                "error TSK3050: There is no agent 'cook'. Use one of baker, waiter, or configure it in tasker.yaml.",
            ],
            kitchen.Findings("2-3"));
    }

    [Fact]
    public void The_executor_of_the_plan_must_be_there() =>
        Assert.Equal(
            ["error TSK3050: There is no agent 'baker'. Configure one under 'agents:' in tasker.yaml, and describe it in .claude/agents."],
            new Kitchen { Agents = [] }.Findings("2"));

    [Fact]
    public void Another_default_agent_stands_in_for_an_executor_that_is_not_there() =>
        Assert.Equal("waiter", Agent(new Kitchen { Agents = ["waiter"], DefaultAgent = "waiter" }.Cook("2"), "step-2/main").Name);

    [Fact]
    public void Without_any_agent_the_command_of_the_section_is_run()
    {
        var kitchen = new Kitchen { Agents = [], Spec = Kitchen.FourSteps.Replace("**Executor**", "Baker", StringComparison.Ordinal) };

        Assert.Equal("python bake.py --in dough.txt", Shown(kitchen.Cook("3"), "step-3/main"));
        Assert.StartsWith("error TSK3052: Nobody can do step 4.", Assert.Single(kitchen.Findings("4")), StringComparison.Ordinal);
    }

    [Fact]
    public void Prose_without_an_agent_is_left_to_people_and_never_executed()
    {
        var kitchen = new Kitchen
        {
            Agents = [],
            Spec = "- [ ] **STEP 1**: A - b",
            Definitions = "step_1_a:\n  pre_flight:\n    - verify: rm -rf /\n  main: {command: ls}\n",
        };

        var check = (StepSpec)Kitchen.Node(kitchen.Cook("1"), "step-1/pre/verify");
        Assert.IsType<StepAction.Check>(check.Action);
        Assert.Equal("false", check.Condition);
        Assert.StartsWith("note TSK3056", Assert.Single(kitchen.Findings("1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_plan_is_never_a_template()
    {
        Assert.Contains("The dough is $${{ soft }}", Agent(new Kitchen().Cook("2"), "step-2/main").Prompt, StringComparison.Ordinal);
        var command = new Kitchen { Definitions = "step_2_a:\n  main:\n    command: echo '${{ x }}'\n" }.Cook("2");
        Assert.Equal("echo '$${{ x }}'", Shown(command, "step-2/main"));
    }

    [Fact]
    public void Variables_that_the_plan_mentions_reach_its_commands()
    {
        var workflow = new Kitchen
        {
            Definitions = "step_2_a:\n  main: {command: 'echo ${OVEN_KEY} $lower $PATHx'}\n",
            Settings = new StepsSettings { PassEnv = ["EXTRA"] },
        }.Cook("2");

        Assert.Equal(
            ["EXTRA", "FLOUR", "OVEN_KEY"],
            ((StepAction.Run)((StepSpec)Kitchen.Node(workflow, "step-2/main")).Action).Command.PassEnv.AsEnumerable());
    }

    [Fact]
    public void Retries_repeat_the_whole_step_and_skip_lets_later_steps_go_on()
    {
        var workflow = new Kitchen
        {
            Definitions =
                "step_2_a:\n  on_failure: retry\n  retry_delay: 1m\nstep_4_b:\n  on_failure: skip\n  needs: [2]\nstep_5_c:\n  needs: [4]\n",
        }.Cook("2-5");

        Assert.Equal(RetryPolicy.Times(3, TimeSpan.FromMinutes(1)), Kitchen.Node(workflow, "step-2").Retry);
        Assert.Equal(FailurePolicy.Continue, Kitchen.Node(workflow, "step-4").OnFailure);
        Assert.Equal(
            [new Need("step-4", NeedKind.Passed), new Need("step-4/main"), new Need("step-4")],
            Kitchen.Node(workflow, "step-5").Needs.AsEnumerable());
    }

    [Fact]
    public void Background_work_that_may_fail_has_a_gate_for_the_next_step()
    {
        var workflow = new Kitchen { Definitions = Background + "\n  on_failure: skip\n" }.Cook("3-4");

        Assert.Equal([new Need("step-3/gate", NeedKind.Passed)], Kitchen.Node(workflow, "step-4").Needs.AsEnumerable());
        Assert.True(Kitchen.Node(workflow, "step-3/gate").Always);
    }

    [Fact]
    public void A_needed_step_that_is_neither_ticked_nor_run_is_told() =>
        Assert.Equal(
            [
                "warning TSK3054: Step 5 needs the result of step 3, which is not ticked. "
                    + "Use 'tasker do 3' first if the result is not there.",
            ],
            new Kitchen().Findings("5"));

    [Fact]
    public void A_definition_of_no_step_is_told() =>
        Assert.StartsWith(
            "warning TSK3032", Assert.Single(new Kitchen { Definitions = "step_9_x: {}\n" }.Findings("2")), StringComparison.Ordinal);

    [Theory]
    [InlineData("error|failed|nan", @"(?i)error|failed|\bnan\b")]
    [InlineData("OOM", @"(?i)\bOOM\b")]
    [InlineData(@"loss=\d+|nan", @"(?i)(?:loss=\d+|nan)")]
    public void Alert_words_ignore_case_and_short_ones_stand_alone(string written, string pattern) =>
        Assert.Equal(pattern, AlertPattern.Of(written));

    [Fact]
    public void The_same_source_gives_the_same_workflow() =>
        Assert.Equal(WorkflowOutline.Of(new Kitchen { Definitions = Full }.Cook("all"), true),
            WorkflowOutline.Of(new Kitchen { Definitions = Full }.Cook("all"), true));

    private static string Shown(Workflow workflow, string id)
    {
        var command = ((StepAction.Run)((StepSpec)Kitchen.Node(workflow, id)).Action).Command;
        return command.Line ?? string.Join(' ', command.Arguments.Select(a => a.Contains(' ') ? $"\"{a}\"" : a));
    }

    private static StepAction.Agent Agent(Workflow workflow, string id) => (StepAction.Agent)((StepSpec)Kitchen.Node(workflow, id)).Action;
}
