using Tasker.Cli.Projects;
using Tasker.Cli.Tui.Reading;
using Tasker.Planning.Files;

namespace Tasker.Cli.Tui;

/// <summary>Watches the files of a plan and of the runs of its project. The system tells; where it cannot, a timer has everything looked at.</summary>
internal sealed class BoardWatch : IBoardWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private readonly PlanningFolder _folder;
    private readonly Project _project;
    private readonly TimeProvider _time;
    private readonly Action<Parts> _changed;
    private string[] _logs = [];
    private ITimer? _timer;
    private bool _isOver;

    /// <param name="folder">The plan.</param>
    /// <param name="project">The project.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Told what has changed. Any thread, often.</param>
    public BoardWatch(PlanningFolder folder, Project project, TimeProvider time, Action<Parts> changed)
    {
        (_folder, _project, _time, _changed) = (folder, project, time, changed);
        Watch();
    }

    public void Follow(IReadOnlyCollection<string> logFolders)
    {
        lock (_gate)
        {
            if (logFolders.All(_watchers.ContainsKey) && logFolders.Count == _logs.Length)
            {
                return;
            }

            foreach (var gone in _logs.Except(logFolders))
            {
                Drop(gone);
            }

            _logs = [.. logFolders];
        }

        Watch();
    }

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

    private void Drop(string path)
    {
        lock (_gate)
        {
            if (_watchers.Remove(path, out var watcher))
            {
                watcher.Dispose();
            }
        }
    }

    /// <summary>Watches every folder that is there and is not watched yet.</summary>
    private void Watch()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            Add(_folder.Root, deep: false, OfRoot);
            Add(_project.StateFolder, deep: false, OfRoot);
            Add(_folder.Tasks, deep: false, _ => Parts.Definitions);
            Add(Path.GetDirectoryName(_folder.Spec)!, deep: false, _ => Parts.Definitions);
            Add(_folder.Artifacts, deep: true, _ => Parts.Definitions);
            foreach (var logs in _logs)
            {
                Add(logs, deep: false, _ => Parts.Logs);
            }
        }
    }

    private void Add(string path, bool deep, Func<string, Parts> partOf)
    {
        if (_watchers.ContainsKey(path) || !Directory.Exists(path))
        {
            return;
        }

        try
        {
            var watcher = new FileSystemWatcher(path)
            {
                IncludeSubdirectories = deep,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watchers[path] = watcher;
            watcher.Created += Seen;
            watcher.Changed += Seen;
            watcher.Deleted += Seen;
            watcher.Renamed += Seen;
            watcher.Error += (_, _) => _changed(Parts.All);
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception deaf) when (deaf is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No more watches to be had.
            _timer ??= _time.CreateTimer(_ => _changed(Parts.All), null, LookEvery, LookEvery);
        }

        void Seen(object sender, FileSystemEventArgs e)
        {
            if (partOf(Path.GetFileName(e.FullPath)) is not Parts.None and var part)
            {
                _changed(part);
            }
        }
    }

    /// <summary>What a file of the planning folder itself belongs to. The lock and what is written beside a file mean nothing.</summary>
    private Parts OfRoot(string name)
    {
        switch (name)
        {
            case "state.json" or "STOP":
                return Parts.State;
            case "tasker.db" or "tasker.db-wal":
                return Parts.Runs;
            case "tasks" or "inputs" or "artifacts":
                // It has just come to be, or another folder took its place.
                Drop(Path.Combine(_folder.Root, name));
                Watch();
                return Parts.Definitions;
            default:
                return Parts.None;
        }
    }
}
