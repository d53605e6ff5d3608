using Tasker.Core.Runs;
using Tasker.Engine.Control;
using Tasker.Engine.Hosting;
using Tasker.Testing;
using static Tasker.Engine.Tests.TestEngine;

namespace Tasker.Engine.Tests;

public sealed class ControlTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Pause_and_resume_arrive_through_the_bell()
    {
        await using var engine = new TestEngine();
        var tap = new JournalTap(engine.Store);
        var bell = new SocketBell(Path.GetRandomFileName());
        await using var host = await engine.CreateAsync(Of(Step("a"), Step("b", "a")), tap, bell);
        var running = host.RunAsync(CancellationToken.None);
        var a = await engine.Executor.NextAsync();

        await AskAsync(engine, bell, new ControlMessage("pause", "ann"));
        await tap.NextAsync(s => Has<RunFact.Paused>(s), CancellationToken.None).WaitAsync(Patience);
        a.Succeed();
        await tap.NextAsync(s => Has<RunFact.AttemptEnded>(s), CancellationToken.None).WaitAsync(Patience);
        Assert.Single(engine.Executor.Log);

        await AskAsync(engine, bell, new ControlMessage("resume", "ann"));
        (await engine.Executor.NextAsync()).Succeed();
        Assert.Equal(RunStatus.Succeeded, (await running.WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task Abort_stops_what_runs_and_ends_the_run()
    {
        await using var engine = new TestEngine();
        var bell = new SocketBell(Path.GetRandomFileName());
        await using var host = await engine.CreateAsync(Of(Step("a"), Step("b", "a")), bell: bell);
        var running = host.RunAsync(CancellationToken.None);
        await engine.Executor.NextAsync();

        await AskAsync(engine, bell, new ControlMessage("abort", "ann"));
        var run = await running.WaitAsync(Patience);

        Assert.Equal(RunStatus.Aborted, run.Status);
        Assert.Equal(NodeStatus.Cancelled, run.StatusOf(1));
        Assert.Equal(NodeStatus.Cancelled, run.StatusOf(2));
    }

    [Fact]
    public async Task What_was_asked_while_nobody_owned_the_run_is_heard_by_the_next_owner()
    {
        await using var engine = new TestEngine();
        await using (var first = await engine.CreateAsync(Of(Step("a"))))
        {
            using var leave = new CancellationTokenSource();
            var running = first.RunAsync(leave.Token);
            await engine.Executor.NextAsync();
            await leave.CancelAsync();
            await running.WaitAsync(Patience);
        }

        await engine.Store.SendAsync(Run, new ControlMessage("abort", "ann").Encode(), CancellationToken.None);
        await using var second = (await RunHost.RecoverAsync(engine.Parts(), Run, CancellationToken.None))!;
        var run = await second.RunAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(RunStatus.Aborted, run.Status);
    }

    [Fact]
    public async Task A_refused_request_is_reported_and_changes_nothing()
    {
        await using var engine = new TestEngine();
        var bell = new SocketBell(Path.GetRandomFileName());
        await using var host = await engine.CreateAsync(Of(Step("build")), bell: bell);
        var running = host.RunAsync(CancellationToken.None);
        var build = await engine.Executor.NextAsync();

        await engine.Store.SendAsync(Run, new byte[] { 1, 2, 3 }, CancellationToken.None);
        await AskAsync(engine, bell, new ControlMessage("skip", "ann", "biuld"));
        await AskAsync(engine, bell, new ControlMessage("dance", "ann", "build"));

        Assert.Contains("could not be read", await engine.NextReportAsync(), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'build'?", await engine.NextReportAsync(), StringComparison.Ordinal);
        Assert.Contains("'dance'", await engine.NextReportAsync(), StringComparison.Ordinal);
        build.Succeed();
        Assert.Equal(RunStatus.Succeeded, (await running.WaitAsync(Patience)).Status);
    }

    private static bool Has<T>(AppendSeen seen) => FactCodec.Decode(seen.Facts.Span).Any(f => f is T);

    private static async Task AskAsync(TestEngine engine, SocketBell bell, ControlMessage message)
    {
        await engine.Store.SendAsync(Run, message.Encode(), CancellationToken.None);
        bell.Ring(Run);
    }
}
