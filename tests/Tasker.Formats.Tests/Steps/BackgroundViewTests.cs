using System.Buffers;
using System.Text;
using System.Text.Json;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Formats.Steps.Journal;
using Tasker.Testing;

namespace Tasker.Formats.Tests.Steps;

public sealed class BackgroundViewTests
{
    private const string Background = """
        step_3_bake:
          main: {script: bake.py, mode: background}
          background:
            - {task: heat, command: cat heat, alert_on: fire}
            - {task: smoke, command: cat smoke}
        """;

    private static StepsStory Baking() =>
        new StepsStory(new Kitchen { Definitions = Background }.Cook("3-4")).When("step-3/main", [null]).Play()
            .Saw("step-3/main", "heat", MonitorOutcome.Alert, "fire").Saw("step-3/main", "heat", MonitorOutcome.Ok, "210\n degrees");

    [Fact]
    public void Running_work_shows_its_process_last_look_and_alerts() =>
        Snapshot.Match(Lines(Baking().Run));

    [Fact]
    public void Failed_work_shows_its_true_exit_code() =>
        Assert.Equal(("failed (exit code 3)", 3, null), One(Baking().End("step-3/main", StepsStory.Exit(3)).Run));

    [Fact]
    public void An_unknown_exit_code_is_never_shown_as_0() =>
        Assert.Equal(
            ("failed (exit code unknown)", null, null),
            One(Baking().End("step-3/main", new AttemptEnd(AttemptOutcome.Failed, null, null, "?", Value.Map.Empty)).Run));

    [Fact]
    public void Work_that_is_over_has_no_process() =>
        Assert.Equal(("done (exit code 0)", 0, null), One(Baking().End("step-3/main", AttemptEnd.Done).Run));

    [Fact]
    public void Steps_without_monitors_are_not_shown() =>
        Assert.Equal(["No background tasks."],
            BackgroundView.Lines(BackgroundView.Of([new StepsStory(new Kitchen().Cook("2")).Play().Run]), Specs.At));

    [Fact]
    public void Rows_are_versioned_json() => Snapshot.Match(Json(json => BackgroundView.WriteJson(json, Rows(Baking().Run))));

    [Fact]
    public void A_run_is_reported_as_versioned_json() =>
        Snapshot.Match(Json(json => StepsReport.WriteJson(json, new StepsStory(
            new Kitchen { Definitions = Background }.Cook("2-3")).When("step-2/post/outputs", StepsStory.Exit(1)).Play().Run)));

    private static System.Collections.Immutable.ImmutableArray<BackgroundRow> Rows(RunState run) =>
        BackgroundView.Of([run], (id, step, attempt) => $"logs/{id}/{step.Replace('/', '+')}.{attempt}.log");

    private static string Lines(RunState run) => string.Join('\n', BackgroundView.Lines(Rows(run), Specs.At.AddMinutes(10))) + "\n";

    private static (string State, int? Code, int? Pid) One(RunState run) => Assert.Single(Rows(run)) is var row
        ? (row.State, row.ExitCode, row.Pid)
        : default;

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan).ReplaceLineEndings("\n") + "\n";
    }
}
