using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Core.Runs;
using Tasker.Executors.Logs;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Screens;

/// <summary>The live screen as a person sees it: pictures of a terminal of a known size at a known time.</summary>
public sealed class LiveScreenTests : IDisposable
{
    private const string Plan = """
        name: release
        max-parallel: 3
        steps:
          fetch: { run: fetch }
          build: { run: build, needs: fetch, retry: { attempts: 3, delay: 5s } }
          unit-tests: { run: test, needs: fetch }
          documents: { run: docs, needs: fetch }
          package: { run: pack, needs: [build, unit-tests] }
          sign-off: { approve: Release it?, needs: package }
        """;

    private readonly ManualTime _time = new();
    private readonly CommandLine _place;
    private readonly PlayedRun _run;

    public LiveScreenTests()
    {
        _place = new CommandLine { Time = _time, IsTerminal = true };
        _run = new PlayedRun(_time, Plan, "release-1");
    }

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    [InlineData(40)]
    public async Task Steps_that_run_are_shown_with_their_time_and_last_line(int width)
    {
        var terminal = new FakeTerminal(width);
        await using var screen = await ShowAsync(terminal, width);
        await _run.SucceedAsync("fetch");
        _run.Print(_place, "build", "restoring\ncompiling Tasker.Core (12 of 48 files), which takes a while on a small machine\n");
        _run.Print(_place, "unit-tests", "\e[32mpassed\e[0m 1024 of 4096\rpassed 2048 of 4096\n");
        Advance(75);

        Snapshot.Match(terminal.Picture, $"{width}");
        Assert.False(terminal.HasCursor);
    }

    [Fact]
    public async Task A_failed_run_ends_with_the_end_of_the_log_of_what_failed()
    {
        var terminal = new FakeTerminal(80);
        await using var screen = await ShowAsync(terminal, 80);
        await _run.SucceedAsync("fetch");
        _run.Print(_place, "unit-tests", string.Concat(Enumerable.Range(1, 9).Select(i => $"test {i}\n")) + "expected 4, got 5\n");
        Advance(2);
        await _run.FailAsync("unit-tests", 1);
        await _run.SucceedAsync("documents");
        await _run.SucceedAsync("build");
        Advance(1);
        screen.End(_run.State, interrupted: false, []);

        Snapshot.Match(terminal.Picture);
        Assert.True(terminal.HasCursor);
    }

    [Fact]
    public async Task A_step_that_is_tried_again_says_when()
    {
        var terminal = new FakeTerminal(80);
        await using var screen = await ShowAsync(terminal, 80);
        await _run.SucceedAsync("fetch");
        Advance(1);
        await _run.FailAsync("build", 75, "the line is busy");
        Advance(2);

        Snapshot.Match(terminal.Picture);
    }

    [Fact]
    public async Task A_paused_run_says_how_to_go_on()
    {
        var terminal = new FakeTerminal(80);
        await using var screen = await ShowAsync(terminal, 80);
        await _run.SucceedAsync("fetch");
        await _run.DoAsync(new RunInput.Pause("ada"));
        Advance(1);

        Snapshot.Match(terminal.Picture);
    }

    [Fact]
    public async Task A_step_that_asks_stands_out_and_says_what_it_asks()
    {
        var terminal = new FakeTerminal(80);
        await using var screen = await ShowAsync(terminal, 80);
        foreach (var step in new[] { "fetch", "build", "unit-tests", "documents", "package" })
        {
            await _run.SucceedAsync(step);
        }

        Advance(30);

        Snapshot.Match(terminal.Picture);
    }

    [Fact]
    public async Task A_run_that_is_left_says_how_to_take_it_up()
    {
        var terminal = new FakeTerminal(80);
        await using var screen = await ShowAsync(terminal, 80);
        await _run.SucceedAsync("fetch");
        Advance(1);
        screen.Stopping();
        await _run.EndAsync("build", new AttemptEnd(AttemptOutcome.Lost, null, null, "", Core.Values.Value.Map.Empty));
        Advance(1);
        screen.End(_run.State, interrupted: true, []);

        Snapshot.Match(terminal.Picture);
    }

