using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Executors.Monitors;
using Tasker.Executors.Processes;
using Tasker.Executors.Tests.Processes;
using Tasker.Testing;
using Tasker.Testing.Executors;

namespace Tasker.Executors.Tests.Monitors;

public sealed class MonitorRunnerTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Workplace _place = new();
    private readonly ManualTime _time = new();
    private readonly ProcessHost _host;

    public MonitorRunnerTests() => _host = Platforms.Host(PlatformKind.Native, _time);

    public void Dispose()
    {
        _host.Dispose();
        _place.Dispose();
    }

    private static MonitorSpec Monitor(string line, string? alertOn = null, int? alertOnExit = null) =>
        new("loss", CommandSpec.Shell(line), TimeSpan.FromMinutes(1), alertOn, alertOnExit, Limit);

    private Task<Engine.Ports.MonitorReport> CheckAsync(MonitorSpec monitor, CancellationToken cancellationToken = default) =>
        new MonitorRunner(_host).CheckAsync(_place.Order("true"), monitor, cancellationToken).WaitAsync(Guard, CancellationToken.None);

    [Theory]
    [InlineData("echo fine", null, null, MonitorOutcome.Ok, "fine")]
    [InlineData("echo Loss is NaN", "nan|inf", null, MonitorOutcome.Alert, "Loss is NaN")]
    [InlineData("echo finance", "nan", null, MonitorOutcome.Alert, "finance")]
    [InlineData("echo finance", @"\bnan\b", null, MonitorOutcome.Ok, "finance")]
    [InlineData("echo a; echo nan; exit 3", "nan", null, MonitorOutcome.Alert, "a\nnan")]
    [InlineData("echo broken >&2; exit 2", "nan", null, MonitorOutcome.Broken, "exit code 2: broken")]
    [InlineData("exit 2", null, null, MonitorOutcome.Broken, "exit code 2")]
    [InlineData("echo ERROR 5", null, 0, MonitorOutcome.Alert, "ERROR 5")]
    [InlineData("exit 1", null, 0, MonitorOutcome.Ok, "")]
    [InlineData("exit 2", null, 0, MonitorOutcome.Broken, "exit code 2")]
    [InlineData("exit 1", null, null, MonitorOutcome.Broken, "exit code 1")]
    [InlineData("kill -KILL $$", null, null, MonitorOutcome.Broken, "ended by SIGKILL")]
    [InlineData("no-such-program", null, null, MonitorOutcome.Broken,
        "'no-such-program' was not found on PATH. Install it, or give the path of the program.")]
    public async Task A_check_says_what_it_saw(string line, string? alertOn, int? alertOnExit, MonitorOutcome outcome, string text)
    {
        var report = await CheckAsync(Monitor(line, alertOn, alertOnExit));

        Assert.Equal((outcome, text), (report.Outcome, report.Text));
        Assert.Empty(Directory.GetFiles(_place.Logs));
    }

    [Fact]
    public async Task A_check_that_takes_too_long_is_ended_with_all_that_it_started()
    {
        using var pipe = _place.Pipe("up");
        var running = CheckAsync(Monitor($"trap '' TERM; setsid sh -c 'trap \"\" TERM; echo $$ > {pipe.Path}; exec sleep 1000'"));
        var pid = int.Parse(await pipe.NextLineAsync());

        _time.Advance(Limit);
        await _time.NextArmedAsync(due => due == TimeSpan.FromSeconds(1), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        var report = await running;

        Assert.Equal((MonitorOutcome.Broken, "It took longer than 30s and was stopped."), (report.Outcome, report.Text));
        Assert.Null(_host.Platform.Identify(pid));
    }

    [Fact]
    public async Task A_check_ends_with_what_it_watches_and_never_the_other_way_round()
    {
        using var pipe = _place.Pipe("up");
        using var stopWork = new CancellationTokenSource();
        var order = _place.Order($"echo up > {pipe.Path}; exec sleep 1000");
        var work = new ProcessExecutor(_host).RunAsync(order, new AttemptRecorder(), stopWork.Token);
        await pipe.NextLineAsync();
        using var stopCheck = new CancellationTokenSource();
        var runner = new MonitorRunner(_host);
        var first = runner.CheckAsync(order, Monitor($"echo up > {pipe.Path}; exec sleep 1000"), stopCheck.Token);
        await pipe.NextLineAsync();

        await stopCheck.CancelAsync();
        Assert.Equal("Stopped before it was done.", (await first.WaitAsync(Guard)).Text);
        Assert.False(work.IsCompleted);

        var second = runner.CheckAsync(order, Monitor($"echo up > {pipe.Path}; exec sleep 1000"), CancellationToken.None);
        await pipe.NextLineAsync();
        await stopWork.CancelAsync();
        await work.WaitAsync(Guard);
        Assert.Equal((MonitorOutcome.Broken, "ended by SIGTERM"), Pair(await second.WaitAsync(Guard)));

        static (MonitorOutcome, string) Pair(Engine.Ports.MonitorReport r) => (r.Outcome, r.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_what_it_watches_ends_is_told_before_a_check_is_ended_with_it(bool byItself)
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        using var stopWork = new CancellationTokenSource();
        var order = _place.Order($"sleep 1000 & echo up > {pipe.Path}; read line < {go.Path}");
        var work = new AttemptRecorder();
        var running = new ProcessExecutor(_host).RunAsync(order, work, stopWork.Token);
        await pipe.NextLineAsync();
        var check = new MonitorRunner(_host).CheckAsync(
            order, Monitor($"echo up > {pipe.Path}; exec sleep 1000"), CancellationToken.None);
        await pipe.NextLineAsync();
        var wasTold = check.ContinueWith(
            _ => work.IsEnding, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        if (byItself)
        {
            go.Write("go");
        }
        else
        {
            await stopWork.CancelAsync();
        }

        await running.WaitAsync(Guard);
        Assert.True(await wasTold.WaitAsync(Guard));
    }

    [Fact]
    public async Task Of_much_output_the_last_4_KiB_are_told_with_secrets_masked()
    {
        var monitor = Monitor("yes 'é and more' | head -n 1000; echo key $API_KEY");
        var order = _place.Order("true") with { Env = ImmutableSortedDictionary<string, string>.Empty.Add("API_KEY", "k-123456") };

        var report = await new MonitorRunner(_host).CheckAsync(order, monitor, CancellationToken.None).WaitAsync(Guard);

        Assert.EndsWith("\né and more\nkey ***", report.Text, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(report.Text), 4000, 4096);
    }

    [Fact]
    public async Task A_pattern_that_takes_for_ever_is_told_and_hangs_nothing()
    {
        var report = await CheckAsync(Monitor("head -c 4000 /dev/zero | tr '\\0' a; echo '!'", "^(a+)+$"));

        Assert.Equal((MonitorOutcome.Broken, "The alert pattern takes more than 100 ms on one line."), (report.Outcome, report.Text));
    }

    [Fact]
    public async Task A_pattern_or_folder_that_cannot_be_used_is_told()
    {
        var pattern = await CheckAsync(Monitor("true", "(["));
        var folder = await CheckAsync(Monitor("true") with { Command = CommandSpec.Shell("true") with { WorkingDirectory = ".." } });

        Assert.StartsWith("The alert pattern is no regular expression: ", pattern.Text, StringComparison.Ordinal);
        Assert.Contains("leads outside the project", folder.Text, StringComparison.Ordinal);
    }
}
