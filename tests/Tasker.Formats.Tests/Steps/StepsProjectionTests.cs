using System.Text.Json;
using Tasker.Core.Runs;
using Tasker.Formats.Steps.Files;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.Steps.Spec;

namespace Tasker.Formats.Tests.Steps;

/// <summary>What is left on disk: marks, logs, and what a crash does to them.</summary>
public sealed class StepsProjectionTests : IDisposable
{
    private const string Definitions = """
        step_2_mix:
          pre_flight:
            - {task: a, command: a}
            - {task: b, command: b}
          main: {agent: baker}
          post_validation:
            - {task: x, command: x}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("tasker-steps-").FullName;
    private readonly List<string> _screen = [];

    private string SpecPath => Path.Combine(_root, "SPEC.md");

    private string LogPath => Path.Combine(_root, ".task_execution.log");

    private string ProgressPath => Path.Combine(_root, ".task_log");

    public StepsProjectionTests() => File.WriteAllText(SpecPath, Kitchen.FourSteps);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_done_step_is_ticked_and_nothing_else_changes()
    {
        await TellAsync(Story("2").Play());

        var (before, after) = (Kitchen.FourSteps.Split('\n'), (await File.ReadAllTextAsync(SpecPath)).Split('\n'));
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToArray();
        Assert.Equal(
            "- [x] **STEP 2**: Mix - Make the dough ✓ [task_id: task_2_ab120000] [2026-11-20T10:30:06Z]", after[Assert.Single(changed)]);
    }

    [Fact]
    public async Task A_failed_step_stays_open_with_a_cross_and_later_ones_are_untouched()
    {
        await TellAsync(Story("2-4").When("step-2/main", StepsStory.Exit(1)).Play());

        var text = await File.ReadAllTextAsync(SpecPath);
        Assert.Contains("- [ ] **STEP 2**: Mix - Make the dough ✗ Failed [task_id: task_2_ab120000] [", text, StringComparison.Ordinal);
        Assert.Contains("- [ ] **STEP 3**: Bake - Bake for hours\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Background_work_is_ticked_when_it_has_succeeded_and_not_when_it_was_started()
    {
        var story = new StepsStory(new Kitchen { Definitions = "step_3_b: {main: {script: bake.py, mode: background}}" }.Cook("3-4"))
            .When("step-3/main", [null]).Play();
        var projection = await TellAsync(story);
        Assert.Contains("- [ ] **STEP 3**", await File.ReadAllTextAsync(SpecPath), StringComparison.Ordinal);
        Assert.Contains("- [x] **STEP 4**", await File.ReadAllTextAsync(SpecPath), StringComparison.Ordinal);

        var from = story.Facts.Count;
        await story.End("step-3/main", AttemptEnd.Done).TellAsync(projection, from);
        Assert.Contains("- [x] **STEP 3**", await File.ReadAllTextAsync(SpecPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_of_the_log_is_an_object_with_time_and_task_id()
    {
        await TellAsync(Story("2").When("step-2/pre/b", StepsStory.Exit(2)).When("step-2/pre/a", [null]).Play());

        var lines = await LinesAsync();
        Assert.Equal("STARTED", lines[0].GetProperty("status").GetString());
        Assert.Equal("COMPLETED", lines[^1].GetProperty("phase").GetString());
        Assert.False(lines[^1].GetProperty("success").GetBoolean());
        Assert.All(lines, line =>
        {
            Assert.Equal("task_2_ab120000", line.GetProperty("task_id").GetString());
            Assert.EndsWith("Z", line.GetProperty("timestamp").GetString(), StringComparison.Ordinal);
            Assert.Equal(2, line.GetProperty("step").GetInt32());
        });
        Assert.Contains(lines, l => Is(l, "PRE-FLIGHT", "FAILED", "b") && l.GetProperty("exit_code").GetInt32() == 2);
        Assert.Contains(lines, l => Is(l, "PRE-FLIGHT", "CANCELLED", "a"));
        Assert.Contains(lines, l => Is(l, "MAIN", "BLOCKED", ""));
        Assert.Equal(lines.Select(l => l.GetProperty("seq").GetInt64()), lines.Select(l => l.GetProperty("seq").GetInt64()).Order());
    }

    [Fact]
    public async Task The_last_record_names_the_next_step()
    {
        await TellAsync(Story("2").Play());

        var last = (await LinesAsync())[^1];
        Assert.True(last.GetProperty("success").GetBoolean());
        Assert.Equal(3, last.GetProperty("next_step").GetInt32());
    }

    [Fact]
    public async Task Progress_lines_go_to_their_own_file()
    {
        await TellAsync(Story("2").Play());

        var lines = await File.ReadAllLinesAsync(Path.Combine(_root, ".task_log"));
        Assert.Contains("2026-11-20T10:30:02.000Z [task_2_ab120000] PRE-FLIGHT a PASSED (1.0s)", lines);
    }

    [Fact]
    public async Task The_output_of_attempts_is_logged()
    {
        var output = Path.Combine(_root, "out.log");
        await File.WriteAllTextAsync(output, new string('x', 5000) + "\nthe end é\n");
        await TellAsync(Story("2").Play(), (id, attempt) => id == "step-2/main" && attempt == 1 ? output : Path.Combine(_root, "none"));

        var line = (await LinesAsync()).Single(l => Is(l, "MAIN", "PASSED", ""));
        Assert.EndsWith("xx\nthe end é", line.GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Equal(output, line.GetProperty("log").GetString());
    }

    [Fact]
    public async Task A_failure_says_the_last_line_of_the_output()
    {
        var output = Path.Combine(_root, "out.log");
        await File.WriteAllTextAsync(output, "first\nnot there: flour\u001b[2J\n\n");
        await TellAsync(Story("2").When("step-2/pre/a", StepsStory.Exit(1, "Exit code 1.")).Play(), (_, _) => output);

        Assert.Contains("[PRE] ✗ a failed: Exit code 1. not there: flour·[2J (1.0s) - logged", _screen);
    }

    [Fact]
    public async Task Recovery_at_any_point_tells_everything_once()
    {
        var story = Story("2").When("step-2/post/x", StepsStory.Exit(1)).Play();
        for (var crash = 0; crash <= story.Facts.Count; crash++)
        {
            File.Delete(LogPath);
            await File.WriteAllTextAsync(SpecPath, Kitchen.FourSteps);
            var first = Projection();
            await first.RecoverAsync(story.Run, story.Facts[..crash], CancellationToken.None);

            // The new owner finds one fact more than the old one had told.
            var known = Math.Min(crash + 1, story.Facts.Count);
            var second = Projection();
            await second.RecoverAsync(story.Run, story.Facts[..known], CancellationToken.None);
            await second.ApplyAsync(story.Run, known, story.Facts[known..], [], CancellationToken.None);

            var seqs = (await LinesAsync()).Select(l => l.GetProperty("seq").GetInt64()).ToArray();
            Assert.Equal(seqs.Distinct().Order(), seqs);
            Assert.Equal(Expected(story), seqs);
            Assert.Contains("✓ [task_id: task_2_ab120000] [2026-11-20T10:30:06Z] (noted: check failed: x)\n",
                await File.ReadAllTextAsync(SpecPath), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_half_line_of_a_killed_writer_swallows_nothing()
    {
        await File.WriteAllTextAsync(LogPath, """{"timestamp":"2026-11-20T10:30:00Z","task_""");
        await TellAsync(Story("2").Play());

