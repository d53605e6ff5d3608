namespace Tasker.Executors.Logs;

/// <summary>Tells each new line of a growing log as soon as it is whole.</summary>
/// <remarks>The system tells that the file has changed; where it cannot, a timer looks.</remarks>
internal sealed class LineWatch : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly LogTail _tail;
    private readonly Action<string> _onLine;
    private readonly FileSystemWatcher? _watcher;
    private readonly ITimer? _timer;

    /// <param name="path">The log; its folder exists.</param>
    /// <param name="mask">The secrets.</param>
    /// <param name="time">Arms the timer where one is needed.</param>
    /// <param name="onLine">Told one line at a time, in order.</param>
    public LineWatch(string path, SecretMask mask, TimeProvider time, Action<string> onLine)
    {
        (_tail, _onLine) = (new LogTail(path, mask), onLine);
        try
        {
            _watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path))
            {
                NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName,
            };
            _watcher.Changed += (_, _) => Look();
            _watcher.Created += (_, _) => Look();
            _watcher.Error += (_, _) => Look();
            _watcher.EnableRaisingEvents = true;
        }
        catch (IOException)
        {
            // No more watches to be had.
            _watcher?.Dispose();
            _watcher = null;
            _timer = time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
        }

        Look();
    }

    /// <summary>Tells the lines that are there now.</summary>
    /// <param name="ended">True: nothing is written any more.</param>
    public void Look(bool ended = false)
    {
        lock (_gate)
        {
            while (_tail.ReadNew(ended) is { Count: > 0 } lines)
            {
                foreach (var line in lines)
                {
                    _onLine(line);
                }
            }
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _timer?.Dispose();
    }
}
