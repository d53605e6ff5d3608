using System.Collections.Immutable;
using Tasker.Engine.Settings;

namespace Tasker.Executors.Agents;

/// <summary>
/// The places at one agent, over all runs of this process: whoever comes when all are taken waits in the order of coming.
/// </summary>
/// <param name="agent">The agent; without instances it is its own only one.</param>
internal sealed class AgentPool(AgentSettings agent)
{
    private readonly ImmutableArray<AgentInstance> _instances = agent.Instances.IsEmpty ? [new AgentInstance("")] : agent.Instances;
    private readonly int[] _busy = new int[Math.Max(1, agent.Instances.Length)];
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<int>> _waiting = [];

    /// <summary>
    /// Takes a place at the instance with the fewest answers under way; of equal ones at the first. Waits while none is free.
    /// </summary>
    /// <param name="onWait">Called when it has to wait.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<Place> TakeAsync(Action onWait, CancellationToken stop)
    {
        TaskCompletionSource<int> turn;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Free() is >= 0 and var free)
            {
                _busy[free]++;
                return new Place(this, free);
            }

            turn = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast(turn);
        }

        onWait();
        await using (stop.UnsafeRegister(static turn => ((TaskCompletionSource<int>)turn!).TrySetCanceled(), turn))
        {
            try
            {
                return new Place(this, await turn.Task);
            }
            catch (OperationCanceledException)
            {
                lock (_gate)
                {
                    _waiting.Remove(turn);
                }

                throw;
            }
        }
    }

    /// <summary>Takes the place that an agent has whom an earlier owner asked, whether it is free or not.</summary>
    public Place Retake(string instance)
    {
        lock (_gate)
        {
            var at = Math.Max(0, _instances.IndexOf(_instances.FirstOrDefault(i => i.Name == instance) ?? _instances[0]));
            _busy[at]++;
            return new Place(this, at);
        }
    }

    private int Free()
    {
        var best = -1;
        if (agent.MaxParallel is { } most && _busy.Sum() >= most)
        {
            return best;
        }

        for (var at = 0; at < _busy.Length; at++)
        {
            if (!(_busy[at] >= _instances[at].MaxParallel) && (best < 0 || _busy[at] < _busy[best]))
            {
                best = at;
            }
        }

        return best;
    }

    private void Release(int place)
    {
        lock (_gate)
        {
            _busy[place]--;
            while (_waiting.First is { } first && Free() is >= 0 and var free)
            {
                _waiting.RemoveFirst();
                if (first.Value.TrySetResult(free))
                {
                    _busy[free]++;
                }
            }
        }
    }

    /// <summary>A place that is taken; given back when disposed.</summary>
    public sealed class Place(AgentPool pool, int at) : IDisposable
    {
        private bool _isBack;

        /// <summary>The instance.</summary>
        public AgentInstance Instance => pool._instances[at];

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!_isBack)
            {
                _isBack = true;
                pool.Release(at);
            }
        }
    }
}
