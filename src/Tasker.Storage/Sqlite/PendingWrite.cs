namespace Tasker.Storage.Sqlite;

/// <summary>A write that waits for its transaction, without what it gives back.</summary>
internal interface IPendingWrite
{
    /// <summary>Does it inside the transaction. What it throws is kept for <see cref="Complete"/> by <see cref="Fail"/>.</summary>
    void Apply(RunWriter writer);

    /// <summary>It will end with this instead of its result.</summary>
    void Fail(Exception failure);

    /// <summary>It is durable, or has failed; tells whoever waits.</summary>
    void Complete();
}

/// <summary>A write that waits for its transaction.</summary>
internal sealed class PendingWrite<T>(Func<RunWriter, T> work) : IPendingWrite
{
    private T _result = default!;
    private Exception? _failure;
    private TaskCompletionSource<T>? _waiter;

    /// <summary>For one whose write somebody else commits; asked for before the write can be complete.</summary>
    public ValueTask<T> WaitAsync()
    {
        _waiter = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask<T>(_waiter.Task);
    }

    /// <summary>For one who has committed the write and needs not wait.</summary>
    public ValueTask<T> Result() => _failure is null ? new ValueTask<T>(_result) : ValueTask.FromException<T>(_failure);

    public void Apply(RunWriter writer) => _result = work(writer);

    public void Fail(Exception failure) => _failure = failure;

    public void Complete()
    {
        if (_failure is null)
        {
            _waiter?.SetResult(_result);
        }
        else
        {
            _waiter?.SetException(_failure);
        }
    }
}
