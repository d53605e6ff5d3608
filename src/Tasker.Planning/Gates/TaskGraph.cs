using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Gates;

/// <summary>The graph of what needs what: circles, needs that do not exist, needs that come later; levels and the longest chain.</summary>
internal sealed class TaskGraph
{
    private readonly Node[] _tasks;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly int[][] _needs;

    /// <summary>The graph that the task files say.</summary>
    public TaskGraph(IReadOnlyList<TaskDefinition> tasks)
        : this(NodesOf(tasks))
    {
    }

    /// <summary>The graph that the state says.</summary>
    public TaskGraph(PlanState state)
        : this(NodesOf(state.Tasks))
    {
    }

    // Loops over plain arrays: what a command needs of the framework's ways with pairs and numbers would be compiled at its start.
    private TaskGraph(Node[] tasks)
    {
        _tasks = tasks;
        if (!IsInOrder(_tasks))
        {
            Array.Sort(_tasks, static (a, b) => TaskIds.Order.Compare(a.Id, b.Id));
        }

        for (var i = 0; i < _tasks.Length; i++)
        {
            _index.TryAdd(_tasks[i].Id, i);
        }

        var (missing, late) = (new List<TaskNeed>(), new List<TaskNeed>());
        _needs = new int[_tasks.Length][];
        for (var i = 0; i < _tasks.Length; i++)
        {
            _needs[i] = NeedsOf(_tasks[i], missing);
            foreach (var need in _needs[i])
            {
                if (_tasks[need].Phase > _tasks[i].Phase)
                {
                    late.Add(new TaskNeed(_tasks[i].Id, _tasks[need].Id));
                }
            }
        }

        (Missing, Late) = (missing, late);
        Cycles = FindCycles();
        (Levels, CriticalPath) = Cycles.Count > 0 ? ([], []) : Walk();
    }

    /// <summary>One shortest circle for each group of tasks that wait for one another; its first task stands at its end again.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles { get; }

    /// <summary>Needs that are no task.</summary>
    public IReadOnlyList<TaskNeed> Missing { get; }

    /// <summary>Needs that stand in a later phase than the task.</summary>
    public IReadOnlyList<TaskNeed> Late { get; }

    /// <summary>Tasks by how many others must be done before them; empty when there are circles.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Levels { get; }

    /// <summary>The longest chain of needs, from its beginning.</summary>
    public IReadOnlyList<string> CriticalPath { get; }

    public bool IsValid => Cycles.Count == 0 && Missing.Count == 0 && Late.Count == 0;

    /// <summary>What is wrong, a line each.</summary>
    public IEnumerable<string> Problems() =>
    [
        .. Cycles.Select(c => $"tasks need each other in a circle: {string.Join(" -> ", c)}"),
        .. Missing.Select(m => $"{m.Task} needs {m.Need}, but there is no such task"),
        .. Late.Select(l => $"{l.Task} (phase {PhaseOf(l.Task)}) needs {l.Need} (phase {PhaseOf(l.Need)}): a need must stand in the same or an earlier phase"),
    ];

    public JsonObject ToJson() => new()
    {
        ["valid"] = IsValid,
        ["cycles"] = new JsonArray([.. Cycles.Select(c => (JsonNode)JsonView.List(c))]),
        ["missing"] = Pairs(Missing),
        ["late"] = Pairs(Late),
        ["levels"] = new JsonArray([.. Levels.Select(l => (JsonNode)JsonView.List(l))]),
        ["critical_path"] = JsonView.List(CriticalPath),
    };

    private static JsonArray Pairs(IEnumerable<TaskNeed> pairs) =>
        new([.. pairs.Select(p => (JsonNode)new JsonObject { ["task"] = p.Task, ["dep"] = p.Need })]);

    private static Node[] NodesOf(IReadOnlyList<TaskDefinition> tasks)
    {
        var nodes = new Node[tasks.Count];
        SideBySide.Do(nodes.Length, i => nodes[i] = new Node(tasks[i].Id, tasks[i].Phase, tasks[i].DependsOn));
        return nodes;
    }

    private static Node[] NodesOf(IReadOnlyList<PlanTask> tasks)
    {
        var nodes = new Node[tasks.Count];
        SideBySide.Do(nodes.Length, i => nodes[i] = new Node(tasks[i].Id, tasks[i].Phase, tasks[i].DependsOn));
        return nodes;
    }

