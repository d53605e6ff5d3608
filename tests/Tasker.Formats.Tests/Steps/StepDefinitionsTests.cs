using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Steps.Definitions;

namespace Tasker.Formats.Tests.Steps;

public sealed class StepDefinitionsTests
{
    private const string Bakery = """
        # What a baker knows.
        step_1_kitchen:
          pre_flight:
            - task: "oven_on"
              command: "test -e oven"
              timeout: 5
              parallel: true
          main:
            agent: "baker"
            skills: ["sourdough"]
            objective: "Clean it"
            script: "clean.py --deep"
            timeout: 300
            success_criteria:
              - "Clean"
              - "Dry"
          post_validation:
            - task: "look"
              command: "ls oven"
              critical: true

        step_13_bake:
          main:
            mode: "background"
            script: bake.sh
            timeout: 5 minutes
            max_time: 2h
          background:
            - task: "heat"
              command: "tail -n 1 heat.txt"
              interval: 120
              alert_on: "fire|smoke"

        step_8_rolls:
          pre_flight:
            - explore: "Look for flour"  # 10s
            - verify: "Is the yeast alive?"    # 5 s, at most
            - estimate: "Time and cost"
            - verify: "And the salt?"
          main:
            mode: "chunked"  # Special handling
            chunks:
              - size: 100   # try some
              - size: 900
              - 4000
            checkpoint_every: 500
          background:
            - monitor: "wc -l rolls.txt"
            - check: "tail -1 bake.log"
            - alert: "grep ERROR bake.log"
          needs: [1, step_2_x]
          on_failure: retry
        """;

    [Fact]
    public void A_step_is_found_by_its_exact_number() =>
        Assert.Equal([1, 8, 13], Read(Bakery).Steps.Keys);

    [Fact]
    public void The_long_form_of_a_check_has_name_command_and_seconds()
    {
        var check = Assert.Single(Read(Bakery).Steps[1].PreFlight!.Value);

        Assert.Equal(
            new CheckDefinition("oven_on", CheckKind.Command, "test -e oven", TimeSpan.FromSeconds(5), true, null, check.Where), check);
        Assert.True(Read(Bakery).Steps[1].PostValidation!.Value[0].Critical);
    }

    [Fact]
    public void The_short_form_of_a_check_is_prose_and_takes_its_time_from_the_comment()
    {
        var checks = Read(Bakery).Steps[8].PreFlight!.Value;

        Assert.Equal(["explore", "verify", "estimate", "verify_2"], checks.Select(c => c.Name));
        Assert.Equal([10, 5, null, null], checks.Select(c => c.Timeout?.TotalSeconds));
        Assert.All(checks, check => Assert.True(check.IsProse));
    }

    [Fact]
    public void Main_has_agent_skills_objective_script_and_criteria()
    {
        var main = Read(Bakery).Steps[1].Main;

        Assert.Equal(
            ("baker", "Clean it", "clean.py --deep", 300d), (main.Agent, main.Objective, main.Script, main.Timeout!.Value.TotalSeconds));
        Assert.Equal(["sourdough"], main.Skills.AsEnumerable());
        Assert.Equal(["Clean", "Dry"], main.SuccessCriteria.AsEnumerable());
        Assert.Equal(MainMode.Normal, main.Mode);
    }

