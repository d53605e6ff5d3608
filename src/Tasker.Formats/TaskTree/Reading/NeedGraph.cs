using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Which task needs which: from the dependencies of the files, and from inputs that another task makes.</summary>
/// <remarks>
/// A folder is a place of its own behind the tasks, which needs its members: thousands of tasks may each depend on a folder of thousands.
/// </remarks>
internal sealed class NeedGraph
{
    private const int MostShown = 8;

    /// <summary>A near name is looked for that often: in a tree of many tasks it takes its time.</summary>
    private const int MostSuggested = 100;

    private readonly List<TaskFile> _tasks;
    private readonly DiagnosticBag _bag;
    private readonly Dictionary<string, int> _byId;
    private readonly Dictionary<string, int> _byFolder = new(StringComparer.Ordinal);
    private readonly List<(string Name, int From, int To)> _folders = [];
    private readonly int[][] _before;
    private int _unknown;

    /// <param name="tasks">The tasks in the order of their ids: those of a folder stand together.</param>
    /// <param name="bag">Gets the findings.</param>
    public NeedGraph(List<TaskFile> tasks, DiagnosticBag bag)
    {
        (_tasks, _bag, _byId, _before) = (tasks, bag, new(tasks.Count, StringComparer.Ordinal), new int[tasks.Count][]);
        for (var task = 0; task < tasks.Count; task++)
        {
            _byId[tasks[task].Id] = task;
            var folder = tasks[task].Folder;
            if (!_byFolder.TryGetValue(folder, out var number))
            {
                _byFolder[folder] = number = _folders.Count;
                _folders.Add((folder, task, task));
            }

            _folders[number] = (folder, _folders[number].From, task + 1);
        }

        var needs = new List<int>();
        for (var task = 0; task < tasks.Count; task++)
        {
            needs.Clear();
            foreach (var dependency in tasks[task].Dependencies)
            {
                Add(task, dependency, needs);
            }

            _before[task] = needs.Count == 0 ? [] : [.. needs];
        }
    }

    /// <summary>The tasks that stand in some circle that was told.</summary>
    public HashSet<int> InCircles { get; } = [];

    /// <summary>Numbers of the tasks.</summary>
    public Dictionary<string, int> ById => _byId;

    /// <summary>The task of an id, or the first one of a folder.</summary>
    public int First(string need) => _byId.TryGetValue(need, out var task) ? task : _folders[_byFolder[need]].From;

    /// <summary>What a task needs: ids of tasks and folders, in the order of the file.</summary>
    public ImmutableArray<string> NeedsOf(int task) =>
        ImmutableArray.CreateRange(ImmutableCollectionsMarshal.AsImmutableArray(_before[task]), (at, graph) => graph.NameOf(at), this);

    private string NameOf(int at) => at < _tasks.Count ? _tasks[at].Id : _folders[at - _tasks.Count].Name;

    /// <summary>Makes a task need another one; it is not the task itself, does not need the task and is not needed directly yet.</summary>
    public void Add(int task, int needed) => _before[task] = [.. _before[task], needed];

    /// <summary>Makes a task need another one itself no longer.</summary>
    public void Remove(int task, int needed) => _before[task] = [.. _before[task].Where(other => other != needed)];

    /// <summary>True when a task needs another one itself.</summary>
    public bool IsDirectlyBefore(int needed, int task) => _before[task].Contains(needed);

    /// <summary>For each pair whether its second task needs its first, directly or not. What stands in a circle may be missed.</summary>
    public bool[] AreBefore(IReadOnlyList<(int Needed, int Task)> pairs) =>
        pairs.Count == 0 ? [] : new Ancestry(Order([], out _), Before).Answer(pairs);

    /// <summary>For each pair whether its second task would need its first still if it did not directly.</summary>
    public bool[] AreBeforeBesides(IReadOnlyList<(int Needed, int Task)> pairs) =>
        pairs.Count == 0 ? [] : new Ancestry(Order([], out _), Before).Answer(pairs, besides: true);

    /// <summary>
    /// Where each node stands in an order that keeps all needs, and as many wishes as it can. -1 for those in a circle of needs, or behind
    /// one.
    /// </summary>
    /// <param name="wishes">Tasks, and what they should stand behind.</param>
    public int[] Places(IReadOnlyList<(int Task, int Needed)> wishes)
    {
        var order = Order(wishes, out var placed);
        var places = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
        {
            places[order[place]] = place < placed ? place : -1;
        }

        return places;
    }

    /// <summary>Tells each circle of tasks that wait for one another, with the way around.</summary>
    public void TellCircles()
    {
        var (state, way, cursors) = (new byte[_tasks.Count + _folders.Count], new List<int>(), new Stack<int>());
        for (var start = 0; start < _tasks.Count; start++)
        {
            if (state[start] != 0)
            {
                continue;
            }

            Enter(start);
            while (cursors.TryPop(out var cursor))
            {
                var next = Before(way[^1], cursor);
                if (next < 0)
                {
                    state[way[^1]] = 2;
                    way.RemoveAt(way.Count - 1);
                    continue;
                }

                cursors.Push(cursor + 1);
                if (state[next] == 1)
                {
                    TellCircle(way[way.IndexOf(next)..].FindAll(at => at < _tasks.Count));
                }
                else if (state[next] == 0)
                {
                    Enter(next);
                }
            }
        }

        void Enter(int at)
        {
            state[at] = 1;
            way.Add(at);
            cursors.Push(0);
        }
    }