    /// <summary>Task files are read in order, and a state is mostly in it: that is sooner seen than sorted.</summary>
    private static bool IsInOrder(Node[] tasks)
    {
        for (var i = 1; i < tasks.Length; i++)
        {
            if (TaskIds.Order.Compare(tasks[i - 1].Id, tasks[i].Id) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private int[] NeedsOf(Node task, List<TaskNeed> missing)
    {
        var needs = new List<int>(task.DependsOn.Count);
        var seen = task.DependsOn.Count > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var need in task.DependsOn)
        {
            if (seen?.Add(need) == false)
            {
                continue;
            }

            if (_index.TryGetValue(need, out var known))
            {
                needs.Add(known);
            }
            else
            {
                missing.Add(new TaskNeed(task.Id, need));
            }
        }

        needs.Sort();
        return [.. needs];
    }

    private int PhaseOf(string id) => _tasks[_index[id]].Phase;

    /// <summary>Tarjan's components without recursion; a component of several tasks, or one that needs itself, has a circle.</summary>
    private List<IReadOnlyList<string>> FindCycles()
    {
        var cycles = new List<Circle>();
        var (order, low, next) = (new int[_tasks.Length], new int[_tasks.Length], new int[_tasks.Length]);
        var (onStack, stack, calls, counter) = (new bool[_tasks.Length], new Stack<int>(), new Stack<int>(), 0);
        for (var root = 0; root < _tasks.Length; root++)
        {
            if (order[root] != 0)
            {
                continue;
            }

            calls.Push(root);
            while (calls.TryPeek(out var task))
            {
                if (order[task] == 0)
                {
                    order[task] = low[task] = ++counter;
                    stack.Push(task);
                    onStack[task] = true;
                }

                if (next[task] < _needs[task].Length)
                {
                    var need = _needs[task][next[task]++];
                    if (order[need] == 0)
                    {
                        calls.Push(need);
                    }
                    else if (onStack[need])
                    {
                        low[task] = Math.Min(low[task], order[need]);
                    }

                    continue;
                }

                calls.Pop();
                if (calls.TryPeek(out var caller))
                {
                    low[caller] = Math.Min(low[caller], low[task]);
                }

                if (low[task] == order[task] && Component(stack, onStack, task) is { } component)
                {
                    cycles.Add(new Circle(component.Min(), Shortest(component)));
                }
            }
        }

        cycles.Sort(static (a, b) => a.First.CompareTo(b.First));
        return cycles.ConvertAll(static circle => circle.Path);
    }

    /// <summary>Takes the component of a task from the stack; null when nothing in it needs itself.</summary>
    private HashSet<int>? Component(Stack<int> stack, bool[] onStack, int task)
    {
        var member = stack.Pop();
        onStack[member] = false;
        if (member == task)
        {
            return Array.IndexOf(_needs[task], task) >= 0 ? [task] : null;
        }

        var component = new HashSet<int> { member };
        while (member != task)
        {
            member = stack.Pop();
            onStack[member] = false;
            component.Add(member);
        }

        return component;
    }

    /// <summary>The shortest circle through the first task of a component.</summary>
    private List<string> Shortest(HashSet<int> component)
    {
        var start = component.Min();
        var from = new Dictionary<int, int>();
        var open = new Queue<int>([start]);
        while (open.TryDequeue(out var task))
        {
            foreach (var need in _needs[task].Where(component.Contains))
            {
                if (need == start)
                {
                    var path = new List<string> { _tasks[start].Id };
                    for (var at = task; at != start; at = from[at])
                    {
                        path.Insert(1, _tasks[at].Id);
                    }

                    path.Add(_tasks[start].Id);
                    return path;
                }

                if (from.TryAdd(need, task))
                {
                    open.Enqueue(need);
                }
            }
        }

        return [_tasks[start].Id, _tasks[start].Id];
    }

    private (IReadOnlyList<IReadOnlyList<string>> Levels, IReadOnlyList<string> Path) Walk()
    {
        var (level, before, left) = (new int[_tasks.Length], new int[_tasks.Length], new int[_tasks.Length]);
        var users = new List<int>[_tasks.Length];
        for (var i = 0; i < _tasks.Length; i++)
        {
            (users[i], before[i]) = ([], -1);
        }

        for (var i = 0; i < _tasks.Length; i++)
        {
            left[i] = _needs[i].Length;
            foreach (var need in _needs[i])
            {
                users[need].Add(i);
            }
        }

        var open = new Queue<int>();
        for (var i = 0; i < _tasks.Length; i++)
        {
            if (left[i] == 0)
            {
                open.Enqueue(i);
            }
        }

        while (open.TryDequeue(out var task))
        {
            foreach (var user in users[task])
            {
                if (level[task] + 1 > level[user])
                {
                    (level[user], before[user]) = (level[task] + 1, task);
                }

                if (--left[user] == 0)
                {
                    open.Enqueue(user);
                }
            }
        }

        var levels = new List<List<string>>();
        var deepest = -1;
        for (var i = 0; i < _tasks.Length; i++)
        {
            while (levels.Count <= level[i])
            {
                levels.Add([]);
            }

            levels[level[i]].Add(_tasks[i].Id);
            deepest = deepest < 0 || level[i] > level[deepest] ? i : deepest;
        }

        var path = new List<string>();
        for (var at = deepest; at >= 0; at = before[at])
        {
            path.Add(_tasks[at].Id);
        }

        path.Reverse();
        return (levels, path);
    }

    /// <summary>Tasks that wait for one another, and the first of them.</summary>
    private sealed record Circle(int First, IReadOnlyList<string> Path);

    private sealed record Node(string Id, int Phase, IReadOnlyList<string> DependsOn);
}
