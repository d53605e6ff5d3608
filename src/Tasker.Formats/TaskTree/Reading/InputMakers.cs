using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>
/// Finds out where each input comes from, and tells of those that nobody makes and of those that are read without a dependency.
/// </summary>
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
        // Each maker, and the other way round: one of several that needs the reader makes the file too late.
        var known = graph.AreBefore(
            [.. _waits.SelectMany(wait => wait.Makers.SelectMany(maker => new[] { (maker, wait.Task), (wait.Task, maker) }))]);
        var (wishes, numbers, open, next) =
            (new List<(int Task, int Needed)>(), new Dictionary<(int, int), int>(), new List<(Wait Wait, int Late)>(), 0);
        foreach (var wait in _waits)
        {
            var answers = known.AsSpan(next, wait.Makers.Length * 2);
            next += answers.Length;
            var (isKnown, late) = (false, -1);
            for (var maker = 0; maker < wait.Makers.Length; maker++)
            {
                isKnown |= answers[maker * 2];
                late = late < 0 && answers[(maker * 2) + 1] ? wait.Makers[maker] : late;
            }

            if (!isKnown)
            {
                open.Add((wait, late));
                if (late < 0 && numbers.TryAdd((wait.Task, wait.Makers[0]), wishes.Count))
                {
                    wishes.Add((wait.Task, wait.Makers[0]));
                }
            }
        }

        var outcomes = new WishedNeeds(graph).Grant(wishes);
        foreach (var (wait, late) in open)
        {
            if (late >= 0)
            {
                TellLate(wait, late);
                continue;
            }

            var number = numbers[(wait.Task, wait.Makers[0])];
            Tell(wait, outcomes[number]);
            outcomes[number] = outcomes[number] is WishOutcome.Granted ? WishOutcome.Implied : outcomes[number]; // Told once.
        }

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

    private void Tell(Wait wait, WishOutcome outcome)
    {
        switch (outcome)
        {
            case WishOutcome.Granted:
                bag.Warning(
                    TreeCodes.ReadWithoutDependency, Where(wait),
                    $"{Name(wait.Task)} reads '{Excerpt.Of(wait.Input.Text)}' without depending on {Name(wait.Makers[0])}, which makes it.",
                    "It waits for that task all the same.", $"Add {Name(wait.Makers[0])} to its dependencies.");
                break;
            case WishOutcome.Circle:
                TellLate(wait, wait.Makers[0]);
                break;
            case WishOutcome.Entangled:
                bag.Warning(
                    TreeCodes.MadeTooLate, Where(wait),
                    $"{Name(wait.Task)} reads '{Excerpt.Of(wait.Input.Text)}', which {Name(wait.Makers[0])} makes, "
                        + $"and does not wait for that.",
                    "Both are among many tasks that read one another's files in circles.", "Write the dependencies that are meant.");
                break;
        }
    }

    private void TellLate(Wait wait, int maker) => bag.Warning(
        TreeCodes.MadeTooLate, Where(wait),
        $"{Name(wait.Task)} reads '{Excerpt.Of(wait.Input.Text)}', which {Name(maker)} makes afterwards.",
        $"{Name(maker)} depends on {Name(wait.Task)}.", "Remove the input, or turn the dependency round.");

    private Place Where(Wait wait) => wait.Input.In(tasks[wait.Task].Path);

    private string Name(int task) => $"'{Excerpt.Of(tasks[task].Id)}'";

    private IEnumerable<string> Made(string id) => tasks[graph.First(id)].Outputs.Select(output => LastPart(output.Text));

    private static string LastPart(string path)
    {
        var bare = path.TrimEnd('/');
        return bare[(bare.LastIndexOf('/') + 1)..];
    }

    /// <summary>A task that reads what others make.</summary>
    private readonly record struct Wait(int Task, TaskText Input, int[] Makers);
}