    /// <summary>
    /// All nodes, each behind those that it needs and, where that can be, behind those it should be; those in circles of needs, and what
    /// needs them, last.
    /// </summary>
    private int[] Order(IReadOnlyList<(int Task, int Needed)> wishes, out int placed)
    {
        var count = _tasks.Count + _folders.Count;
        var (open, wished, starts) = (new int[count], new int[count], new int[count + 1]);
        Each((_, need, _) => starts[need + 1]++);
        for (var node = 0; node < count; node++)
        {
            starts[node + 1] += starts[node];
        }

        var (followers, ends) = (new (int Node, bool IsWish)[starts[^1]], starts[..^1]);
        Each((node, need, isWish) =>
        {
            followers[ends[need]++] = (node, isWish);
            (isWish ? wished : open)[node]++;
        });

        var (order, isPlaced, held) = (new List<int>(count), new bool[count], new Queue<int>());
        for (var node = 0; node < count; node++)
        {
            Offer(node);
        }

        for (var at = 0; at < order.Count || PlaceHeld(); at++)
        {
            foreach (var (node, isWish) in followers.AsSpan(starts[order[at]], ends[order[at]] - starts[order[at]]))
            {
                (isWish ? wished : open)[node]--;
                Offer(node);
            }
        }

        placed = order.Count;
        order.AddRange(Enumerable.Range(0, count).Where(node => !isPlaced[node]));
        return [.. order];

        void Offer(int node)
        {
            if (open[node] == 0 && wished[node] == 0 && !isPlaced[node])
            {
                isPlaced[node] = true;
                order.Add(node);
            }
            else if (open[node] == 0 && !isPlaced[node])
            {
                held.Enqueue(node);
            }
        }

        bool PlaceHeld()
        {
            while (held.TryDequeue(out var node))
            {
                if (!isPlaced[node])
                {
                    isPlaced[node] = true;
                    order.Add(node);
                    return true;
                }
            }

            return false;
        }

        void Each(Action<int, int, bool> edge)
        {
            for (var node = 0; node < count; node++)
            {
                for (var i = 0; Before(node, i) is >= 0 and var need; i++)
                {
                    edge(node, need, false);
                }
            }

            foreach (var (task, needed) in wishes)
            {
                edge(task, needed, true);
            }
        }
    }

    /// <summary>What a task needs, or a task of a folder, one after the other; -1 when there are no more.</summary>
    private int Before(int at, int number)
    {
        if (at < _tasks.Count)
        {
            return number < _before[at].Length ? _before[at][number] : -1;
        }

        var (_, from, to) = _folders[at - _tasks.Count];
        return from + number < to ? from + number : -1;
    }

    private void TellCircle(List<int> circle)
    {
        InCircles.UnionWith(circle);
        var task = _tasks[circle.Min()];
        var from = circle.IndexOf(circle.Min());
        var names = circle[from..].Concat(circle[..from]).Append(circle.Min()).Select(i => $"'{Excerpt.Of(_tasks[i].Id)}'").ToArray();
        var shown = names.Length <= MostShown ? names : [.. names[..(MostShown - 2)], "…", names[^1]];
        _bag.Error(
            TreeCodes.DependencyCircle, task.Dependencies.IsEmpty ? task.Where : task.Dependencies[0].In(task.Path),
            circle.Count == 1 ? $"{names[0]} depends on itself." : $"Tasks wait for one another: {string.Join(" needs ", shown)}.",
            "None of them could ever start.", "Remove one of these dependencies.");
    }

    private void Add(int task, TaskText dependency, List<int> needs)
    {
        var id = dependency.Text;
        id = id.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? id[..^3] : id;
        id = id.StartsWith("tasks/", StringComparison.Ordinal) && !_byId.ContainsKey(id) ? id["tasks/".Length..] : id;
        var path = _tasks[task].Path;
        if (!_byId.TryGetValue(id, out var needed))
        {
            var folder = id.TrimEnd('/');
            if (folder.Length > 0 && folder == _tasks[task].Folder)
            {
                TellOwnFolder(task, dependency);
                return;
            }

            if (folder.Length == 0 || !_byFolder.TryGetValue(folder, out var members))
            {
                _bag.Error(
                    TreeCodes.UnknownDependency, dependency.In(path), $"There is no task '{Excerpt.Of(id)}'.",
                    $"'{Excerpt.Of(_tasks[task].Id)}' depends on it.",
                    _unknown++ < MostSuggested
                        ? Suggestions.DidYouMean(id, _byId.Keys.Take(5_000), "Write that task, or remove the dependency.")
                        : "Write that task, or remove the dependency.");
                return;
            }

            needed = _tasks.Count + members;
        }

        if (!needs.Contains(needed))
        {
            needs.Add(needed);
            return;
        }

        _bag.Warning(
            TreeCodes.RepeatedDependency, dependency.In(path), $"The dependency '{Excerpt.Of(dependency.Text)}' stands twice.", "",
            "Remove one.");
    }

    private void TellOwnFolder(int task, TaskText dependency)
    {
        var (own, folder) = (_tasks[task], _folders[_byFolder[_tasks[task].Folder]]);
        var other = task > folder.From ? task - 1 : task + 1 < folder.To ? task + 1 : -1;
        _bag.Error(
            TreeCodes.OwnFolder, dependency.In(own.Path),
            $"'{Excerpt.Of(own.Id)}' depends on '{Excerpt.Of(own.Folder)}', the folder of the phase that it lies in.",
            "A folder means all tasks in it, and no task can wait for itself.",
            other < 0
                ? "Remove the dependency."
                : $"Write the tasks of the folder that it needs, such as '{Excerpt.Of(_tasks[other].Id)}'.");
    }
}
