using System.Threading.Channels;
using Tasker.Cli.Projects;

namespace Tasker.Cli.Commands.Runs;

/// <summary>Tells when the journal of a project or the output of one of its runs has grown. The system tells; where it cannot, a timer does.</summary>
internal sealed class RunWatch : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private readonly string _journal;
    private readonly string[] _folders;
    private readonly TimeProvider _time;
    private ITimer? _timer;
    private bool _isOver;

    /// <param name="project">The project.</param>
    /// <param name="logFolder">The folder of the run's logs, inside the one of the project; it need not be there yet.</param>
    /// <param name="time">The clock.</param>
    public RunWatch(Project project, string logFolder, TimeProvider time)
    {
        _journal = Path.GetFileName(project.StorePath);
        (_folders, _time) = ([project.StateFolder, project.LogFolder, logFolder], time);
        Extend();
    }

    /// <summary>Waits until something has changed since the call before.</summary>
    public async Task NextAsync(CancellationToken cancellationToken) => await _changes.Reader.ReadAsync(cancellationToken);

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

    /// <summary>Watches what is there of the folders. Each is looked for once the one above is watched, so that none is missed.</summary>
    private void Extend()
    {
        lock (_gate)
        {
            foreach (var folder in _folders)
            {
                if (_isOver || _timer is not null || _watchers.ContainsKey(folder) || !Directory.Exists(folder))
                {
                    continue;
                }

                Add(folder);
                Tell(); // What was there before it was watched.
            }
        }
    }

    private void Add(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watchers[folder] = watcher;
            watcher.Created += Seen;
            watcher.Changed += Seen;
            watcher.Deleted += Seen;
            watcher.Renamed += Seen;
            watcher.Error += (_, _) => Tell();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception deaf) when (deaf is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No more watches to be had.
            _timer = _time.CreateTimer(_ => Tell(), null, LookEvery, LookEvery);
        }

        void Seen(object sender, FileSystemEventArgs change)
        {
            var name = Path.GetFileName(change.FullPath);
            if (folder == _folders[^1] || name == _journal || name == _journal + "-wal")
            {
                Tell();
            }
            else if (_folders.Contains(change.FullPath))
            {
                Extend();
            }
        }
    }

    private void Tell() => _changes.Writer.TryWrite(true);
}
