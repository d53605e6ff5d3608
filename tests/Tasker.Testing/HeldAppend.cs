namespace Tasker.Testing;

/// <summary>An append that a test holds where it is.</summary>
public sealed class HeldAppend
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the append has come to the point; fails after a minute.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Lets the append go on.</summary>
    public void Release() => _released.TrySetResult();

    internal Task WaitAsync()
    {
        _reached.TrySetResult();
        return _released.Task;
    }
}
