using Tasker.Cli.Projects;
using Tasker.Cli.Tui.Reading;
using Tasker.Planning.Files;

namespace Tasker.Cli.Tui;

/// <summary>Watches the files of a plan and of the runs of its project. The system tells; where it cannot, a timer has everything looked at.</summary>
internal sealed class BoardWatch : IBoardWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly WatchedFolders _folders;
    private readonly PlanningFolder _folder;
    private readonly Project _project;
    private Action<Parts>? _changed;
    private Parts _before;
    private string[] _logs = [];

    /// <param name="folder">The plan.</param>
    /// <param name="project">The project.</param>
    /// <param name="time">The clock.</param>
    public BoardWatch(PlanningFolder folder, Project project, TimeProvider time)
    {
        (_folder, _project) = (folder, project);
        _folders = new WatchedFolders(time, LookEvery, () => Tell(Parts.All));
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
            if (logFolders.All(_folders.Holds) && logFolders.Count == _logs.Length)
            {
                return;
            }

            foreach (var gone in _logs.Except(logFolders))
            {
                _folders.Drop(gone);
            }

            _logs = [.. logFolders];
        }

        Watch();
    }

    public void Dispose() => _folders.Dispose();

    /// <summary>Watches every folder that is there and is not watched yet.</summary>
    private void Watch()
    {
        lock (_gate)
        {
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
    private bool Add(string path, bool deep, Func<string, Parts> partOf) => _folders.Add(path, deep, changed =>
    {
        if (partOf(Path.GetFileName(changed)) is not Parts.None and var part)
        {
            Tell(part);
        }
    });

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
                _folders.Drop(Path.Combine(_folder.Root, name));
                Watch();
                return Parts.Definitions;
            case "logs":
                _folders.Drop(_folder.Logs);
                Watch();
                return Parts.Activity;
            default:
                return Parts.None;
        }
    }
}
