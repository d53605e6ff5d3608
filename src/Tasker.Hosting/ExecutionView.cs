using System.Threading.Channels;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Formats.PhaseTasks.Events;

namespace Tasker.Hosting;

/// <summary>Tells what happens in one execution, in order, once it is durable.</summary>
internal sealed class ExecutionView(Action<ExecutionEvent> raised) : IProjection
{
    private readonly Channel<ExecutionEvent> _events = Channel.CreateUnbounded<ExecutionEvent>();
    private readonly Lock _gate = new();
    private readonly List<(Predicate<RunFact> Wanted, TaskCompletionSource<bool> Seen)> _waiting = [];
    private PhaseEvents? _told;

    /// <summary>The events; read once.</summary>
    public ChannelReader<ExecutionEvent> Read => _events.Reader;

    /// <summary>Where the execution stands.</summary>
    public ExecutionStatus Status { get; private set; } = ExecutionStatus.Running;

    /// <summary>Completes with true when such a fact is durable, with false when the execution ends without it.</summary>
    public Task<bool> SeenAsync(Predicate<RunFact> wanted)
    {
        var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_events.Reader.Completion.IsCompleted || Status > ExecutionStatus.Paused)
            {
                return Task.FromResult(false);
            }

            _waiting.Add((wanted, seen));
        }

        return seen.Task;
    }

    /// <inheritdoc/>
    public async ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        await Events(view).RecoverAsync(view, facts, cancellationToken);
        Follow(view, []);
    }

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        await Events(view).ApplyAsync(view, position, facts, changes, cancellationToken);
        Follow(view, facts);
    }

    /// <summary>Nothing more is told: the execution has ended, or this program leaves it.</summary>
    public void End()
    {
        lock (_gate)
        {
            _events.Writer.TryComplete();
            _waiting.ForEach(w => w.Seen.TrySetResult(false));
            _waiting.Clear();
        }
    }

    private PhaseEvents Events(RunState view) => _told ??= new PhaseEvents(told => Tell(ExecutionEvent.Of(told, view.RunId)));

    private void Follow(RunState view, IReadOnlyList<RunFact> facts)
    {
        lock (_gate)
        {
            Status = ExecutionSnapshot.StatusOf(view.Status);
        }

        foreach (var fact in facts)
        {
            Release(fact);
        }

        if (view.HasEnded)
        {
            End();
        }
    }

    private void Release(RunFact fact)
    {
        lock (_gate)
        {
            foreach (var waiting in _waiting.Where(w => w.Wanted(fact)).ToArray())
            {
                _waiting.Remove(waiting);
                waiting.Seen.TrySetResult(true);
            }
        }
    }

    private void Tell(ExecutionEvent told)
    {
        _events.Writer.TryWrite(told);
        raised(told);
    }
}
