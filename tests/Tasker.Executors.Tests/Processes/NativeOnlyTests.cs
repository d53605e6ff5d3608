using System.Collections.Immutable;
using System.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Executors.Processes;
using Tasker.Executors.Processes.Native;
using Tasker.Testing;
using Tasker.Testing.Executors;

namespace Tasker.Executors.Tests.Processes;

/// <summary>What only the system's own means can do.</summary>
public sealed class NativeOnlyTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(250);

    private readonly Workplace _place = new();
    private readonly AttemptRecorder _recorder = new();
    private readonly ManualTime _time = new();
    private readonly ProcessHost _host;
    private long _freeSpace = long.MaxValue;

    public NativeOnlyTests() => _host = Platforms.Host(PlatformKind.Native, _time, _ => _freeSpace);

    public void Dispose()
    {
        _host.Dispose();
        _place.Dispose();
    }

    private Task<AttemptEnd> RunAsync(Engine.Ports.AttemptOrder order, CancellationToken stop = default) =>
        new ProcessExecutor(_host).RunAsync(order, _recorder, stop).WaitAsync(Guard, CancellationToken.None);

    [Theory]
    [InlineData("SEGV", 11)]
    [InlineData("KILL", 9)]
    [InlineData("TERM", 15)]
    public async Task A_signal_that_ended_the_process_is_told_as_such(string name, int number)
    {
        var end = await RunAsync(_place.Order($"kill -{name} $$"));

        Assert.Equal((AttemptOutcome.Failed, null, number), (end.Outcome, end.ExitCode, end.Signal));
        Assert.Equal($"Ended by SIG{name}.", end.Message);
    }

    [Fact]
    public async Task A_code_by_which_a_shell_tells_of_a_signal_stays_a_code()
    {
        var end = await RunAsync(_place.Order("sh -c 'kill -SEGV $$'; exit $?"));

        Assert.Equal((139, null), (end.ExitCode, end.Signal));
        Assert.Equal("Exit code 139 (a shell's way to say: ended by SIGSEGV).", end.Message);
    }

    [Fact]
    public async Task A_process_starts_with_default_signals_in_a_session_of_its_own()
    {
        var order = _place.Order("grep -E 'Sig(Ign|Blk)' /proc/self/status; cut -d' ' -f1,5,6 /proc/$$/stat; echo $$");

        await RunAsync(order);

        var lines = File.ReadAllLines(order.LogPath);
        Assert.Equal("SigBlk:\t0000000000000000", lines[0]);

        // The two above the classic 31 are the C library's own.
        Assert.Equal(0L, Convert.ToInt64(lines[1].Split('\t')[1], 16) & 0x7fffffff);
        Assert.Equal($"{lines[3]} {lines[3]} {lines[3]}", lines[2]);
    }

    [Fact]
    public async Task Two_hundred_at_once_all_end_with_their_own_codes()
    {
        var orders = Enumerable.Range(0, 200).Select(i => _place.Order($"exit {i}")).ToList();

        var ends = await Task.WhenAll(orders.Select(o => RunAsync(o)));

        Assert.Equal(Enumerable.Range(0, 200), ends.Select(e => e.ExitCode!.Value));
        Assert.Empty(Directory.GetFiles(_place.Logs, "*.output"));
    }

    [Fact]
    public async Task Processes_that_other_code_starts_keep_their_exit_codes()
    {
        var others = Enumerable.Range(0, 20).Select(i => Process.Start("sh", $"-c \"exit {i}\"")).ToList();
        var ours = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => RunAsync(_place.Order($"exit {i}"))));

        await Task.WhenAll(others.Select(p => p.WaitForExitAsync())).WaitAsync(Guard);

        Assert.Equal(Enumerable.Range(0, 20), others.Select(p => p.ExitCode));
        Assert.Equal(Enumerable.Range(0, 20), ours.Select(e => e.ExitCode!.Value));
    }

    [Fact]
    public async Task A_process_that_could_not_be_watched_for_want_of_descriptors_is_waited_for_all_the_same()
    {
        using var watch = new ExitWatch();
        using var child = Process.Start(new ProcessStartInfo("sleep", "1000"))!;
        var identity = _host.Platform.Identify(child.Id)!.Value;

        // Not ours to collect, and without a descriptor: its end is seen, its code is not.
        var process = new LinuxProcess(watch, new ProcTable(), child.Id, pidfd: -1, identity, isChild: false);
        watch.Add(process);
        child.Kill();

        Assert.Equal(ProcessExit.Unknown, await process.Exited.WaitAsync(Guard));
    }

    [Fact]
    public async Task A_runaway_writer_is_stopped_and_the_failure_says_so()
    {
        using var pipe = _place.Pipe("up");
        var order = _place.Order($"head -c 300000 /dev/zero | tr '\\0' x; echo up > {pipe.Path}; exec sleep 1000") with
        {
            LogLimit = 10_000,
        };
        var running = RunAsync(order);
        await pipe.NextLineAsync();

        await SweepAsync();
        var end = await running;

        Assert.Equal((AttemptOutcome.Failed, null, 15), (end.Outcome, end.ExitCode, end.Signal));
        Assert.Equal(
            "Stopped, because it wrote more than 200000 bytes of output (20 times what a log keeps).", end.Message);
        Assert.InRange(new FileInfo(order.LogPath).Length, 9_000, 11_000);
    }

    [Fact]
    public async Task A_writer_on_a_disk_that_is_nearly_full_is_stopped_and_the_failure_says_so()
    {
        using var pipe = _place.Pipe("up");
        _freeSpace = 1 << 20;
        var running = RunAsync(_place.Order($"head -c 300000 /dev/zero; echo up > {pipe.Path}; exec sleep 1000"));
        await pipe.NextLineAsync();

        await SweepAsync();
        var end = await running;

        Assert.Equal("Stopped, because less than 64 MB are free on the disk of its log.", end.Message);
    }

    [Fact]
    public async Task A_log_that_goes_on_gives_back_the_disk_between_its_head_and_its_tail()
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var order = _place.Order(
            $"echo first; head -c 4000000 /dev/zero | tr '\\0' x; echo; echo up > {pipe.Path}; read x < {go.Path}; echo last") with
        {
            LogLimit = 1_000_000,
        };
        var running = RunAsync(order);
        await pipe.NextLineAsync();
        var before = await BlocksAsync(order.LogPath);

        await SweepAsync();
        var after = await BlocksAsync(order.LogPath);
        go.Write("go");
        await running;

        Assert.InRange(after, 1, before / 2);
        var lines = File.ReadAllLines(order.LogPath);
        Assert.Equal(("first", "last"), (lines[0], lines[^1]));
        Assert.DoesNotContain('\0', File.ReadAllText(order.LogPath));
    }

    [Fact]
    public async Task No_timer_is_armed_while_nothing_writes()
    {
        Assert.Empty(_time.Armed);
        await RunAsync(_place.Order("true"));

        _time.Advance(Sweep);

        Assert.Empty(_time.Armed);
    }

    [Fact]
    public async Task Background_work_is_up_when_a_line_says_so()
    {
        using var go = _place.Pipe("go");
        using var stop = new CancellationTokenSource();
        var order = _place.Order($"echo starting; read x < {go.Path}; echo 'Listening on port 80'; exec sleep 1000") with
        {
            Background = new BackgroundSpec(ReadyPattern: @"port \d+$"),
        };
        var running = RunAsync(order, stop.Token);
        await _recorder.HandleAsync();
        Assert.False(_recorder.IsReady);

        go.Write("go");
        await _recorder.ReadyAsync();
        Assert.False(running.IsCompleted);

        await stop.CancelAsync();
        Assert.Equal(AttemptOutcome.Cancelled, (await running).Outcome);
    }

    [Fact]
    public async Task A_ready_pattern_that_is_none_fails_before_anything_runs()
    {
        var order = _place.Order("touch ran") with { Background = new BackgroundSpec(ReadyPattern: "([") };

        var end = await RunAsync(order);

        Assert.StartsWith("The ready pattern '([' is no regular expression: ", end.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.At("ran")));
    }

    [Fact]
    public async Task Nothing_of_a_command_is_read_as_shell_by_the_wrapper()
    {
        var command = CommandSpec.Exec("printf", "%s", "$(touch pwned); `touch pwned` '\"; touch pwned");
        var order = _place.Order(new StepAction.Run(command)) with
        {
            Background = new BackgroundSpec(),
            Env = ImmutableSortedDictionary<string, string>.Empty.Add("f", "x").Add("c", "y"),
        };

        var end = await RunAsync(order);

        Assert.Same(AttemptEnd.Done, end);
        Assert.Equal("$(touch pwned); `touch pwned` '\"; touch pwned", File.ReadAllText(order.LogPath));
        Assert.False(File.Exists(_place.At("pwned")));
        Assert.Equal("exit 0\n", File.ReadAllText(order.LogPath + ".exit"));
    }

    [Fact]
    public void Nobody_but_the_process_meant_is_ever_signalled()
    {
        var own = _host.Platform.Identify(Environment.ProcessId)!.Value;

        Assert.False(_host.Platform.Signal(own, Signals.Kill));
        Assert.False(_host.Platform.Signal(new ProcessIdentity(1, 0, own.BootId), Signals.Kill));
        Assert.False(_host.Platform.Signal(new ProcessIdentity(0, 0, own.BootId), Signals.Kill));
        Assert.False(_host.Platform.Signal(new ProcessIdentity(-1, 0, own.BootId), Signals.Kill));
        Assert.DoesNotContain(own, _host.Platform.Family(new FamilyQuery(own, own.Pid, [])).Select(m => m.Identity));
    }

    private async Task SweepAsync()
    {
        await _time.NextArmedAsync(due => due == Sweep, CancellationToken.None);
        _time.Advance(Sweep);
    }

    private static async Task<long> BlocksAsync(string path)
    {
        using var du = Process.Start(new ProcessStartInfo("du", ["-k", path]) { RedirectStandardOutput = true })!;
        var text = await du.StandardOutput.ReadToEndAsync();
        return long.Parse(text.Split('\t')[0]);
    }
}
