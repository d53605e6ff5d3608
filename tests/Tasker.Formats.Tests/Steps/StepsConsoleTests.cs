using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Formats.Steps.Journal;
using Tasker.Testing;

namespace Tasker.Formats.Tests.Steps;

/// <summary>What people see on the screen.</summary>
public sealed class StepsConsoleTests
{
    private const string Definitions = """
        step_2_mix:
          pre_flight:
            - {task: verify_env, command: a}
            - {task: check_python, command: b}
          main: {agent: baker, skills: [sourdough], objective: Verify the dough}
          post_validation:
            - {task: verify_connection, command: x}
        step_3_bake:
          main: {script: bake.py, mode: background}
          background:
            - {task: heat, command: cat heat, alert_on: fire}
        """;

    private const string Chunked = """
        step_3_bake:
          pre_flight:
            - explore: "Look for loaves"  # 10s
          main: {mode: chunked, chunks: [100, 900], checkpoint_every: 500}
        """;

    public static TheoryData<string> Styles => new("Tagged", "Indented");

    [Theory]
    [MemberData(nameof(Styles))]
    public void A_step_that_is_done(string style) => Match(style, Story(Definitions, "2").Play());

    [Theory]
    [MemberData(nameof(Styles))]
    public void A_step_whose_check_fails(string style) =>
        Match(style, Story(Definitions, "2-3").When("step-2/pre/verify_env", StepsStory.Exit(2)).Play());

    [Theory]
    [MemberData(nameof(Styles))]
    public void A_step_that_is_done_with_notes(string style) =>
        Match(style, Story(Definitions, "2")
            .When("step-2/main", AttemptEnd.Done with { Outputs = Value.Map.From([new("note", Value.Of("10 loaves"))]) })
            .When("step-2/post/verify_connection", StepsStory.Exit(1)).Play());

    [Theory]
    [MemberData(nameof(Styles))]
    public void Background_work_that_fails_after_an_alert(string style) =>
        Match(style, Story(Definitions, "3-5").When("step-3/main", [null]).Play()
            .Saw("step-3/main", "heat", MonitorOutcome.Ok, "210 degrees")
            .Saw("step-3/main", "heat", MonitorOutcome.Alert, "fire\u001b[31m in the\noven")
            .End("step-3/main", StepsStory.Exit(3)));

    [Theory]
    [MemberData(nameof(Styles))]
    public void Chunks_with_one_done_anew(string style) =>
        Match(style, Story(Chunked, "3").When("step-3/main/chunk-2/check", StepsStory.Exit(1, "too flat")).Play());

    [Theory]
    [MemberData(nameof(Styles))]
    public void A_step_that_is_tried_again(string style) =>
        Match(style,
            Story("step_2_a: {on_failure: retry, retries: 1, main: {agent: baker}}", "2").When("step-2/main", StepsStory.Exit(1)).Play());

    [Theory]
    [MemberData(nameof(Styles))]
    public void A_run_that_is_aborted(string style) =>
        Match(style, Story(Definitions, "2-3").When("step-2/main", [null]).Play().Decide(new RunInput.Abort("me")).GoOn());

    private static StepsStory Story(string definitions, string request) => new(new Kitchen { Definitions = definitions }.Cook(request));

    private static void Match(string style, StepsStory story, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var lines = new List<string>();
        var console = new StepsConsole(lines.Add, Enum.Parse<StepsStyle>(style));
        var narrator = new StepNarrator(story.Run.Workflow);
        foreach (var record in story.Facts.SelectMany(narrator.Tell))
        {
            console.Show(record);
        }

        Snapshot.Match(string.Join('\n', lines) + "\n", style, test: test);
    }
}
