namespace Tasker.Storage.Sqlite;

/// <summary>Lets writes that come at the same time share one transaction and one flush.</summary>
/// <remarks>
/// Who comes when nobody is committing commits at once, on its own thread: a single writer meets no other thread and no task. Who comes
/// meanwhile waits; all who wait are committed together by the next leader.
/// </remarks>
internal sealed class CommitQueue(WriteConnection connection) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private List<IPendingWrite> _waiting = [];
    private List<IPendingWrite> _spare = [];
    private TaskCompletionSource? _idle;
    private bool _led;
    private bool _closed;

    /// <summary>Does a write durably. The task is complete when it is returned, unless somebody else is committing.</summary>
    public ValueTask<T> RunAsync<T>(Func<RunWriter, T> work)
    {
        var write = new PendingWrite<T>(work);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteJournal));
            _waiting.Add(write);
            if (_led)
            {
                return write.WaitAsync();
            }

            _led = true;
        }

        Lead();
        return write.Result();
    }

    /// <summary>Takes no more writes, and ends when those that wait are done.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_led)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => Lead();

    private void Lead()
    {
        List<IPendingWrite> group;
        lock (_gate)
        {
            group = _waiting;
            _waiting = _spare;
            _spare = [];
        }

        connection.Commit(group);
        foreach (var write in group)
        {
            write.Complete();
        }

        group.Clear();
        lock (_gate)
        {
            _spare = group;
            if (_waiting.Count == 0)
            {
                _led = false;
                _idle?.SetResult();
                return;
            }
        }

        // The first leader goes back to its own work; those who came meanwhile are led from the pool.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
