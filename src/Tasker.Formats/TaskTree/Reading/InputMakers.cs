using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Finds out where each input comes from, and tells of those that nobody makes and of those that are read without a dependency.</summary>
/// <remarks>
/// A task that reads what another one makes waits for it, also when the file does not say so. A file that is marked as modified is there
/// before: whoever changes it is not waited for.
/// </remarks>
/// <param name="place">Where the parts of the tree lie.</param>
/// <param name="tasks">The tasks.</param>
/// <param name="index">Who makes what.</param>
/// <param name="graph">Who needs whom.</param>
/// <param name="files">The files of the project.</param>
/// <param name="bag">Gets the findings.</param>
internal sealed class InputMakers(
    TreePlace place, List<TaskFile> tasks, OutputIndex index, NeedGraph graph, ITreeFiles files, DiagnosticBag bag)
{
    private const int MostNamed = 3;

    private readonly List<int> _makers = [];
    private readonly List<Wait> _waits = [];
    private readonly HashSet<string> _modified = Modified(tasks, index);

    /// <summary>What an input starts from, as far as that is known. None for one that leads outside, which is told.</summary>
    /// <param name="task">Number of the task.</param>
    /// <param name="input">The input as written.</param>
    public PathStart Find(int task, TaskText input)
    {
        var (file, isInside) = (tasks[task], false);
        if (PathText.CanBe(input.Text))
        {
            Span<char> buffer = stackalloc char[TaskPaths.Room(place, file, input.Text)];
            foreach (var start in TaskPaths.All)
            {
                if (TaskPaths.Path(place, file, start, input.Text, buffer) is not (> 0 and var length))
                {
                    continue;
                }

                isInside = true;
                if (IsMade(task, input, buffer[..length]) || files.Exists(buffer[..length].ToString()))
                {
                    return start;
                }
            }
        }

        if (isInside)
        {
            TellMissing(task, input);
            return PathStart.Anywhere;
        }

        bag.Error(
            TreeCodes.PathOutside, input.In(file.Path), $"'{Excerpt.Of(input.Text)}' leads outside the project, or is no path.",
            "Paths start at the project root or at a folder of outputs, and stay inside.", "Write a path inside the project.");
        return PathStart.None;
    }

    /// <summary>Has tasks wait for those that make what they read, once every input was found.</summary>
    public void TellWaits()
    {
        var known = graph.AreBefore([.. _waits.SelectMany(wait => wait.Makers.Select(maker => (maker, wait.Task)))]);
        var (open, next) = (new List<Wait>(), 0);
        foreach (var wait in _waits)
        {
            if (!known.AsSpan(next, wait.Makers.Length).Contains(true))
            {
                open.Add(wait);
            }

            next += wait.Makers.Length;
        }

        graph.Arrange([.. open.Select(wait => (wait.Task, wait.Makers[0]))]);
        open.ForEach(WaitFor);
        _waits.Clear();
    }

    /// <summary>Tells of files that several tasks make: the last one wins, unless they are in an order.</summary>
    public void TellShared()
    {
        var shared = index.Shared().ToList();
        var inOrder = graph.AreBefore([.. shared.SelectMany(file => Pairs(file.Makers))]);
        var next = 0;
        foreach (var (path, makers) in shared)
        {
            var (start, pairs) = (next, makers.Count - 1);
            next += pairs * 2;
            if (Enumerable.Range(0, pairs).All(pair => inOrder[start + (pair * 2)] || inOrder[start + (pair * 2) + 1]))
            {
                continue;
            }

            var first = tasks[makers[0]];
            var output = Enumerable.Range(0, first.Outputs.Length)
                .First(o => index.StartOf(makers[0], o) is not PathStart.None && index.PathOf(makers[0], o).TrimEnd('/') == path);
            var names = string.Join(", ", makers.Take(MostNamed).Select(m => $"'{Excerpt.Of(tasks[m].Id)}'"))
                + (makers.Count > MostNamed ? ", …" : "");
            bag.Add(new Diagnostic(
                TreeCodes.SharedOutput, Severity.Note, first.Outputs[output].In(first.Path),
                $"{makers.Count} tasks write '{Excerpt.Of(path)}' and may run at the same time: {names}.", "",
                "Let one depend on the other where they would overwrite each other."));
        }
    }

    /// <summary>Each maker and the one after it, both ways round.</summary>
    private static IEnumerable<(int, int)> Pairs(IReadOnlyList<int> makers) =>
        makers.Zip(makers.Skip(1)).SelectMany(pair => new[] { (pair.First, pair.Second), (pair.Second, pair.First) });

    private static HashSet<string> Modified(List<TaskFile> tasks, OutputIndex index)
    {
        var modified = new HashSet<string>(StringComparer.Ordinal);
        for (var task = 0; task < tasks.Count; task++)
        {
            for (var output = 0; output < tasks[task].Outputs.Length; output++)
            {
                if (tasks[task].Outputs[output].IsModified && index.StartOf(task, output) is not PathStart.None)
                {
                    modified.Add(index.PathOf(task, output));
                }
            }
        }

        return modified;
    }

    private bool IsMade(int task, TaskText input, ReadOnlySpan<char> path)
    {
        index.MakersOf(path, _makers);
        if (_makers.Count > 0 && (_modified.Count == 0 || !_modified.Contains(path.ToString())) && !_makers.Contains(task))
        {
            if (!_makers.Exists(maker => graph.IsDirectlyBefore(maker, task)))
            {
                _waits.Add(new Wait(task, input, [.. _makers]));
            }
        }

        return _makers.Count > 0;
    }

    private void TellMissing(int task, TaskText input)
    {
        var near = Suggestions.Nearest(LastPart(input.Text), graph.NeedsOf(task).SelectMany(Made).Take(1_000));
        var places = TaskPaths.PathsOf(place, tasks[task], PathStart.Anywhere, input.Text);
        bag.Warning(
            TreeCodes.NobodyMakesIt, input.In(tasks[task].Path),
            $"No task makes the input '{Excerpt.Of(input.Text)}', and it is not there.",
            $"'{Excerpt.Of(tasks[task].Id)}' will wait for it; looked for {string.Join(", ", places.Select(p => $"'{p}'"))}.",
            near is null ? "Put it there before, or add it to the outputs of the task that makes it." : $"Did you mean '{near}'?");
    }

    private void WaitFor(Wait wait)
    {
        var (task, input, makers) = wait;
        if (Array.Exists(makers, maker => graph.IsBefore(maker, task)))
        {
            return;
        }

        var maker = makers[0];
        var (own, other, read) = ($"'{Excerpt.Of(tasks[task].Id)}'", $"'{Excerpt.Of(tasks[maker].Id)}'", Excerpt.Of(input.Text));
        var where = input.In(tasks[task].Path);
        if (Array.Exists(makers, m => graph.IsBefore(task, m)))
        {
            bag.Warning(
                TreeCodes.MadeTooLate, where, $"{own} reads '{read}', which {other} makes afterwards.",
                $"{other} depends on {own}.", "Remove the input, or turn the dependency round.");
            return;
        }

        bag.Warning(
            TreeCodes.ReadWithoutDependency, where, $"{own} reads '{read}' without depending on {other}, which makes it.",
            "It waits for that task all the same.", $"Add {other} to its dependencies.");
        graph.Add(task, maker);
    }

    private IEnumerable<string> Made(string id) => tasks[graph.First(id)].Outputs.Select(output => LastPart(output.Text));

    private static string LastPart(string path)
    {
        var bare = path.TrimEnd('/');
        return bare[(bare.LastIndexOf('/') + 1)..];
    }

    /// <summary>A task that reads what others make.</summary>
    private readonly record struct Wait(int Task, TaskText Input, int[] Makers);
}
