using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Executors.Agents;
using Tasker.Executors.Processes;
using Tasker.Executors.Processes.Native;
using Tasker.Testing.Executors;

namespace Tasker.Executors.Tests.Processes;

/// <summary>The owner of an attempt is killed by SIGKILL; another one goes on.</summary>
public sealed class ReattachTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly Workplace _place = new();
    private readonly AttemptRecorder _recorder = new();
    private readonly ProcessHost _host = Platforms.Host(PlatformKind.Native, TimeProvider.System);

    public void Dispose()
    {
        _host.Dispose();
        _place.Dispose();
    }

    [Theory]
    [InlineData("background")]
    [InlineData("survivor")]
    public async Task Work_that_outlives_its_owner_goes_on_and_its_true_exit_code_is_told(string kind)
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var line = $"echo before $API_KEY; echo $$ > {pipe.Path}; read x < {go.Path}; echo after; echo v=1 > $TASKER_OUTPUT; exit 42";
        using var owner = new KilledOwner(kind, _place.Root, "work", line);
        var handle = await owner.HandleAsync();
        var pid = int.Parse(await pipe.NextLineAsync());
        await owner.KillAsync();
        Assert.NotNull(_host.Platform.Identify(pid));

        var order = EntryPoint.Order(kind, _place.Root, "work", line);
        var running = new ProcessExecutor(_host).ReattachAsync(order, handle, _recorder, CancellationToken.None);
        Assert.False(running.IsCompleted);
        if (kind == "background")
        {
            await _recorder.ReadyAsync(); // Else the work could be over before it was found again.
        }

        go.Write("go");
        var end = await running.WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Failed, 42), (end.Outcome, end.ExitCode));
        Assert.Equal(Value.Of("1"), end.Outputs["v"]);
        Assert.Equal("before ***\nafter\n", File.ReadAllText(order.LogPath));
        Assert.Equal(kind == "background", _recorder.IsReady);
    }

    [Fact]
    public async Task Work_that_ended_while_nobody_watched_left_a_record_of_its_end()
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var line = $"echo up > {pipe.Path}; read x < {go.Path}; exit 5";
        using var owner = new KilledOwner("survivor", _place.Root, "work", line);
        var handle = await owner.HandleAsync();
        await pipe.NextLineAsync();
        await owner.KillAsync();
        using (var wrapper = _host.Platform.Watch(AttemptHandle.Parse(handle)!.Identity)!)
        {
            go.Write("go");
            await wrapper.Exited.WaitAsync(Guard);
        }

        var order = EntryPoint.Order("survivor", _place.Root, "work", line);
        var executor = new ProcessExecutor(_host);
        var end = await executor.ReattachAsync(order, handle, _recorder, CancellationToken.None).WaitAsync(Guard);
        var withoutHandle = await executor.ReattachAsync(order, null, _recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Failed, 5), (end.Outcome, end.ExitCode));

        // The first new owner may have died before the end was in the journal: the next one tells the same.
        Assert.Equal(end, withoutHandle);
    }

    [Fact]
    public async Task Without_a_handle_the_work_is_found_by_its_marker()
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var line = $"echo up > {pipe.Path}; read x < {go.Path}";
        using var owner = new KilledOwner("survivor", _place.Root, "work", line);
        await pipe.NextLineAsync();
        await owner.KillAsync();

        var order = EntryPoint.Order("survivor", _place.Root, "work", line);
        var running = new ProcessExecutor(_host).ReattachAsync(order, null, _recorder, CancellationToken.None);
        go.Write("go");
        var end = await running.WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Succeeded, 0), (end.Outcome, end.ExitCode));
    }

    [Fact]
    public async Task Work_that_was_killed_with_its_wrapper_is_lost_and_nothing_of_it_is_left()
    {
        using var pipe = _place.Pipe("up");
        var line = $"setsid sh -c 'echo $$ > {pipe.Path}; exec sleep 1000' & echo up > {pipe.Path}; wait";
        using var owner = new KilledOwner("background", _place.Root, "work", line);
        var handle = await owner.HandleAsync();
        var lines = new[] { await pipe.NextLineAsync(), await pipe.NextLineAsync() };
        await owner.KillAsync();
        using (var wrapper = _host.Platform.Watch(AttemptHandle.Parse(handle)!.Identity)!)
        {
            wrapper.Signal(Signals.Kill);
            await wrapper.Exited.WaitAsync(Guard);
        }

        var order = EntryPoint.Order("background", _place.Root, "work", line) with { Grace = TimeSpan.Zero };
        var end = await new ProcessExecutor(_host).ReattachAsync(order, handle, _recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Lost, null), (end.Outcome, end.ExitCode));
        Assert.Null(_host.Platform.Identify(int.Parse(lines.First(l => l != "up"))));
    }

    [Fact]
    public async Task How_work_took_being_stopped_is_not_how_it_ended()
    {
        using var pipe = _place.Pipe("up");
        using var never = _place.Pipe("never");
        var line = $"echo up > {pipe.Path}; read x < {never.Path}";
        using var owner = new KilledOwner("background", _place.Root, "work", line);
        var known = AttemptHandle.Parse(await owner.HandleAsync())!;
        await pipe.NextLineAsync();
        await owner.KillAsync();

        // The first process cannot be found again, what it started can: by its mark. The wrapper tells that the command was asked to stop.
        var handle = known with { Identity = known.Identity with { StartTime = known.Identity.StartTime - 1 } };
        var order = EntryPoint.Order("background", _place.Root, "work", line);
        var end = await new ProcessExecutor(_host).ReattachAsync(order, handle.ToText(), _recorder, CancellationToken.None)
            .WaitAsync(Guard);

        Assert.NotNull(ExitRecord.Read(known.RecordPath));
        Assert.Equal((AttemptOutcome.Lost, null), (end.Outcome, end.ExitCode));
        Assert.Empty(_host.Platform.Family(new(null, null, ProcessMark.Entries(order))));
    }

    [Fact]
    public async Task A_process_that_has_got_the_id_meanwhile_is_not_touched()
    {
        using var stranger = System.Diagnostics.Process.Start("sleep", "1000");
        var identity = _host.Platform.Identify(stranger.Id)!.Value;
        var order = _place.Order("true") with { Survives = true, Grace = TimeSpan.Zero };
        var executor = new ProcessExecutor(_host);
        foreach (var other in new[] { identity with { StartTime = identity.StartTime - 1 }, identity with { BootId = "another boot" } })
        {
            var handle = new AttemptHandle(other, order.LogPath + ".exit").ToText();

            var end = await executor.ReattachAsync(order, handle, _recorder, CancellationToken.None).WaitAsync(Guard);

            Assert.Equal(AttemptOutcome.Lost, end.Outcome);
            Assert.False(_host.Platform.Signal(other, Signals.Kill));
            Assert.Null(_host.Platform.Watch(other));
            Assert.Equal(identity, _host.Platform.Identify(stranger.Id));
        }

        stranger.Kill();
    }

    [Fact]
    public async Task Half_a_record_is_no_record()
    {
        var order = _place.Order("true") with { Survives = true };
        await File.WriteAllTextAsync(order.LogPath + ".exit", "exit 4");

        var end = await new ProcessExecutor(_host).ReattachAsync(order, null, _recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Lost, end.Outcome);
    }

    [Fact]
    public async Task The_log_of_foreground_work_stays_and_its_processes_are_stopped()
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var line = $"echo one; echo $$ > {pipe.Path}; read x < {go.Path}; echo two; echo two > {pipe.Path}; exec sleep 1000";
        using var owner = new KilledOwner("foreground", _place.Root, "work", line);
        var pid = int.Parse(await pipe.NextLineAsync());
        await owner.KillAsync();
        go.Write("go");
        await pipe.NextLineAsync();

        var order = EntryPoint.Order("foreground", _place.Root, "work", line);
        var end = await new ProcessExecutor(_host).ReattachAsync(order, null, _recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Lost, end.Outcome);
        Assert.Null(_host.Platform.Identify(pid));
        Assert.Equal("one\ntwo\n", File.ReadAllText(order.LogPath));
    }

    [Fact]
    public async Task Work_that_was_reattached_to_can_be_stopped_and_tells_how_it_took_it()
    {
        using var pipe = _place.Pipe("up");
        using var never = _place.Pipe("never");
        using var stop = new CancellationTokenSource();
        var line = $"trap 'echo bye; exit 8' TERM; echo up > {pipe.Path}; while :; do read x < {never.Path}; done";
        using var owner = new KilledOwner("background", _place.Root, "work", line);
        var handle = await owner.HandleAsync();
        await pipe.NextLineAsync();
        await owner.KillAsync();

        var order = EntryPoint.Order("background", _place.Root, "work", line);
        var running = new ProcessExecutor(_host).ReattachAsync(order, handle, _recorder, stop.Token);
        await _recorder.ReadyAsync();
        await stop.CancelAsync();
        var end = await running.WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Cancelled, 8), (end.Outcome, end.ExitCode));
        Assert.EndsWith("bye\n", File.ReadAllText(order.LogPath), StringComparison.Ordinal);
        Assert.Empty(_host.Platform.Family(new(null, null, ProcessMark.Entries(order))));
    }

    [Fact]
    public async Task The_answer_of_an_agent_is_not_lost_with_its_owner()
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var line = $"cat; echo up > {pipe.Path}; read x < {go.Path}; echo; echo '{{\"result\":\"done\",\"total_cost_usd\":0.5}}'";
        using var owner = new KilledOwner("agent", _place.Root, "work", line);
        var handle = await owner.HandleAsync();
        await pipe.NextLineAsync();
        await owner.KillAsync();

        var order = EntryPoint.Order("agent", _place.Root, "work", line);
        var agent = new AgentExecutor(_host, EntryPoint.Agent(line));
        var running = agent.ReattachAsync(order, handle, _recorder, CancellationToken.None);
        go.Write("go");
        var end = await running.WaitAsync(Guard);
        var again = await agent.ReattachAsync(order, handle, _recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Succeeded, end.Outcome);
        Assert.Equal(Value.Of("done"), end.Outputs["answer"]);
        Assert.Equal(new AgentUsage(0, 0, 0.5m), end.Usage);
        Assert.Equal(end, again);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_turn_of_an_agent_survives_its_owner_and_is_not_taken_twice(int killedIn)
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var line = "cat > p; echo asked >> asked; n=$(wc -l < asked); "
            + $"if [ $n = {killedIn} ]; then echo up > {pipe.Path}; read x < {go.Path}; fi; "
            + """if grep -q 'Once more' p; then echo '{"result":"{\"verdict\":1}","total_cost_usd":0.2}'; """
            + """else echo '{"result":"what?","total_cost_usd":0.1}'; fi""";
        using var owner = new KilledOwner("schema", _place.Root, "work", line);
        var handle = await owner.HandleAsync(killedIn == 1 ? ".log.exit" : ".log.2.exit");
        await pipe.NextLineAsync();
        await owner.KillAsync();

        var order = EntryPoint.Order("schema", _place.Root, "work", line);
        var agent = new AgentExecutor(_host, EntryPoint.Agent(line));
        var running = agent.ReattachAsync(order, handle, _recorder, CancellationToken.None);
        go.Write("go");
        var end = await running.WaitAsync(Guard);
        var again = await agent.ReattachAsync(order, handle, _recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Succeeded, ""), (end.Outcome, end.Message));
        Assert.Equal(Value.Of(1), ((Value.Map)end.Outputs["value"])["verdict"]);
        Assert.Equal(new AgentUsage(0, 0, 0.3m), end.Usage);
        Assert.Equal(2, File.ReadAllLines(_place.At("asked")).Length);
        Assert.Equal(end, again);
    }

    [Fact]
    public async Task A_fallback_that_answers_is_found_again()
    {
        using var pipe = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var line = $"echo asked >> asked; echo up > {pipe.Path}; read x < {go.Path}; echo hello";
        using var owner = new KilledOwner("fallback", _place.Root, "work", line);
        var handle = await owner.HandleAsync();
        await pipe.NextLineAsync();
        await owner.KillAsync();

        var order = EntryPoint.Order("fallback", _place.Root, "work", line);
        var running = new AgentExecutor(_host, EntryPoint.Agent(line, "fallback"))
            .ReattachAsync(order, handle, _recorder, CancellationToken.None);
        go.Write("go");
        var end = await running.WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Succeeded, ""), (end.Outcome, end.Message));
        Assert.Equal((Value.Of("hello"), Value.Of("stub")), (end.Outputs["answer"], end.Outputs["agent"]));
        Assert.Single(File.ReadAllLines(_place.At("asked")));
    }

    [Fact]
    public async Task A_turn_whose_end_nobody_knows_is_lost_with_all_that_is_left_of_it()
    {
        using var pipe = _place.Pipe("up");
        var line = $"cat > p; if grep -q 'Once more' p; then echo $$ > {pipe.Path}; exec sleep 1000; else echo what?; fi";
        using var owner = new KilledOwner("schema", _place.Root, "work", line);
        var handle = await owner.HandleAsync(".log.2.exit");
        var pid = int.Parse(await pipe.NextLineAsync());
        await owner.KillAsync();
        using (var wrapper = _host.Platform.Watch(AttemptHandle.Parse(handle)!.Identity)!)
        {
            wrapper.Signal(Signals.Kill);
            await wrapper.Exited.WaitAsync(Guard);
        }

        var order = EntryPoint.Order("schema", _place.Root, "work", line) with { Grace = TimeSpan.Zero };
        var end = await new AgentExecutor(_host, EntryPoint.Agent(line)).ReattachAsync(order, handle, _recorder, CancellationToken.None)
            .WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Lost, end.Outcome);
        Assert.Null(_host.Platform.Identify(pid));
    }
}