    [Fact]
    public void Times_are_seconds_or_have_a_unit()
    {
        var main = Read(Bakery).Steps[13].Main;

        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromHours(2)), (main.Timeout!.Value, main.MaxTime!.Value));
    }

    [Fact]
    public void Monitors_have_an_interval_of_a_minute_unless_they_say_another()
    {
        var definitions = Read(Bakery);

        Assert.Equal([(120d, "fire|smoke")], definitions.Steps[13].Monitors.Select(m => (m.Interval.TotalSeconds, m.AlertOn!)));
        Assert.Equal(
            [("monitor", 60d, false), ("check", 60d, false), ("alert", 60d, true)],
            definitions.Steps[8].Monitors.Select(m => (m.Name, m.Interval.TotalSeconds, m.AlertOnSuccess)));
    }

    [Fact]
    public void Chunks_need_neither_script_nor_agent()
    {
        var main = Read(Bakery).Steps[8].Main;

        Assert.Equal(MainMode.Chunked, main.Mode);
        Assert.Equal([100L, 900, 4000], main.Chunks.AsEnumerable());
        Assert.Equal((500, null, null), (main.CheckpointEvery!.Value, main.Script, main.Agent));
    }

    [Fact]
    public void Needs_and_policy_are_read()
    {
        var step = Read(Bakery).Steps[8];

        Assert.Equal([1, 2], step.Needs!.Value.AsEnumerable());
        Assert.Equal((StepFailure.Stop, 2), (step.OnFailure, step.Retries));
    }

    [Fact]
    public void Checks_that_are_not_said_differ_from_an_empty_list()
    {
        Assert.Null(Read(Bakery).Steps[13].PostValidation);
        Assert.Empty(Read("step_1_a:\n  post_validation: []\n").Steps[1].PostValidation!.Value);
        Assert.Empty(Read("step_1_a:\n  post_validation:\n").Steps[1].PostValidation!.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("step_1_a:\n")]
    public void A_file_that_says_little_is_no_error(string yaml) => Assert.NotNull(Read(yaml));

    [Fact]
    public void An_unknown_key_is_a_warning_with_the_nearest_one()
    {
        var result = Parse("step_1_a:\n  pre_fligth: []\n  main:\n    scirpt: x.py\n");

        Assert.True(result.IsUsable);
        Assert.Equal(["Did you mean 'pre_flight'?", "Did you mean 'script'?"], result.Diagnostics.Select(d => d.Fix));
        Assert.All(result.Diagnostics, d => Assert.Equal(Severity.Warning, d.Severity));
    }

    [Fact]
    public void All_problems_are_told_at_once_with_their_places()
    {
        var result = Parse("""
            steps_1: {}
            step_1_a:
              pre_flight:
                - task: nothing
                - command: ls
                  verify: also
            step_01_b: {}
            step_1_c: {}
            step_2_d:
              main:
                mode: chunkd
                script: ../evil.py
              background:
                - task: x
                - monitor: ls
                  alert_on: "("
              needs: [2, 9]
            """);

        Assert.Null(result.Value);
        Assert.Equal(
            [
                "TSK3030@1:1", "TSK3033@4:7", "TSK3033@5:7", "TSK3030@7:1", "TSK3031@8:1", "TSK2014@11:11", "TSK3039@12:13",
                "TSK3034@14:7", "TSK3035@16:17", "TSK3055@17:11", "TSK3055@17:14",
            ],
            result.Diagnostics.Select(d => $"{d.Code}@{d.Where.Line}:{d.Where.Column}"));
    }

    [Theory]
    [InlineData("chunks: [0]", "TSK2013")]
    [InlineData("mode: chunked", "TSK3036")]
    [InlineData("mode: streaming", "TSK3036")]
    [InlineData("{script: a.py, command: b}", "TSK2018")]
    [InlineData("timeout: 0", "TSK2013")]
    [InlineData("timeout: soon", "TSK2015")]
    [InlineData("outputs: [/etc/passwd]", "TSK3039")]
    [InlineData("outputs: [a/../../b]", "TSK3039")]
    [InlineData("script: 'C:\\x.py'", "TSK3039")]
    public void What_does_not_fit_in_main_is_an_error(string main, string code) =>
        Assert.Contains(
            code, Parse($"step_1_a:\n  main:\n    {main}\n").Diagnostics.Where(d => d.Severity is Severity.Error).Select(d => d.Code));

    [Fact]
    public void A_key_of_another_mode_has_no_effect_and_is_told() =>
        Assert.Equal("TSK3037", Assert.Single(Parse("step_1_a:\n  main:\n    enough: test -e x\n").Diagnostics).Code);

    [Fact]
    public void Any_text_gives_definitions_or_findings_and_never_an_exception() =>
        Prop.ForAll(Pieces.ToArbitrary(), text => Parse(text) is { } result && (result.Value is not null || result.Diagnostics.Length > 0))
            .QuickCheckThrowOnFailure();

    private static Gen<string> Pieces =>
        Gen.Elements(
            "step_1_a:", "step_2_b:", "\n", "\n  ", "\n    ", "pre_flight:", "main:", "background:", "- ", "task: x", "command: ls",
            "timeout: 5", "mode: chunked", "chunks:", "size: 3", "[", "]", "{", "}", "# 10s", "alert_on: '('", "null", "~",
            ":", "|", ">", "&a", "*a", "!!x", "\t", "é")
            .ListOf(12).Select(string.Concat);

    private static ParseResult<StepDefinitions> Parse(string yaml) => StepDefinitions.Parse("defs.yaml", Specs.Bytes(yaml));

    private static StepDefinitions Read(string yaml)
    {
        var result = Parse(yaml);
        Assert.True(result.IsUsable, string.Join('\n', result.Diagnostics));
        return result.Value;
    }
}
