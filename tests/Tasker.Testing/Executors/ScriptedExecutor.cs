using System.Collections.Concurrent;
using System.Threading.Channels;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Testing.Executors;

/// <summary>An executor whose attempts end when the test says so, or by a rule. Stopped attempts end as cancelled at once.</summary>
public sealed class ScriptedExecutor : IExecutor
{
    private readonly Channel<ScriptedAttempt> _started = Channel.CreateUnbounded<ScriptedAttempt>();
    private readonly ConcurrentQueue<string> _log = new();

    /// <summary>Ends an attempt by itself when it gives an end; null leaves it to the test.</summary>
    public Func<AttemptOrder, AttemptEnd?> Rule { get; init; } = _ => null;

    /// <summary>What comes of attempts that an earlier owner began; default: lost.</summary>
    public Func<AttemptOrder, string?, AttemptEnd> Reattached { get; init; } =
        (_, _) => new AttemptEnd(AttemptOutcome.Lost, null, null, "", Value.Map.Empty);

    /// <summary>Keys of all attempts in the order of starting.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>The next attempt that was started and not yet asked for.</summary>
    public async Task<ScriptedAttempt> NextAsync() => await _started.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    public bool Does(StepAction action) => action is StepAction.Run or StepAction.Agent or StepAction.Custom;

    public Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        _log.Enqueue(order.Key);
        if (Rule(order) is { } end)
        {
            return Task.FromResult(end);
        }

        var attempt = new ScriptedAttempt(order, observer);
        stop.Register(() => attempt.End(new AttemptEnd(AttemptOutcome.Cancelled, null, 15, "", Value.Map.Empty)));
        _started.Writer.TryWrite(attempt);
        return attempt.Ended;
    }

    public Task<AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop) =>
        Task.FromResult(Reattached(order, handle));
}

/// <summary>One attempt under way at a <see cref="ScriptedExecutor"/>.</summary>
public sealed class ScriptedAttempt(AttemptOrder order, IAttemptObserver observer)
{
    private readonly TaskCompletionSource<AttemptEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AttemptOrder Order { get; } = order;

    public IAttemptObserver Observer { get; } = observer;

    public Task<AttemptEnd> Ended => _ended.Task;

    public void Succeed() => End(AttemptEnd.Done);

    public void Fail(int exitCode = 1) => End(AttemptEnd.Failure("no") with { ExitCode = exitCode });

    public void End(AttemptEnd end) => _ended.TrySetResult(end);
}