        Assert.All((await File.ReadAllLinesAsync(LogPath)).Skip(1), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task A_line_that_a_person_took_away_is_told_and_the_run_goes_on()
    {
        await File.WriteAllTextAsync(SpecPath, "- [ ] **STEP 9**: other");
        await TellAsync(Story("2").Play());

        Assert.Equal("- [ ] **STEP 9**: other", await File.ReadAllTextAsync(SpecPath));
        Assert.Contains((await LinesAsync()),
            l => Is(l, "SPEC", "BROKEN", "") && l.GetProperty("message").GetString()!.Contains("no longer has", StringComparison.Ordinal));
        Assert.Contains(
            _screen, line => line.StartsWith("[SPEC] ✗ Step 2 could not be marked: SPEC.md: it no longer has", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_writers_lose_neither_marks_nor_lines()
    {
        const int each = 8;
        await File.WriteAllTextAsync(SpecPath, string.Concat(Enumerable.Range(1, 2 * each).Select(i => $"- [ ] **STEP {i}**: Step {i}\n")));
        var writers = Enumerable.Range(0, 2).Select(half => Task.Run(async () =>
        {
            var file = new SpecFile(_root, "SPEC.md", TimeProvider.System);
            for (var i = 1; i <= each; i++)
            {
                Assert.Null(await file.MarkAsync(
                    new SpecMark((half * each) + i, SpecAnnotationKind.Done, "task_1_ab", Specs.At), CancellationToken.None));
            }
        }));
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(Specs.Read(await File.ReadAllTextAsync(SpecPath)).Steps, step => Assert.True(step.IsDone));
        Assert.Equal(["SPEC.md"], Directory.GetFiles(_root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_plan()
    {
        var marked = Task.Run(async () =>
        {
            var file = new SpecFile(_root, "SPEC.md", TimeProvider.System);
            for (var i = 0; i < 50; i++)
            {
                await file.MarkAsync(new SpecMark(2, SpecAnnotationKind.Done, $"task_2_{i:x8}", Specs.At), CancellationToken.None);
            }
        });
        while (!marked.IsCompleted)
        {
            Assert.Equal(5, SpecDocument.Parse("SPEC.md", await File.ReadAllBytesAsync(SpecPath)).Value!.Steps.Length);
        }

        await marked;
    }

    [Fact]
    public async Task Permissions_and_links_are_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var real = Path.Combine(_root, "plan.md");
        File.Move(SpecPath, real);
        File.CreateSymbolicLink(SpecPath, "plan.md");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        await TellAsync(Story("2").Play());

        Assert.NotNull(File.ResolveLinkTarget(SpecPath, false));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite, File.GetUnixFileMode(real));
        Assert.Contains("- [x] **STEP 2**", await File.ReadAllTextAsync(real), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_places_of_the_plan_are_told_before_anything_runs()
    {
        Assert.Equal("TSK3009", await FindingAsync("NONE.md"));
        Assert.Equal("TSK3011", await FindingAsync("../SPEC.md"));
        Assert.Equal("TSK3011", await FindingAsync("."));
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(_root, "LINK.md"), "/etc/hostname");
            Assert.Equal("TSK3011", await FindingAsync("LINK.md"));
        }
    }

    [Fact]
    public void A_read_only_plan_is_refused_at_the_start()
    {
        Assert.Null(new SpecFile(_root, "SPEC.md", TimeProvider.System).WhyNotWritable());
        File.SetAttributes(SpecPath, FileAttributes.ReadOnly);
        var found = new SpecFile(_root, "SPEC.md", TimeProvider.System).WhyNotWritable();
        File.SetAttributes(SpecPath, FileAttributes.Normal);

        Assert.Equal(
            "SPEC.md: error TSK3010: The file is read-only. The outcome of every step is noted in it. Make the file and its folder "
                + "writable, for example with 'chmod u+w'.", found!.ToString());
        Assert.Equal(["SPEC.md"], Directory.GetFileSystemEntries(_root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_resumed_session_says_so_and_does_not_repeat_itself()
    {
        var story = Story("2").Play();
        var at = story.Facts.FindIndex(f => f is RunFact.AttemptStarted { Node: var n } && n == story.Node("step-2/main"));
        await Projection().RecoverAsync(story.Run, story.Facts[..at], CancellationToken.None);
        _screen.Clear();
        await Projection().RecoverAsync(story.Run, story.Facts[..(at + 1)], CancellationToken.None);

        Assert.Equal(["[TASK ID] Resumed: task_2_ab120000", "", "[MAIN] Executing: Mix a dough..."], _screen);
    }

    [Fact]
    public async Task What_SPEC_md_lacks_at_the_end_is_told_until_it_can_be_written()
    {
        await File.WriteAllTextAsync(SpecPath, "- [ ] **STEP 9**: other");
        var projection = await TellAsync(Story("2").Play());

        await projection.LeaveAsync(isOwner: true);

        Assert.StartsWith(
            "SPEC.md: warning TSK3012: The line of step 2 does not show what happened: it no longer has exactly one line of step 2. ",
            projection.Shortfall?.ToString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(SpecPath, Kitchen.FourSteps);
        await projection.LeaveAsync(isOwner: true);
        Assert.Null(projection.Shortfall);
        Assert.Contains("- [x] **STEP 2**", await File.ReadAllTextAsync(SpecPath), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".task_execution.log")]
    [InlineData(".task_log")]
    public async Task What_a_log_lacks_at_the_end_is_told_until_it_can_be_written_and_nothing_of_it_is_lost(string log)
    {
        await TellAsync(Story("2").Play());
        string[] expected = [await File.ReadAllTextAsync(LogPath), await File.ReadAllTextAsync(ProgressPath)];
        File.Delete(LogPath);
        File.Delete(ProgressPath);
        var inTheWay = Directory.CreateDirectory(Path.Combine(_root, log));
        var (story, projection) = (Story("2").Play(), Projection());
        await Assert.ThrowsAnyAsync<Exception>(() => projection.RecoverAsync(story.Run, story.Facts, CancellationToken.None).AsTask());

        await projection.LeaveAsync(isOwner: true);

        Assert.StartsWith($"{log}: warning TSK3012: The log lacks the end of what happened: ", projection.Shortfall?.ToString(),
            StringComparison.Ordinal);
        inTheWay.Delete();
        await projection.LeaveAsync(isOwner: true);
        Assert.Null(projection.Shortfall);
        Assert.Equal(expected[0], await File.ReadAllTextAsync(LogPath));
        Assert.Equal(expected[1], await File.ReadAllTextAsync(ProgressPath));
    }

    [Fact]
    public async Task Who_lost_the_run_writes_nothing_more_and_lacks_nothing()
    {
        await File.WriteAllTextAsync(SpecPath, "- [ ] **STEP 9**: other");
        var projection = await TellAsync(Story("2").Play());
        await File.WriteAllTextAsync(SpecPath, Kitchen.FourSteps);

        await projection.LeaveAsync(isOwner: false);

        Assert.Null(projection.Shortfall);
        Assert.Equal(Kitchen.FourSteps, await File.ReadAllTextAsync(SpecPath));
    }

    private static StepsStory Story(string request) => new(new Kitchen { Definitions = Definitions }.Cook(request));

    private static bool Is(JsonElement line, string phase, string status, string name) =>
        line.TryGetProperty("phase", out var p) && p.GetString() == phase && line.GetProperty("status").GetString() == status
        && (line.TryGetProperty("name", out var n) ? n.GetString() : "") == name;

    private static long[] Expected(StepsStory story)
    {
        var narrator = new StepNarrator(story.Run.Workflow);
        return [.. story.Facts.SelectMany(narrator.Tell).Select(r => r.Seq)];
    }

    private StepsProjection Projection(Func<string, int, string>? outputOf = null) => new(new StepsOutlets
    {
        Root = _root,
        SpecPath = "SPEC.md",
        Time = TimeProvider.System,
        Console = new StepsConsole(_screen.Add, StepsStyle.Tagged),
        OutputOf = outputOf,
    });

    private async Task<StepsProjection> TellAsync(StepsStory story, Func<string, int, string>? outputOf = null)
    {
        var projection = Projection(outputOf);
        await story.TellAsync(projection);
        return projection;
    }

    private async Task<JsonElement[]> LinesAsync() =>
        [.. (await File.ReadAllLinesAsync(LogPath)).Select(line => JsonDocument.Parse(line).RootElement)];

    private async Task<string> FindingAsync(string path) =>
        Assert.Single((await new SpecFile(_root, path, TimeProvider.System).ReadAsync(CancellationToken.None)).Diagnostics).Code;
}
