using System.Text;
using System.Threading.Channels;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;
using Tasker.Testing.Executors;

namespace Tasker.Cli.Tests.Commands;

/// <summary><c>tasker runs logs --follow</c> beside a run that goes on: pipes hold its steps where the test wants them.</summary>
public sealed class LogFollowTests : IDisposable
{
    private const string Secret = "sesame-opens-it";

    private const string Settings = """
        agents:
          slow:
            command: [sh, -c, "echo thinking; echo $SLOW_TOKEN >&2; read go < go-agent; echo answer of $SLOW_TOKEN"]
            env: { SLOW_TOKEN: sesame-opens-it }

        """;

    private const string Workflow = """
        name: talk
        steps:
          ask: { agent: slow, prompt: Well? }
          shell:
            run: 'echo try; read go < go-shell; echo $STEP_SECRET; test -e again && exit 0; touch again; exit 3'
            env: { STEP_SECRET: sesame-opens-it }
            retry: { attempts: 2, delay: 0s }
          last: { run: echo the end, needs: [ask, shell] }

        """;

    private readonly CommandLine _place = new CommandLine().Write("tasker.yaml", Settings).Write("workflow.yaml", Workflow);

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Output_of_all_steps_is_shown_as_it_comes_and_once()
    {
        using var run = await BeginAsync();
        if (run is null)
        {
            return;
        }

        var follower = new LineChannel();
        var following = FollowAsync(follower, "talk-1");

        await follower.UntilAsync("thinking", following);
        await follower.UntilAsync("try", following);
        run.Shell.Write("go");
        await follower.UntilAsync("== shell (attempt 2)", following);
        run.Shell.Write("go");
        run.Agent.Write("go");

        Assert.Equal(0, (await run.Running.WaitAsync(TimeSpan.FromMinutes(1))).ExitCode);
        Assert.Equal(0, await following.WaitAsync(TimeSpan.FromMinutes(1)));
        var lines = follower.All;
        Assert.DoesNotContain(Secret, string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Equal(
            ["***", "***", "***", "answer of ***", "the end", "thinking", "try", "try"],
            lines.Where(line => !line.StartsWith("== ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(["== ask", "== last", "== shell", "== shell (attempt 2)"],
            lines.Where(l => l.StartsWith("== ", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_run_is_watched_by_what_its_journal_tells_and_by_no_clock()
    {
        using var run = await BeginAsync();
        if (run is null)
        {
            return;
        }

        using var screen = new StringWriter();
        var terminal = TextWriter.Synchronized(screen);
        // A clock that stands still.
        var watching = Application.RunAsync(["runs", "watch", "talk-1"], _place.SessionOf(terminal, terminal, new ManualTime()));
        run.Agent.Write("go");
        run.Shell.Write("go");
        run.Shell.Write("go");

        Assert.Equal(0, (await run.Running.WaitAsync(TimeSpan.FromMinutes(1))).ExitCode);
        Assert.Equal(0, await watching.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("talk succeeded", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_shows_no_secret_that_only_the_settings_know()
    {
        using var run = await BeginAsync();
        if (run is null)
        {
            return;
        }

        var follower = new LineChannel();
        var following = FollowAsync(follower, "talk-1", "ask");
        await follower.UntilAsync("***", following);

        var board = await _place.RunAsync("tui", "--once");

        Assert.DoesNotContain(Secret, board.Out, StringComparison.Ordinal);
        Assert.Contains("***", board.Out, StringComparison.Ordinal);
        run.Agent.Write("go");
        run.Shell.Write("go");
        run.Shell.Write("go");
        await run.Running.WaitAsync(TimeSpan.FromMinutes(1));
        await following.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task One_step_is_followed_until_it_has_ended_though_the_run_goes_on()
    {
        using var run = await BeginAsync();
        if (run is null)
        {
            return;
        }

        var follower = new LineChannel();
        var following = FollowAsync(follower, "talk-1", "ask");

        await follower.UntilAsync("thinking", following);
        run.Agent.Write("go");
        Assert.Equal(0, await following.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(["***", "answer of ***", "thinking"], follower.All.Order(StringComparer.Ordinal));
        Assert.False(run.Running.IsCompleted);

        run.Shell.Write("go");
        run.Shell.Write("go");
        await run.Running.WaitAsync(TimeSpan.FromMinutes(1));
        var after = await _place.RunAsync("runs", "logs", "talk-1", "--follow");
        Assert.Equal("== ask\n***\nthinking\nanswer of ***\n== shell (attempt 2)\ntry\n***\n== last\nthe end\n", after.Out);
    }

    [Theory]
    [InlineData("runs logs none --follow")]
    [InlineData("runs logs talk-1 shel --follow")]
    [InlineData("runs logs talk-1 last --follow --attempt 9")]
    [InlineData("runs logs talk-1 --follow --attempt 9")]
    [InlineData("runs logs talk-1 --attempt 9")]
    public async Task What_is_not_there_cannot_be_followed(string arguments)
    {
        _place.Write("workflow.yaml", "name: talk\nsteps:\n  shell: { run: echo it }\n  last: { run: echo end }\n");
        await _place.RunAsync("run", ".", "--run-id", "talk-1");

        var told = await _place.RunAsync(arguments.Split(' '));

        Assert.Equal((2, ""), (told.ExitCode, told.Out));
    }

    private Task<int> FollowAsync(TextWriter writer, params string[] run) =>
        Application.RunAsync(["runs", "logs", .. run, "--follow"], _place.SessionOf(writer, writer));

    /// <summary>
    /// Begins the run and returns when it keeps a log. Null where there are no named pipes in the file system to wait at.
    /// </summary>
    private async Task<HeldRun?> BeginAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        Directory.CreateDirectory(_place.Project.LogFolder);
        using var watcher = new FileSystemWatcher(_place.Project.LogFolder);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => begun.TrySetResult();
        watcher.EnableRaisingEvents = true;
        var agent = new NamedPipe(Path.Combine(_place.Folder, "go-agent"));
        var shell = new NamedPipe(Path.Combine(_place.Folder, "go-shell"));
        var run = new HeldRun(agent, shell, _place.RunAsync("run", ".", "--run-id", "talk-1"));
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return run;
    }

    /// <summary>A run whose two first steps wait until the test writes to their pipes.</summary>
    private sealed record HeldRun(NamedPipe Agent, NamedPipe Shell, Task<Outcome> Running) : IDisposable
    {
        public void Dispose()
        {
            Agent.Dispose();
            Shell.Dispose();
        }
    }

    /// <summary>Keeps lines and tells of each.</summary>
    private sealed class LineChannel : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
        private readonly List<string> _all = [];

        public IReadOnlyList<string> All
        {
            get
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    _all.Add(line);
                }

                return _all;
            }
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteLineAsync(string? value)
        {
            _lines.Writer.TryWrite(value ?? "");
            return Task.CompletedTask;
        }

        /// <summary>Waits for a line. Fails when the program ends before.</summary>
        public async Task UntilAsync(string wanted, Task program)
        {
            while (!_all.Contains(wanted))
            {
                var next = _lines.Reader.WaitToReadAsync().AsTask();
                await Task.WhenAny(next, program).WaitAsync(TimeSpan.FromMinutes(1));
                Assert.True(next.IsCompleted, $"It ended without '{wanted}':\n{string.Join('\n', _all)}");
                while (_lines.Reader.TryRead(out var line))
                {
                    _all.Add(line);
                }
            }
        }
    }
}
