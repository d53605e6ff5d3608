using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Engine.Hosting;

/// <summary>One attempt under way, and the monitors that watch it.</summary>
internal sealed class Attempt(
    int node, int number, AttemptOrder order, Action<RunInput> report, Action<int, string> progress) : IAttemptObserver, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _over = new();

    public int Node { get; } = node;

    public int Number { get; } = number;

    public AttemptOrder Order { get; } = order;

    /// <summary>Cancelled when the attempt is to stop.</summary>
    public CancellationToken StopToken => _stop.Token;

    /// <summary>True when it outlives this engine: it is left alone when the engine goes away.</summary>
    public bool OutlivesOwner => Order.Background is not null || Order.Survives;

    /// <summary>Completes when the attempt is over and everything about it has been reported.</summary>
    public Task Over { get; set; } = Task.CompletedTask;

    public void Stop() => _stop.Cancel();

    public void Began(string handle) => report(new RunInput.AttemptBegan(Node, Number, handle));

    public void Ready() => report(new RunInput.AttemptReady(Node, Number));

    public void Progress(string text) => progress(Node, text);

    /// <summary>
    /// Checks again and again, one check of a monitor after the other, until the attempt is over: the first time at once, as the loops do
    /// that people write by hand; of an attempt that was taken over when its next check is due.
    /// </summary>
    public void Watch(StepSpec step, RunState run, IMonitorRunner monitors, TimeProvider time)
    {
        foreach (var monitor in step.Monitors)
        {
            var next = run.MonitorOf(Node, monitor.Name) is { } seen && seen.Attempt == Number
                ? seen.At + monitor.Interval
                : time.GetUtcNow();
            _ = WatchAsync(monitor, next, monitors, time);
        }
    }

    public void Ending() => _over.Cancel();

    public void Dispose()
    {
        _stop.Dispose();
        _over.Dispose();
    }

    private async Task WatchAsync(MonitorSpec monitor, DateTimeOffset next, IMonitorRunner monitors, TimeProvider time)
    {
        var over = _over.Token;
        try
        {
            while (true)
            {
                var wait = next - time.GetUtcNow();
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, over);
                var seen = await monitors.CheckAsync(Order, monitor, over);
                over.ThrowIfCancellationRequested();
                report(new RunInput.MonitorChecked(Node, Number, monitor.Name, seen.Outcome, seen.Text));
                next = time.GetUtcNow() + monitor.Interval;
            }
        }
        catch (OperationCanceledException)
        {
            // What it watched has ended.
        }
    }
}
