using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Testing.Executors;

namespace Tasker.Testing.Conformance;

/// <summary>What every executor keeps to. An adapter derives from it and says what its work looks like.</summary>
public abstract class ExecutorConformance : IDisposable
{
    protected static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    /// <summary>The clock of the executor.</summary>
    protected ManualTime Time { get; } = new();

    /// <summary>Where work is done.</summary>
    protected Workplace Place { get; } = new();

    /// <summary>Told by the executor.</summary>
    protected AttemptRecorder Recorder { get; } = new();

    /// <summary>The executor under test.</summary>
    protected abstract IExecutor Executor { get; }

    /// <summary>Work that ends well at once.</summary>
    protected abstract StepAction Succeeding { get; }

    /// <summary>Work that fails at once.</summary>
    protected abstract StepAction Failing { get; }

    /// <summary>What <see cref="Succeeding"/> writes; null when such work writes no log.</summary>
    protected abstract string? Written { get; }

    /// <summary>Work that writes a line to a pipe, goes on until it is asked to stop, and then stops.</summary>
    protected abstract StepAction Enduring(string pipe);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Place.Dispose();

    protected Task<AttemptEnd> RunAsync(AttemptOrder order, CancellationToken stop = default) =>
        Executor.RunAsync(order, Recorder, stop).WaitAsync(Guard, CancellationToken.None);

    [Fact]
    public async Task Work_that_ends_well_is_a_success()
    {
        var end = await RunAsync(Place.Order(Succeeding));

        Assert.Equal(AttemptOutcome.Succeeded, end.Outcome);
        Assert.Equal("", end.Message);
    }

    [Fact]
    public async Task Work_that_fails_is_a_result_and_says_why()
    {
        var end = await RunAsync(Place.Order(Failing));

        Assert.Equal(AttemptOutcome.Failed, end.Outcome);
        Assert.NotEqual("", end.Message);
    }

    [Fact]
    public void It_does_what_it_says_that_it_does()
    {
        Assert.True(Executor.Does(Succeeding));
        Assert.False(Executor.Does(new StepAction.Wait(TimeSpan.Zero)));
    }

    [Fact]
    public async Task All_output_is_in_the_log_when_the_attempt_has_ended()
    {
        var order = Place.Order(Succeeding);

        await RunAsync(order);

        Assert.Equal(Written, File.Exists(order.LogPath) ? await File.ReadAllTextAsync(order.LogPath) : null);
    }

    [Fact]
    public async Task Work_is_stopped_when_asked_and_the_end_says_so()
    {
        using var pipe = Place.Pipe("up");
        using var stop = new CancellationTokenSource();
        var running = Executor.RunAsync(Place.Order(Enduring(pipe.Path)), Recorder, stop.Token);
        await pipe.NextLineAsync();

        await stop.CancelAsync();
        var end = await running.WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Cancelled, end.Outcome);
        Assert.NotEqual("", end.Message);
    }

    [Fact]
    public async Task Work_that_was_stopped_before_it_began_does_not_begin()
    {
        var order = Place.Order(Succeeding);

        var end = await RunAsync(order, new CancellationToken(canceled: true));

        Assert.Equal(AttemptOutcome.Cancelled, end.Outcome);
        Assert.Null(end.ExitCode);
        Assert.False(File.Exists(order.LogPath));
    }

    [Fact]
    public async Task An_end_that_nobody_saw_is_lost()
    {
        var end = await Executor.ReattachAsync(Place.Order(Succeeding), handle: null, Recorder, CancellationToken.None)
            .WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Lost, end.Outcome);
        Assert.Null(end.ExitCode);
    }

    [Fact]
    public async Task A_handle_that_is_none_is_as_good_as_none()
    {
        var end = await Executor.ReattachAsync(Place.Order(Succeeding), "{\"pid\":1,\"start", Recorder, CancellationToken.None)
            .WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Lost, end.Outcome);
    }
}
