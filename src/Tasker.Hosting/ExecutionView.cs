using System.Threading.Channels;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Hosting;

/// <summary>Tells what happens in one execution, in order, once it is durable.</summary>
internal sealed class ExecutionView(Action<ExecutionEvent> raised) : IProjection
{
    private readonly Channel<ExecutionEvent> _events = Channel.CreateUnbounded<ExecutionEvent>();
    private readonly Lock _gate = new();
    private readonly List<(Predicate<RunFact> Wanted, TaskCompletionSource<bool> Seen)> _waiting = [];

    /// <summary>The events; read once.</summary>
    public ChannelReader<ExecutionEvent> Events => _events.Reader;

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
    public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        Tell(new ExecutionEvent(facts.Count == 1 ? "execution:start" : "execution:resumed", view.RunId, view.LastFactAt));
        return ApplyAsync(view, 0, facts.Count == 1 ? [] : [facts[^1]], [], cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes.Where(c => c.Node > 0))
        {
            if (Verb(change.After) is { } verb)
            {
                var kind = view.SpecOf(change.Node) is GroupSpec ? "phase" : "step";
                var error = change.After is NodeStatus.Failed ? view.LastEndOf(change.Node)?.Message ?? view.NoteOf(change.Node) : "";
                Tell(new ExecutionEvent($"{kind}:{verb}", view.RunId, view.LastFactAt, view.IdOf(change.Node), error));
            }
        }

        lock (_gate)
        {
            Status = ExecutionSnapshot.StatusOf(view.Status);
        }

        foreach (var fact in facts)
        {
            if (Of(view, fact) is { } told)
            {
                Tell(told);
            }

            Release(fact);
        }

        if (view.HasEnded)
        {
            End();
        }

        return ValueTask.CompletedTask;
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

    private static string? Verb(NodeStatus status) => status switch
    {
        NodeStatus.Running => "start",
        NodeStatus.Succeeded => "complete",
        NodeStatus.Failed => "failed",
        _ => null,
    };

    private static ExecutionEvent? Of(RunState view, RunFact fact) => fact switch
    {
        RunFact.Paused f => new ExecutionEvent("execution:paused", view.RunId, f.At, "", f.By),
        RunFact.Resumed f => new ExecutionEvent("execution:resumed", view.RunId, f.At, "", f.By),
        RunFact.CheckpointMade f => new ExecutionEvent("checkpoint:created", view.RunId, f.At, f.Name),
        RunFact.Restored f => new ExecutionEvent("checkpoint:restored", view.RunId, f.At, f.Name),
        RunFact.RunEnded f => new ExecutionEvent(
            f.Status switch
            {
                RunStatus.Succeeded => "execution:complete",
                RunStatus.TimedOut => "execution:timeout",
                RunStatus.Aborted => "execution:aborted",
                _ => "execution:error",
            },
            view.RunId, f.At, "", f.Message),
        _ => null,
    };

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
