using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Executors.InProcess;

/// <summary>Does the step types that were registered with it, inside this process.</summary>
/// <remarks>
/// The type <c>noop</c> is always there: it succeeds at once. A handler that is done at once is done on the caller's thread.
/// A handler that throws has failed; its message is the attempt's. Its work dies with this process, so nothing can be re-attached to.
/// </remarks>
public sealed class HandlerExecutor : IExecutor
{
    private const string Noop = "noop";
    private static readonly Task<AttemptEnd> DoneAlready = Task.FromResult(AttemptEnd.DoneInProcess);

    private readonly Dictionary<string, StepHandler> _handlers;

    /// <param name="handlers">Handlers by type name; one called <c>noop</c> replaces ours.</param>
    public HandlerExecutor(IReadOnlyDictionary<string, StepHandler> handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        _handlers = new Dictionary<string, StepHandler>(handlers, StringComparer.Ordinal);
        _handlers.TryAdd(Noop, static (_, _) => ValueTask.FromResult(AttemptEnd.DoneInProcess));
    }

    /// <inheritdoc/>
    public bool Does(StepAction action) => action is StepAction.Custom;

    /// <inheritdoc/>
    public Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        var custom = (StepAction.Custom)order.Action;
        if (!_handlers.TryGetValue(custom.Type, out var handler))
        {
            return Task.FromResult(AttemptEnd.Failure($"There is no step type '{custom.Type}'. " + Suggestions.DidYouMean(
                custom.Type, Names(), $"Known are: {string.Join(", ", Names())}.")));
        }

        if (stop.IsCancellationRequested)
        {
            return Task.FromResult(Stopped());
        }

        ValueTask<AttemptEnd> pending;
#pragma warning disable CA1031 // A handler is foreign code: whatever it throws is the result of its attempt.
        try
        {
            pending = handler(new HandlerContext(order, custom.With, observer), stop);
        }
        catch (Exception e)
        {
            return Task.FromResult(Failed(e, stop));
        }
#pragma warning restore CA1031

        if (!pending.IsCompletedSuccessfully)
        {
            return WaitAsync(pending, stop);
        }

        var end = pending.Result;
        return ReferenceEquals(end, AttemptEnd.DoneInProcess) ? DoneAlready : Task.FromResult(end);
    }

    /// <inheritdoc/>
    public Task<AttemptEnd> ReattachAsync(
        AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop) =>
        Task.FromResult(new AttemptEnd(
            AttemptOutcome.Lost, null, null, "It ran inside the process that ended.", Value.Map.Empty));

    private static async Task<AttemptEnd> WaitAsync(ValueTask<AttemptEnd> pending, CancellationToken stop)
    {
#pragma warning disable CA1031 // A handler is foreign code: whatever it throws is the result of its attempt.
        try
        {
            return await pending;
        }
        catch (Exception e)
        {
            return Failed(e, stop);
        }
#pragma warning restore CA1031
    }

    private static AttemptEnd Failed(Exception e, CancellationToken stop) =>
        e is OperationCanceledException && stop.IsCancellationRequested ? Stopped() : AttemptEnd.Failure(e.Message);

    private static AttemptEnd Stopped() => new(AttemptOutcome.Cancelled, null, null, "Stopped.", Value.Map.Empty);

    private IEnumerable<string> Names() => _handlers.Keys.Order(StringComparer.Ordinal);
}
