using Tasker.Engine.Files;

namespace Tasker.Formats.TaskTree.Status;

/// <summary>Writes the files of tasks beside the loop of their run, of each task only the newest view.</summary>
/// <remarks>
/// A task that runs is shown once it has run for <see cref="ShownAfter"/>: the files of one that is over sooner tell how it ended and
/// nothing else. So many short tasks cost the disk one small file each, and no run waits for it.
/// </remarks>
/// <param name="files">Writes them.</param>
/// <param name="folder">The project root; what was written there is brought to the disk by <see cref="FlushAsync"/>.</param>
/// <param name="time">The clock.</param>
/// <param name="failed">Told why files could not be written: once, until one can be again.</param>
internal sealed class TaskFileQueue(TaskFiles files, string folder, TimeProvider time, Action<string> failed)
{
    /// <summary>The tasks whose files could not be written. Once <see cref="FlushAsync"/> is over: for good.</summary>
    public IReadOnlyCollection<string> Missing => _missing.Keys;

    /// <summary>Why they could not; of the last one.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>How long a task runs until its files say so.</summary>
    public static readonly TimeSpan ShownAfter = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskView> _newest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskView> _missing = new(StringComparer.Ordinal);
    private readonly Queue<string> _due = new();
    private readonly Queue<(string Task, DateTimeOffset Due)> _later = new();
    private ITimer? _timer;
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _isBroken;
    private bool _isLast;

    /// <summary>Hands over what is to be shown of a task, instead of what was handed over before. Any thread; returns at once.</summary>
    public void Put(TaskView view)
    {
        lock (_gate)
        {
            _newest[view.Task] = view;
            _missing.Remove(view.Task);
            if (!view.IsRunning)
            {
                _due.Enqueue(view.Task);
                Begin();
                return;
            }

            _later.Enqueue((view.Task, time.GetUtcNow() + ShownAfter));
            if (_later.Count == 1)
            {
                _timer ??= time.CreateTimer(_ => TakeDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(ShownAfter, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Writes at once what is to be shown of a task. Only while nothing is handed over by <see cref="Put"/>.</summary>
    public async Task WriteAsync(TaskView view)
    {
        try
        {
            await files.ShowAsync(view, CancellationToken.None);
            _isBroken = false;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            lock (_gate)
            {
                if (!_newest.ContainsKey(view.Task))
                {
                    _missing[view.Task] = view;
                }
            }

            Tell(broken.Message);
        }
    }

    /// <summary>Writes all that was handed over, also what could not be written before, and brings it to the disk.</summary>
    public async Task FlushAsync()
    {
        Task writing;
        lock (_gate)
        {
            foreach (var (task, view) in _missing)
            {
                _newest.TryAdd(task, view);
                _due.Enqueue(task);
            }

            _missing.Clear();
            _isLast = true;
            while (_later.TryDequeue(out var later))
            {
                _due.Enqueue(later.Task);
            }

            Begin();
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            writing = _writing;
        }

        await writing;
        _isLast = false;
        try
        {
            FileSystemSync.Run(folder);
        }
        catch (IOException broken)
        {
            failed(broken.Message);
        }
    }

    /// <summary>Gives up what is not written yet; returns when nothing is written any more. Nothing is handed over any more then.</summary>
    public async Task DropAsync()
    {
        Task writing;
        lock (_gate)
        {
            _newest.Clear();
            _missing.Clear();
            _later.Clear();
            _timer?.Dispose();
            writing = _writing;
        }

        await writing;
    }

    private void TakeDue()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            // The second: the clock was set back.
            while (_later.TryPeek(out var first) && (first.Due <= now || first.Due - now > ShownAfter))
            {
                _due.Enqueue(_later.Dequeue().Task);
            }

            if (_later.TryPeek(out var next))
            {
                _timer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling((next.Due - now).TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            }

            Begin();
        }
    }

    /// <summary>Under the gate.</summary>
    private void Begin()
    {
        if (!_isWriting && _due.Count > 0)
        {
            _isWriting = true;
            _writing = Task.Run(WriteAllAsync);
        }
    }

    private async Task WriteAllAsync()
    {
        while (Next() is { } view)
        {
            await WriteAsync(view);
        }
    }

    private TaskView? Next()
    {
        lock (_gate)
        {
            while (_due.TryDequeue(out var task))
            {
                if (_newest.Remove(task, out var view))
                {
                    return view;
                }
            }

            _isWriting = false;
            return null;
        }
    }

    private void Tell(string reason)
    {
        Reason = reason;
        if (!_isBroken && !_isLast)
        {
            _isBroken = true;
            failed($"Files of tasks could not be brought up to date: {reason}");
        }
    }
}
