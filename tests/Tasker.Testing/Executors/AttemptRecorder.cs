using System.Collections.Concurrent;
using Tasker.Engine.Ports;

namespace Tasker.Testing.Executors;

/// <summary>Keeps what an executor tells of an attempt, so that a test can wait for it.</summary>
public sealed class AttemptRecorder : IAttemptObserver
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private readonly TaskCompletionSource<string> _handle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isEnding;

    /// <summary>True once the work has ended or is being stopped.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>True once the work is up.</summary>
    public bool IsReady => _ready.Task.IsCompleted;

    /// <summary>True once a handle was told.</summary>
    public bool HasBegun => _handle.Task.IsCompleted;

    /// <summary>Lines of progress, in order.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The handle.</summary>
    public Task<string> HandleAsync() => _handle.Task.WaitAsync(Guard);

    /// <summary>Completes when the work is up.</summary>
    public Task ReadyAsync() => _ready.Task.WaitAsync(Guard);

    public void Began(string handle) => _handle.TrySetResult(handle);

    public void Ready() => _ready.TrySetResult();

    public void Progress(string text) => Lines.Enqueue(text);

    public void Ending() => _isEnding = true;
}