    [Fact]
    public async Task An_earlier_success_gives_an_estimate()
    {
        var terminal = new FakeTerminal(80);
        await using var screen = await ShowAsync(terminal, 80, TimeSpan.FromMinutes(2));
        Advance(45);

        Assert.EndsWith("46s  about 1m 14s left\n", terminal.Picture, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_with_few_rows_shows_as_many_steps_as_fit()
    {
        var terminal = new FakeTerminal(80);
        _place.Size = (80, 8);
        await using var screen = await ShowAsync(terminal, 80, height: 8);
        await _run.SucceedAsync("fetch");
        Advance(1);

        Snapshot.Match(terminal.Picture);
    }

    [Fact]
    public async Task A_terminal_that_gets_another_width_is_painted_anew_and_loses_nothing()
    {
        var terminal = new FakeTerminal(80);
        await using var screen = await ShowAsync(terminal, 80);
        await _run.SucceedAsync("fetch");
        _run.Print(_place, "build", "compiling Tasker.Core (12 of 48 files), which takes a while on a small machine\n");
        Advance(1);
        terminal.Resize(50);
        _place.Size = (50, 24);
        await _run.SucceedAsync("documents");
        Advance(1);

        Snapshot.Match(terminal.Picture);
    }

    [Fact]
    public async Task Output_can_neither_move_the_cursor_nor_name_a_secret()
    {
        var terminal = new FakeTerminal(80);
        await using var screen = await ShowAsync(terminal, 80, mask: SecretMask.Of(["hunter2hunter2"]));
        await _run.SucceedAsync("fetch");
        _run.Print(_place, "build", "\e[2J\e[H\e]0;title\aowned hunter2hunter2\b\b\n");
        screen.Progress(_run.NodeOf("documents"), "asks with hunter2hunter2\e[5A");
        Advance(1);

        Assert.DoesNotContain("hunter2", terminal.Picture, StringComparison.Ordinal); // And the terminal knew every sequence.
        Assert.Contains("owned ***", terminal.Picture, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_of_a_step_and_of_the_agents_of_the_project_are_not_shown()
    {
        _place.Write("tasker.yaml", "agents: { one: { command: [one], env: { API_TOKEN: sesame-opens-it } } }\n");
        var run = new PlayedRun(_time, "name: two\nsteps:\n  a: { run: a, env: { DOOR_SECRET: simsalabim } }\n  b: { run: b }\n", "two-1");
        var terminal = new FakeTerminal(80);
        var session = _place.SessionOf(terminal, terminal);
        var settings = _place.Project.ReadSettings(session).Value!;
        var mask = LogFiles.MaskFor(session, settings, run.State.Workflow);
        await using var screen = new LiveScreen(
            terminal, session.OutInk, new ScreenParts(session, new LogFiles(_place.Project), mask, IsQuiet: false, null).With(settings));
        await run.ShowAsync(screen);
        run.Print(_place, "a", "opens by simsalabim\n");
        run.Print(_place, "b", "opens by sesame-opens-it\n");
        Advance(1);
        Advance(1);

        Assert.Equal(2, terminal.Picture.Split("opens by ***").Length - 1);
        Assert.DoesNotContain("sesame", terminal.Picture, StringComparison.Ordinal);
        Assert.DoesNotContain("simsalabim", terminal.Picture, StringComparison.Ordinal);
    }

    private void Advance(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private async Task<LiveScreen> ShowAsync(
        FakeTerminal terminal, int width, TimeSpan? estimate = null, int height = 24, SecretMask? mask = null)
    {
        _place.Size = (width, height);
        var session = _place.SessionOf(terminal, terminal);
        var parts = new ScreenParts(session, new LogFiles(_place.Project), mask ?? SecretMask.None, IsQuiet: false, estimate);
        var screen = new LiveScreen(terminal, session.OutInk, parts);
        await _run.ShowAsync(screen);
        Advance(1);
        return screen;
    }
}
