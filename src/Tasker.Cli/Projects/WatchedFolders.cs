namespace Tasker.Cli.Projects;

/// <summary>Folders that are watched until it is disposed. The system tells; when it has no more watches to give, a timer does.</summary>
/// <param name="time">The clock.</param>
/// <param name="lookEvery">How often the timer tells.</param>
/// <param name="looked">Called when anything at all may have changed: by the timer, and when the system could not keep up. Any thread.</param>
internal sealed class WatchedFolders(TimeProvider time, TimeSpan lookEvery, Action looked) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private bool _isOver;

    /// <summary>True when the folder is watched.</summary>
    public bool Holds(string folder)
    {
        lock (_gate)
        {
            return _watchers.ContainsKey(folder);
        }
    }

    /// <summary>Watches a folder, if it is there and not watched yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="deep">True: also what is below it.</param>
    /// <param name="seen">Called with the full path of what was made, changed, renamed or removed. Any thread.</param>
    /// <returns>True when it is watched from now on: what was written to it before was not told.</returns>
    public bool Add(string folder, bool deep, Action<string> seen)
    {
        lock (_gate)
        {
            if (_isOver || _watchers.ContainsKey(folder) || !Directory.Exists(folder))
            {
                return false;
            }

            try
            {
                _watchers[folder] = Watch(folder, deep, seen);
                return true;
            }
            catch (Exception deaf) when (deaf is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // No more watches to be had.
                _timer ??= time.CreateTimer(_ => looked(), null, lookEvery, lookEvery);
                return false;
            }
        }
    }

    /// <summary>Watches a folder no longer.</summary>
    public void Drop(string folder)
    {
        lock (_gate)
        {
            if (_watchers.Remove(folder, out var watcher))
            {
                watcher.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
            foreach (var watcher in _watchers.Values)
            {
                watcher.Dispose();
            }
        }
    }

    private FileSystemWatcher Watch(string folder, bool deep, Action<string> seen)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = deep,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        try
        {
            watcher.Created += Seen;
            watcher.Changed += Seen;
            watcher.Deleted += Seen;
            watcher.Renamed += Seen;
            watcher.Error += (_, _) => looked();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }

        void Seen(object sender, FileSystemEventArgs change) => seen(change.FullPath);
    }
}
