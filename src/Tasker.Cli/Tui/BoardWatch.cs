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
    private Action<Parts>? _changed;
    private Parts _before;
    private string[] _logs = [];
    private ITimer? _timer;
    private bool _isOver;

    /// <param name="folder">The plan.</param>
    /// <param name="project">The project.</param>
    /// <param name="time">The clock.</param>
    public BoardWatch(PlanningFolder folder, Project project, TimeProvider time)
    {
        (_folder, _project, _time) = (folder, project, time);
        Watch();
    }

    public void Begin(Action<Parts> changed)
    {
        Parts before;
        lock (_gate)
        {
            (_changed, before) = (changed, _before);
        }

        if (before is not Parts.None)
        {
            changed(before);
        }
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
            Add(_folder.Logs, deep: false, name => name == Path.GetFileName(_folder.ActivityLog) ? Parts.Activity : Parts.None);
            foreach (var logs in _logs)
            {
                if (Add(logs, deep: false, _ => Parts.Logs))
                {
                    Tell(Parts.Logs); // What was written before it was watched.
                }
            }
        }
    }

    private void Tell(Parts parts)
    {
        Action<Parts>? changed;
        lock (_gate)
        {
            changed = _changed;
            _before |= changed is null ? parts : Parts.None;
        }

        changed?.Invoke(parts);
    }

    /// <returns>True when it is watched from now on.</returns>
    private bool Add(string path, bool deep, Func<string, Parts> partOf)
    {
        if (_watchers.ContainsKey(path) || !Directory.Exists(path))
        {
            return false;
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
            watcher.Error += (_, _) => Tell(Parts.All);
            watcher.EnableRaisingEvents = true;
            return true;
        }
        catch (Exception deaf) when (deaf is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No more watches to be had.
            _timer ??= _time.CreateTimer(_ => Tell(Parts.All), null, LookEvery, LookEvery);
            return false;
        }

        void Seen(object sender, FileSystemEventArgs e)
        {
            if (partOf(Path.GetFileName(e.FullPath)) is not Parts.None and var part)
            {
                Tell(part);
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
            case "logs":
                Drop(_folder.Logs);
                Watch();
                return Parts.Activity;
            default:
                return Parts.None;
        }
    }
}
