using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Which task needs which: from the dependencies of the files, and from inputs that another task makes.</summary>
/// <remarks>A folder is a place of its own behind the tasks, which needs its members: thousands of tasks may each depend on a folder of thousands.</remarks>
internal sealed class NeedGraph
{
    private const int MostShown = 8;

    /// <summary>A near name is looked for that often: in a tree of many tasks it takes its time.</summary>
    private const int MostSuggested = 100;

    private readonly List<TaskFile> _tasks;
    private readonly DiagnosticBag _bag;
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byFolder = new(StringComparer.Ordinal);
    private readonly List<string>[] _needs;
    private readonly List<HashSet<int>> _before;
    private int _unknown;

    public NeedGraph(List<TaskFile> tasks, DiagnosticBag bag)
    {
        (_tasks, _bag) = (tasks, bag);
        _needs = [.. tasks.Select(_ => new List<string>())];
        _before = [.. tasks.Select(_ => new HashSet<int>())];
        for (var task = 0; task < tasks.Count; task++)
        {
            _byId[tasks[task].Id] = task;
            if (!_byFolder.TryGetValue(tasks[task].Folder, out var folder))
            {
                _byFolder[tasks[task].Folder] = folder = _before.Count;
                _before.Add([]);
            }

            _before[folder].Add(task);
        }

        for (var task = 0; task < tasks.Count; task++)
        {
            foreach (var dependency in tasks[task].Dependencies)
            {
                Add(task, dependency);
            }
        }
    }

    /// <summary>The tasks that stand in some circle that was told.</summary>
    public HashSet<int> InCircles { get; } = [];

    /// <summary>The task of an id, or the first one of a folder.</summary>
    public int First(string need) => _byId.TryGetValue(need, out var task) ? task : _before[_byFolder[need]].First();

    /// <summary>What a task needs: ids of tasks and folders, in the order of the file.</summary>
    public ImmutableArray<string> NeedsOf(int task) => [.. _needs[task]];

    /// <summary>Makes a task need another one; it is not the task itself and does not need the task.</summary>
    public void Add(int task, int needed)
    {
        if (_before[task].Add(needed))
        {
            _needs[task].Add(_tasks[needed].Id);
        }
    }

    /// <summary>True when a task needs another one, directly or not.</summary>
    public bool IsBefore(int needed, int task)
    {
        if (_before[task].Contains(needed))
        {
            return true;
        }

        var (seen, open) = (new HashSet<int>(), new Stack<int>(_before[task]));
        while (open.TryPop(out var at))
        {
            if (_before[at].Contains(needed))
            {
                return true;
            }

            if (seen.Add(at))
            {
                foreach (var next in _before[at])
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    /// <summary>Tells each circle of tasks that wait for one another, with the way around.</summary>
    public void TellCircles()
    {
        var state = new byte[_before.Count];
        var way = new List<int>();
        var walks = new Stack<IEnumerator<int>>();
        for (var start = 0; start < _tasks.Count; start++)
        {
            if (state[start] != 0)
            {
                continue;
            }

            Enter(start);
            while (walks.TryPeek(out var walk))
            {
                if (!walk.MoveNext())
                {
                    walks.Pop();
                    state[way[^1]] = 2;
                    way.RemoveAt(way.Count - 1);
                }
                else if (state[walk.Current] == 1)
                {
                    TellCircle(way[way.IndexOf(walk.Current)..].FindAll(at => at < _tasks.Count));
                }
                else if (state[walk.Current] == 0)
                {
                    Enter(walk.Current);
                }
            }
        }

        void Enter(int task)
        {
            state[task] = 1;
            way.Add(task);
            walks.Push(_before[task].Order().GetEnumerator());
        }
    }

    private void TellCircle(List<int> circle)
    {
        InCircles.UnionWith(circle);
        var task = _tasks[circle.Min()];
        var from = circle.IndexOf(circle.Min());
        var names = circle[from..].Concat(circle[..from]).Append(circle.Min()).Select(i => $"'{Excerpt.Of(_tasks[i].Id)}'").ToArray();
        var shown = names.Length <= MostShown ? names : [.. names[..(MostShown - 2)], "…", names[^1]];
        _bag.Error(
            TreeCodes.DependencyCircle, task.Dependencies.IsEmpty ? task.Where : task.Dependencies[0].Place,
            circle.Count == 1 ? $"{names[0]} depends on itself." : $"Tasks wait for one another: {string.Join(" needs ", shown)}.",
            "None of them could ever start.", "Remove one of these dependencies.");
    }

    private void Add(int task, TaskText dependency)
    {
        var id = dependency.Text;
        id = id.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? id[..^3] : id;
        id = id.StartsWith("tasks/", StringComparison.Ordinal) && !_byId.ContainsKey(id) ? id["tasks/".Length..] : id;
        if (_byId.TryGetValue(id, out var needed))
        {
            if (!_before[task].Add(needed))
            {
                TellRepeated(dependency);
                return;
            }

            _needs[task].Add(id);
        }
        else if (id.TrimEnd('/') is { Length: > 0 } folder && folder != _tasks[task].Folder && _byFolder.TryGetValue(folder, out var members))
        {
            if (!_before[task].Add(members))
            {
                TellRepeated(dependency);
                return;
            }

            _needs[task].Add(folder);
        }
        else
        {
            _bag.Error(
                TreeCodes.UnknownDependency, dependency.Place, $"There is no task '{Excerpt.Of(id)}'.",
                $"'{Excerpt.Of(_tasks[task].Id)}' depends on it.",
                _unknown++ < MostSuggested
                    ? Suggestions.DidYouMean(id, _byId.Keys.Take(5_000), "Write that task, or remove the dependency.")
                    : "Write that task, or remove the dependency.");
        }
    }

    private void TellRepeated(TaskText dependency) => _bag.Warning(
        TreeCodes.RepeatedDependency, dependency.Place, $"The dependency '{Excerpt.Of(dependency.Text)}' stands twice.", "", "Remove one.");
}
