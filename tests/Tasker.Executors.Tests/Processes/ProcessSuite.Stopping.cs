using System.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Executors.Processes;
using Tasker.Testing.Executors;

namespace Tasker.Executors.Tests.Processes;

public abstract partial class ProcessSuite
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Work_that_tidies_up_when_asked_is_cancelled_with_its_real_exit_code()
    {
        using var pipe = Place.Pipe("up");
        using var never = Place.Pipe("never");
        using var stop = new CancellationTokenSource();
        var order = Place.Order($"trap 'echo tidy; exit 9' TERM; echo up > {pipe.Path}; while :; do read x < {never.Path}; done");
        var running = Executor.RunAsync(order, Recorder, stop.Token);
        await pipe.NextLineAsync();

        await stop.CancelAsync();
        var end = await running.WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Cancelled, 9), (end.Outcome, end.ExitCode));
        Assert.EndsWith("tidy\n", Log(order), StringComparison.Ordinal);
        AssertNobodyIsLeft(order);
    }

    [Fact]
    public async Task Work_that_does_not_listen_is_ended_after_its_grace()
    {
        using var pipe = Place.Pipe("up");
        using var never = Place.Pipe("never");
        using var stop = new CancellationTokenSource();
        var order = Place.Order(
            $"trap 'echo no > {pipe.Path}' TERM; echo up > {pipe.Path}; while :; do read x < {never.Path}; done") with
        {
            Grace = Grace,
        };
        var running = Executor.RunAsync(order, Recorder, stop.Token);
        await pipe.NextLineAsync();

        await stop.CancelAsync();
        Assert.Equal("no", await pipe.NextLineAsync());
        await Time.NextArmedAsync(due => due == Grace, CancellationToken.None);
        Assert.False(running.IsCompleted);
        Time.Advance(Grace);
        var end = await running.WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Cancelled, end.Outcome);
        Assert.Equal(Host.IsNative ? (null, 9) : (137, (int?)null), (end.ExitCode, end.Signal));
        AssertNobodyIsLeft(order);
    }

    [Fact]
    public async Task Processes_that_changed_session_or_lost_their_parents_die_too()
    {
        using var pipe = Place.Pipe("up");
        using var stop = new CancellationTokenSource();

        // One in a session of its own, one orphaned at once, both deaf to the signal that asks.
        var order = Place.Order(
            $"setsid sh -c 'trap \"\" TERM; echo $$ > {pipe.Path}; exec sleep 1000' & "
            + $"(trap '' TERM; sh -c 'echo $$ > {pipe.Path}; exec sleep 1000' &) ; exec sleep 1000") with
        {
            Grace = TimeSpan.Zero,
        };
        var running = Executor.RunAsync(order, Recorder, stop.Token);
        var pids = new[] { int.Parse(await pipe.NextLineAsync()), int.Parse(await pipe.NextLineAsync()) };
        Assert.All(pids, pid => Assert.NotNull(Host.Platform.Identify(pid)));

        await stop.CancelAsync();
        var end = await running.WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Cancelled, end.Outcome);
        Assert.All(pids, pid => Assert.Null(Host.Platform.Identify(pid)));
        AssertNobodyIsLeft(order);
    }

    [Fact]
    public async Task What_a_command_leaves_behind_ends_with_it_and_is_told()
    {
        using var pipe = Place.Pipe("up");
        var order = Place.Order($"nohup sh -c 'echo $$ > {pipe.Path}; exec sleep 1000' > /dev/null 2>&1 & read x < {pipe.Path}.ok");
        using var ok = Place.Pipe("up.ok");
        var running = Executor.RunAsync(order, Recorder, CancellationToken.None);
        var pid = int.Parse(await pipe.NextLineAsync());
        ok.Write("ok");

        var end = await running.WaitAsync(Guard);

        Assert.Same(AttemptEnd.Done, end);
        Assert.Null(Host.Platform.Identify(pid));
        Assert.Equal("[tasker: ended 1 process(es) that the command had left behind]\n", Log(order));
    }

    [Fact]
    public async Task Stopping_one_attempt_leaves_the_others_alone()
    {
        using var pipe = Place.Pipe("up");
        using var stopOne = new CancellationTokenSource();
        using var stopTen = new CancellationTokenSource();

        // The key of the first is the beginning of the key of the second.
        var one = Place.Order(Enduring(pipe.Path));
        var ten = Place.Order(Enduring(pipe.Path)) with { Key = one.Key + "0" };
        var (first, second) = (Executor.RunAsync(one, Recorder, stopOne.Token), Executor.RunAsync(ten, Recorder, stopTen.Token));
        await pipe.NextLineAsync();
        await pipe.NextLineAsync();

        await stopOne.CancelAsync();
        await first.WaitAsync(Guard);
        Assert.False(second.IsCompleted);
        Assert.NotEmpty(Host.Platform.Family(new(null, null, ProcessMark.Entries(ten))));

        await stopTen.CancelAsync();
        Assert.Equal(AttemptOutcome.Cancelled, (await second.WaitAsync(Guard)).Outcome);
    }

    [Fact]
    public async Task Stopping_leaves_a_run_of_the_same_name_in_another_project_alone()
    {
        using var elsewhere = new Workplace();
        using var pipe = Place.Pipe("up");
        using var stop = new CancellationTokenSource();
        using var stopOther = new CancellationTokenSource();
        var ours = Place.Order(Enduring(pipe.Path));
        var theirs = elsewhere.Order(Enduring(pipe.Path)) with { Key = ours.Key, RunId = ours.RunId };
        var (first, second) =
            (Executor.RunAsync(ours, Recorder, stop.Token), Executor.RunAsync(theirs, new AttemptRecorder(), stopOther.Token));
        await pipe.NextLineAsync();
        await pipe.NextLineAsync();

        await stop.CancelAsync();
        await first.WaitAsync(Guard);
        Assert.False(second.IsCompleted);
        Assert.NotEmpty(Host.Platform.Family(new(null, null, ProcessMark.Entries(theirs))));

        await stopOther.CancelAsync();
        Assert.Equal(AttemptOutcome.Cancelled, (await second.WaitAsync(Guard)).Outcome);
    }

    [Fact]
    public async Task A_halted_process_can_be_asked_too()
    {
        using var pipe = Place.Pipe("up");
        using var never = Place.Pipe("never");
        using var stop = new CancellationTokenSource();
        var order = Place.Order($"trap 'exit 6' TERM; (echo $$ > {pipe.Path}); kill -STOP $$; read x < {never.Path}");
        var running = Executor.RunAsync(order, Recorder, stop.Token);
        var pid = int.Parse(await pipe.NextLineAsync());
        await HaltedAsync(pid);

        await stop.CancelAsync();
        var end = await running.WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Cancelled, 6), (end.Outcome, end.ExitCode));
    }

    private static async Task HaltedAsync(int pid)
    {
        // Nothing tells when a process of a process is halted: each look gives way to others.
        var watch = Stopwatch.StartNew();
        while (!File.ReadAllText($"/proc/{pid}/stat").Contains(") T ", StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < Guard, "It was not halted.");
            await Task.Yield();
        }
    }

    private void AssertNobodyIsLeft(AttemptOrder order) =>
        Assert.Empty(Host.Platform.Family(new(null, null, ProcessMark.Entries(order))));
}
