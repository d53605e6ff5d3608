using System.Runtime.InteropServices;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Who makes what, to be asked by path.</summary>
/// <remarks>
/// Nearly all outputs lie in the folder that is called as their task: those are found by the ids that a path begins with, and are in no
/// table of their own.
/// </remarks>
internal sealed class OutputIndex
{
    private readonly TreePlace _place;
    private readonly List<TaskFile> _tasks;
    private readonly PathStart[][] _starts;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byId;
    private readonly Dictionary<string, List<(int Task, bool IsFolder)>> _elsewhere = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Task, bool IsFolder)>>.AlternateLookup<ReadOnlySpan<char>> _byPath;
    private readonly string _outputs;
    private List<string>? _sorted;

    /// <param name="place">Where the parts of the tree lie.</param>
    /// <param name="tasks">The tasks, by their ids.</param>
    /// <param name="starts">What the inputs and outputs of each task start from.</param>
    /// <param name="byId">Numbers of tasks.</param>
    public OutputIndex(TreePlace place, List<TaskFile> tasks, PathStart[][] starts, Dictionary<string, int> byId)
    {
        (_place, _tasks, _starts, _outputs) = (place, tasks, starts, place.Outputs + "/");
        _byId = byId.GetAlternateLookup<ReadOnlySpan<char>>();
        _byPath = _elsewhere.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var task = 0; task < tasks.Count; task++)
        {
            for (var output = 0; output < tasks[task].Outputs.Length; output++)
            {
                if (StartOf(task, output) is not PathStart.None && !IsOwn(task, output))
                {
                    var path = PathOf(task, output);
                    ref var makers = ref CollectionsMarshal.GetValueRefOrAddDefault(_elsewhere, path.TrimEnd('/'), out _);
                    (makers ??= []).Add((task, path.EndsWith('/')));
                }
            }
        }
    }

    /// <summary>Paths that more than one task makes, with their makers; in no order.</summary>
    public IEnumerable<(string Path, List<int> Makers)> Shared()
    {
        foreach (var path in _elsewhere.Keys.Concat(OwnBelowOthers()).Distinct(StringComparer.Ordinal))
        {
            var makers = new List<int>();
            Exact(path, makers);
            Sort(makers);
            if (makers.Count > 1)
            {
                yield return (path, makers);
            }
        }
    }

    /// <summary>Finds the tasks that make a path, something below it, a folder around it, or something that matches it; in order.</summary>
    public void MakersOf(ReadOnlySpan<char> path, List<int> makers)
    {
        makers.Clear();
        var bare = path.TrimEnd('/');
        if (PathText.IsPattern(bare))
        {
            var parts = bare.ToString().Split('/');
            var solid = string.Join('/', parts.TakeWhile(part => !PathText.IsPattern(part)));
            makers.AddRange(Below(solid).Where(made => PathText.Matches(parts, made.Path.Split('/'))).Select(made => made.Task));
        }
        else
        {
            Exact(bare, makers);
            Around(bare, makers);
            if (makers.Count == 0)
            {
                makers.AddRange(Below(bare.ToString()).Select(made => made.Task));
            }
        }

        Sort(makers);
    }

    /// <summary>The path of an output.</summary>
    public string PathOf(int task, int output) =>
        TaskPaths.Text(_place, _tasks[task], StartOf(task, output), _tasks[task].Outputs[output].Text);

    /// <summary>What an output starts from.</summary>
    public PathStart StartOf(int task, int output) => _starts[task][_tasks[task].Inputs.Length + output];

    private static void Sort(List<int> makers)
    {
        if (makers.Count < 2)
        {
            return;
        }

        makers.Sort();
        var kept = 1;
        for (var i = 1; i < makers.Count; i++)
        {
            if (makers[i] != makers[kept - 1])
            {
                makers[kept++] = makers[i];
            }
        }

        makers.RemoveRange(kept, makers.Count - kept);
    }

    private bool IsOwn(int task, int output) =>
        StartOf(task, output) is PathStart.Own && PathText.IsShortest(_tasks[task].Outputs[output].Text);

    private void Exact(ReadOnlySpan<char> path, List<int> makers)
    {
        if (_byPath.TryGetValue(path, out var elsewhere))
        {
            makers.AddRange(elsewhere.Select(made => made.Task));
        }

        InOwn(path, isAround: false, makers);
    }

    private void Around(ReadOnlySpan<char> path, List<int> makers)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0 && _elsewhere.Count > 0; slash = path[..slash].LastIndexOf('/'))
        {
            if (_byPath.TryGetValue(path[..slash], out var folders))
            {
                makers.AddRange(folders.Where(made => made.IsFolder).Select(made => made.Task));
            }
        }

        InOwn(path, isAround: true, makers);
    }

    /// <summary>Tasks whose own folder a path lies in, and that make it there, or a folder around it.</summary>
    private void InOwn(ReadOnlySpan<char> path, bool isAround, List<int> makers)
    {
        if (!path.StartsWith(_outputs, StringComparison.Ordinal))
        {
            return;
        }

        var below = path[_outputs.Length..];
        for (var slash = below.IndexOf('/'); slash > 0;)
        {
            if (_byId.TryGetValue(below[..slash], out var task) && Makes(task, below[(slash + 1)..], isAround))
            {
                makers.Add(task);
            }

            var next = below[(slash + 1)..].IndexOf('/');
            slash = next < 0 ? -1 : slash + 1 + next;
        }
    }

    private bool Makes(int task, ReadOnlySpan<char> path, bool isAround)
    {
        var outputs = _tasks[task].Outputs;
        for (var output = 0; output < outputs.Length; output++)
        {
            var text = outputs[output].Text.AsSpan();
            var isIt = !isAround ? path.SequenceEqual(text.TrimEnd('/'))
                : text.EndsWith('/') && path.StartsWith(text, StringComparison.Ordinal);
            if (isIt && IsOwn(task, output))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is made below a folder, all of it when that is the root.</summary>
    private IEnumerable<(string Path, int Task)> Below(string folder)
    {
        var start = folder.Length == 0 ? "" : folder + "/";
        _sorted ??= [.. _elsewhere.Keys.Order(StringComparer.Ordinal)];
        var at = _sorted.BinarySearch(start, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < _sorted.Count && _sorted[at].StartsWith(start, StringComparison.Ordinal); at++)
        {
            foreach (var (task, _) in _elsewhere[_sorted[at]])
            {
                yield return (_sorted[at], task);
            }
        }

        foreach (var task in Near(start))
        {
            for (var output = 0; output < _tasks[task].Outputs.Length; output++)
            {
                var path = IsOwn(task, output) ? PathOf(task, output).TrimEnd('/') : "";
                if (path.Length > 0 && path.StartsWith(start, StringComparison.Ordinal))
                {
                    yield return (path, task);
                }
            }
        }
    }

    /// <summary>The tasks whose own folders lie below a path that ends with a slash, or around it.</summary>
    private IEnumerable<int> Near(string start)
    {
        if (_outputs.StartsWith(start, StringComparison.Ordinal))
        {
            return Enumerable.Range(0, _tasks.Count);
        }

        if (!start.StartsWith(_outputs, StringComparison.Ordinal))
        {
            return [];
        }

        var below = start[_outputs.Length..];
        var near = new List<int>();
        for (var slash = below.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = below.IndexOf('/', slash + 1))
        {
            if (_byId.TryGetValue(below.AsSpan(0, slash), out var around))
            {
                near.Add(around);
            }
        }

        for (var task = FirstFrom(below); task < _tasks.Count && _tasks[task].Id.StartsWith(below, StringComparison.Ordinal); task++)
        {
            near.Add(task);
        }

        return near;
    }

    private int FirstFrom(string id)
    {
        var (low, high) = (0, _tasks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(_tasks[middle].Id, id) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Outputs of tasks in a folder which is also called as a task: only such a folder can be the own one of two.</summary>
    private IEnumerable<string> OwnBelowOthers()
    {
        for (var task = 0; task < _tasks.Count; task++)
        {
            var id = _tasks[task].Id;
            var isBelow = false;
            for (var slash = id.IndexOf('/', StringComparison.Ordinal); slash > 0 && !isBelow; slash = id.IndexOf('/', slash + 1))
            {
                isBelow = _byId.ContainsKey(id.AsSpan(0, slash));
            }

            for (var output = 0; isBelow && output < _tasks[task].Outputs.Length; output++)
            {
                if (IsOwn(task, output))
                {
                    yield return PathOf(task, output).TrimEnd('/');
                }
            }
        }
    }
}
