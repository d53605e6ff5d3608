using System.Collections.Immutable;
using System.Threading.Channels;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Testing;
using Tasker.Testing.Executors;
using static Tasker.Engine.Tests.TestEngine;

namespace Tasker.Engine.Tests;

public sealed class RunHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_run_does_its_steps_in_the_order_of_their_needs_and_ends()
    {
        await using var engine = new TestEngine { Executor = new ScriptedExecutor { Rule = _ => AttemptEnd.Done } };
        await using var host = await engine.CreateAsync(Of(Step("c", "b"), Step("b", "a"), Step("a")));

        var run = await host.RunAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(["r1/a/1", "r1/b/1", "r1/c/1"], engine.Executor.Log);
        Assert.Equal(RunStatus.Succeeded, (await engine.ReadAsync()).Status);
        Assert.Null((await engine.Store.FindAsync(Run, CancellationToken.None))!.Owner);
    }

    [Fact]
    public async Task Lists_tell_what_is_done_at_each_moment_though_no_time_goes_by()
    {
        await using var engine = new TestEngine();
        await using var host = await engine.CreateAsync(Of(Step("a"), Step("b", "a"), Step("c", "b"), Step("d", "c")));
        var running = host.RunAsync(CancellationToken.None);

        for (var done = 0; done < 4; done++)
        {
            var attempt = await engine.Executor.NextAsync();
            var summary = (await engine.Store.FindAsync(Run, CancellationToken.None))!.Summary;
            Assert.Equal(
                (RunStatus.Running, done, 0, 4, null), (summary.Status, summary.Done, summary.Failed, summary.Total, summary.EndedAt));
            attempt.Succeed();
        }

        Assert.Equal(RunStatus.Succeeded, (await running.WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task Nothing_is_begun_before_its_start_is_durable()
    {
        await using var engine = new TestEngine();
        var journal = new FaultyJournal(engine.Store);
        await using var host = await engine.CreateAsync(Of(Step("a")), journal);
        var held = journal.HoldBefore(journal.Appends + 1);
        var running = host.RunAsync(CancellationToken.None);

        await held.Reached;
        Assert.Empty(engine.Executor.Log);

        held.Release();
        (await engine.Executor.NextAsync()).Succeed();
        Assert.Equal(RunStatus.Succeeded, (await running.WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task A_failed_attempt_is_tried_again_after_its_delay()
    {
        await using var engine = new TestEngine();
        var step = Step("a") with { Retry = RetryPolicy.Times(2, TimeSpan.FromSeconds(30)) };
        await using var host = await engine.CreateAsync(Of(step));
        var running = host.RunAsync(CancellationToken.None);
        (await engine.Executor.NextAsync()).Fail();
        while (await engine.Time.NextArmedAsync(CancellationToken.None) != TimeSpan.FromSeconds(30))
        {
        }

        engine.Time.Advance(TimeSpan.FromSeconds(30));
        var second = await engine.Executor.NextAsync();
        second.Succeed();

        Assert.Equal(2, second.Order.Attempt);
        Assert.Equal(RunStatus.Succeeded, (await running.WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task A_monitor_looks_when_the_work_begins_and_then_after_each_interval()
    {
        var monitors = new CountedLooks();
        await using var engine = new TestEngine { Monitors = monitors };
        var monitor = new MonitorSpec("m", CommandSpec.Shell("look"), TimeSpan.FromSeconds(60), null, null, TimeSpan.FromSeconds(30));
        await using var host = await engine.CreateAsync(Of(Step("a") with { Monitors = [monitor] }));
        var running = host.RunAsync(CancellationToken.None);
        var attempt = await engine.Executor.NextAsync();

        await monitors.NextAsync(); // No time has passed.
        await engine.Time.NextArmedAsync(wait => wait == TimeSpan.FromSeconds(60), CancellationToken.None);
        engine.Time.Advance(TimeSpan.FromSeconds(60));
        await monitors.NextAsync();
        attempt.Succeed();

        Assert.True((await running.WaitAsync(Patience)).MonitorOf(1, "m")!.Looks >= 1);
    }

    [Fact]
    public async Task A_check_that_is_under_way_when_its_step_ends_is_passed_over()
    {
        var monitors = new LongLook();
        await using var engine = new TestEngine { Monitors = monitors };
        var monitor = new MonitorSpec("m", CommandSpec.Shell("look"), TimeSpan.FromSeconds(60), null, null, TimeSpan.FromSeconds(30));
        await using var host = await engine.CreateAsync(Of(Step("a") with { Monitors = [monitor] }, Step("b", "a")));
        var running = host.RunAsync(CancellationToken.None);
        var attempt = await engine.Executor.NextAsync();
        await monitors.Begun;

        attempt.Observer.Ending();
        monitors.BreakDown();
        attempt.Succeed();
        (await engine.Executor.NextAsync()).Succeed(); // Whatever was reported before this is in the journal.

        Assert.Null((await running.WaitAsync(Patience)).MonitorOf(1, "m"));
    }

    [Fact]
    public async Task A_time_limit_stops_the_attempt()
    {
        await using var engine = new TestEngine();
        await using var host = await engine.CreateAsync(Of(Step("a") with { TimeLimit = TimeSpan.FromSeconds(7) }));
        var running = host.RunAsync(CancellationToken.None);
        await engine.Executor.NextAsync();
        while (await engine.Time.NextArmedAsync(CancellationToken.None) != TimeSpan.FromSeconds(7))
        {
        }

        engine.Time.Advance(TimeSpan.FromSeconds(7));
        var run = await running.WaitAsync(Patience);

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal(AttemptOutcome.TimedOut, run.LastEndOf(1)!.Outcome);
        Assert.Contains("7s", run.LastEndOf(1)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_stops_foreground_work_and_the_next_owner_goes_on()
    {
        await using var engine = new TestEngine();
        await using var first = await engine.CreateAsync(Of(Step("a"), Step("b", "a")));
        using var leave = new CancellationTokenSource();
        var running = first.RunAsync(leave.Token);
        await engine.Executor.NextAsync();
        await leave.CancelAsync();
        Assert.False((await running.WaitAsync(Patience)).HasEnded);

        await using var second = (await RunHost.RecoverAsync(engine.Parts(), Run, CancellationToken.None))!;
        var again = second.RunAsync(CancellationToken.None);
        var a = await engine.Executor.NextAsync();
        a.Succeed();
        (await engine.Executor.NextAsync()).Succeed();

        Assert.Equal(RunStatus.Succeeded, (await again.WaitAsync(Patience)).Status);
        Assert.Equal(2, a.Order.Attempt);
        Assert.Equal(["r1/a/1", "r1/a/2", "r1/b/1"], engine.Executor.Log);
    }

    [Fact]
    public async Task What_became_durable_while_the_run_was_left_is_shown_too()
    {
        var view = new SeenFacts();
        await using var engine = new TestEngine { Projections = [view] };
        var journal = new FaultyJournal(engine.Store);
        await using var host = await engine.CreateAsync(Of(Step("a"), Step("b", "a")), journal);
        using var leave = new CancellationTokenSource();
        var running = host.RunAsync(leave.Token);
        var a = await engine.Executor.NextAsync();
        var held = journal.HoldBefore(journal.Appends + 1);
        a.Succeed();
        await held.Reached;
        await leave.CancelAsync();
        held.Release();
        await running.WaitAsync(Patience);

        var facts = new List<RunFact>();
        await engine.ReadAsync(facts);
        Assert.Contains(facts, fact => fact is RunFact.AttemptEnded);
        Assert.Equal(facts.Count, view.Count);
        Assert.Equal(["r1/a/1"], engine.Executor.Log); // Nothing is begun any more.
    }

    [Fact]
    public async Task A_second_owner_is_refused_while_the_first_lives_and_wins_when_it_is_dead()
    {
        await using var engine = new TestEngine();
        await using var first = await engine.CreateAsync(Of(Step("a")));
        var running = first.RunAsync(CancellationToken.None);
        var attempt = await engine.Executor.NextAsync();

        Assert.Null(await RunHost.RecoverAsync(engine.Parts(), Run, CancellationToken.None));

        engine.DeadOwners.Add(1);
        await using var second = await RunHost.RecoverAsync(engine.Parts(), Run, CancellationToken.None);
        Assert.NotNull(second);

        attempt.Succeed();
        await Assert.ThrowsAsync<OwnershipLostException>(() => running.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_full_disk_stops_the_run_with_one_error_and_loses_nothing()
    {
        await using var engine = new TestEngine
        {
            Executor = new ScriptedExecutor { Rule = o => o.StepId == "b" ? null : AttemptEnd.Done },
        };
        var journal = new FaultyJournal(engine.Store);
        await using var first = await engine.CreateAsync(Of(Step("a"), Step("b", "a"), Step("c", "b")), journal);
        var running = first.RunAsync(CancellationToken.None);
        var b = await engine.Executor.NextAsync();
        journal.GoneFrom(journal.Appends + 1);
        b.Succeed();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => running.WaitAsync(Patience));

        journal.Repair();
        engine.DeadOwners.Add(1);
        await using var second = (await RunHost.RecoverAsync(engine.Parts(), Run, CancellationToken.None))!;
        var again = second.RunAsync(CancellationToken.None);
        (await engine.Executor.NextAsync()).Succeed();

        Assert.Equal(RunStatus.Succeeded, (await again.WaitAsync(Patience)).Status);
        Assert.Equal(["r1/a/1", "r1/b/1", "r1/b/2", "r1/c/1"], engine.Executor.Log);
    }

    [Fact]
    public async Task A_background_attempt_is_found_again_by_its_handle_with_its_true_end()
    {
        string? seen = null;
        await using var engine = new TestEngine
        {
            Executor = new ScriptedExecutor
            {
                Reattached = (_, handle) =>
                {
                    seen = handle;
                    return AttemptEnd.Failure("it says") with { ExitCode = 7 };
                },
            },
        };
        var tap = new JournalTap(engine.Store);
        await using var first = await engine.CreateAsync(Of(Step("a") with { Background = new BackgroundSpec() }), tap);
        using var leave = new CancellationTokenSource();
        var running = first.RunAsync(leave.Token);
        var attempt = await engine.Executor.NextAsync();
        attempt.Observer.Began("pid 42");
        attempt.Observer.Ready();
        await tap.NextAsync(s => FactCodec.Decode(s.Facts.Span).Any(f => f is RunFact.AttemptReady), CancellationToken.None)
            .WaitAsync(Patience);
        await leave.CancelAsync();
        await running.WaitAsync(Patience);
        Assert.False(attempt.Ended.IsCompleted, "A background attempt is left alone.");

        await using var second = (await RunHost.RecoverAsync(engine.Parts(), Run, CancellationToken.None))!;
        var run = await second.RunAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal("pid 42", seen);
        Assert.Equal(7, run.LastEndOf(1)!.ExitCode);
        Assert.Equal(1, run.AttemptsOf(1));
    }

    [Fact]
    public async Task An_ended_run_is_continued_by_a_new_one_that_keeps_what_succeeded()
    {
        var fails = true;
        await using var engine = new TestEngine
        {
            Executor = new ScriptedExecutor
            {
                Rule = o => o.StepId == "b" && fails
                    ? AttemptEnd.Failure("no")
                    : AttemptEnd.Done with { Outputs = Value.Map.From([new("from", Value.Of(o.StepId))]) },
            },
        };
        await using var first = await engine.CreateAsync(Of(Step("a"), Step("b", "a"), Step("c", "b")));
        Assert.Equal(RunStatus.Failed, (await first.RunAsync(CancellationToken.None).WaitAsync(Patience)).Status);

        fails = false;
        await using var second = await RunHost.ContinueAsync(engine.Parts(), Run, "r2", CancellationToken.None);
        var run = await second.RunAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal("r1", run.Continues);
        Assert.Equal(["r1/a/1", "r1/b/1", "r2/b/1", "r2/c/1"], engine.Executor.Log);
        Assert.Equal(Value.Of("a"), run.OutputsOf(run.Find("a"))["from"]);
    }

    [Fact]
    public async Task A_template_that_cannot_be_filled_in_fails_its_step_and_says_why()
    {
        await using var engine = new TestEngine();
        var step = Step("a") with { Action = new StepAction.Run(CommandSpec.Exec("echo", "${{ 1 / 0 }}")) };
        await using var host = await engine.CreateAsync(Of(step));

        var run = await host.RunAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Empty(engine.Executor.Log);
        Assert.Contains("divides by zero", run.LastEndOf(1)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_gets_values_as_variables_and_a_plain_command_as_arguments()
    {
        await using var engine = new TestEngine { Executor = new ScriptedExecutor() };
        await using var host = await engine.CreateAsync(Of(
            Step("a") with { Action = new StepAction.Run(CommandSpec.Shell("echo ${{ '$(rm -rf x)' }} | cat")) },
            Step("b", "a") with { Action = new StepAction.Run(CommandSpec.Shell("tool 'got' ${{ 'two words' }}")) }));
        var running = host.RunAsync(CancellationToken.None);
        var shell = await engine.Executor.NextAsync();
        shell.Succeed();
        var plain = await engine.Executor.NextAsync();
        plain.Succeed();
        await running.WaitAsync(Patience);

        var script = Assert.IsType<StepAction.Run>(shell.Order.Action).Command;
        Assert.Equal(["sh", "-c", "echo \"${TASKER_V1}\" | cat"], script.Arguments.ToArray());
        Assert.Equal("$(rm -rf x)", shell.Order.Env["TASKER_V1"]);
        Assert.Equal(["tool", "got", "two words"], Assert.IsType<StepAction.Run>(plain.Order.Action).Command.Arguments.ToArray());
    }

    [Fact]
    public async Task Texts_of_another_syntax_are_filled_in_by_its_renderer_and_warnings_are_told()
    {
        await using var engine = new TestEngine { Renderers = [new Shouting()] };
        var step = Step("a") with
        {
            Action = new StepAction.Agent("ann", "louder ${{ 1 / 0 }}", [], null, ImmutableSortedDictionary<string, string>.Empty)
            {
                Syntax = TextSyntax.Handlebars,
            },
        };
        await using var host = await engine.CreateAsync(Of(step));
        var running = host.RunAsync(CancellationToken.None);

        var asked = await engine.Executor.NextAsync();
        asked.Succeed();
        await running.WaitAsync(Patience);

        Assert.Equal("LOUDER ${{ 1 / 0 }}", Assert.IsType<StepAction.Agent>(asked.Order.Action).Prompt);
        Assert.Equal("a: It was quiet.", await engine.NextReportAsync());
    }

    [Fact]
    public async Task A_text_that_nobody_can_fill_in_fails_its_step()
    {
        await using var engine = new TestEngine();
        var step = Step("a") with
        {
            Action = new StepAction.Custom("x", Value.Map.Empty.With("text", Value.Of("t"))) { Syntax = TextSyntax.Handlebars },
        };
        await using var host = await engine.CreateAsync(Of(step));

        var run = await host.RunAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Empty(engine.Executor.Log);
        Assert.Contains("nothing here fills in texts of the syntax 'Handlebars'", run.LastEndOf(1)!.Message, StringComparison.Ordinal);
    }

    private sealed class Shouting : ITextRenderer
    {
        public TextSyntax Syntax => TextSyntax.Handlebars;

        public RenderedText Render(RunState run, int node, string text) => new(text.ToUpperInvariant(), "", ["It was quiet."]);
    }

    /// <summary>Counts the facts that it is told.</summary>
    private sealed class SeenFacts : IProjection
    {
        public int Count { get; private set; }

        public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken) => Take(facts);

        public ValueTask ApplyAsync(
            RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes,
            CancellationToken cancellationToken) =>
                Take(facts);

        private ValueTask Take(IReadOnlyList<RunFact> facts)
        {
            Count += facts.Count;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Finds nothing, and tells each look.</summary>
    private sealed class CountedLooks : IMonitorRunner
    {
        private readonly Channel<string> _looks = Channel.CreateUnbounded<string>();

        public Task<MonitorReport> CheckAsync(AttemptOrder order, MonitorSpec monitor, CancellationToken cancellationToken)
        {
            _looks.Writer.TryWrite(monitor.Name);
            return Task.FromResult(new MonitorReport(MonitorOutcome.Ok, "fine"));
        }

        public Task<string> NextAsync() => _looks.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    /// <summary>One look that lasts until it breaks.</summary>
    private sealed class LongLook : IMonitorRunner
    {
        private readonly TaskCompletionSource _begun = new();
        private readonly TaskCompletionSource<MonitorReport> _report = new();

        public Task Begun => _begun.Task.WaitAsync(Patience);

        public Task<MonitorReport> CheckAsync(AttemptOrder order, MonitorSpec monitor, CancellationToken cancellationToken)
        {
            _begun.TrySetResult();
            return _report.Task;
        }

        public void BreakDown() => _report.TrySetResult(new MonitorReport(MonitorOutcome.Broken, "ended by SIGKILL"));
    }
}
