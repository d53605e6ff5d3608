using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Finds out where each input comes from, and tells of those that nobody makes and of those that are read without a dependency.</summary>
/// <remarks>
/// A task that reads what another one makes waits for it, also when the file does not say so. A file that is marked as modified is there
/// before: whoever changes it is not waited for.
/// </remarks>
internal sealed class InputMakers
{
    private const int MostNamed = 3;

    private readonly List<TaskFile> _tasks;
    private readonly ImmutableArray<TreeOutput>[] _outputs;
    private readonly NeedGraph _graph;
    private readonly ITreeFiles _files;
    private readonly DiagnosticBag _bag;
    private readonly OutputIndex _index;
    private readonly HashSet<string> _modified;

    public InputMakers(List<TaskFile> tasks, ImmutableArray<TreeOutput>[] outputs, NeedGraph graph, ITreeFiles files, DiagnosticBag bag)
    {
        (_tasks, _outputs, _graph, _files, _bag) = (tasks, outputs, graph, files, bag);
        _index = new OutputIndex(outputs);
        _modified = [.. outputs.SelectMany(o => o).Where(o => o.IsModified).Select(o => o.Path)];
    }

    /// <summary>The input with the places where it may be, the right one first where it is known.</summary>
    /// <param name="task">Number of the task.</param>
    /// <param name="input">The input as written.</param>
    /// <param name="places">Where it may be, in the fixed order.</param>
    public TreeInput Find(int task, TaskText input, ImmutableArray<string> places)
    {
        foreach (var place in places)
        {
            var makers = _index.MakersOf(place);
            if (makers.Count > 0)
            {
                if (!_modified.Contains(place) && !makers.Contains(task))
                {
                    WaitFor(task, input, makers);
                }

                return new TreeInput(input.Text, [place]);
            }

            if (_files.Exists(place))
            {
                return new TreeInput(input.Text, [place]);
            }
        }

        var (id, known) = (_tasks[task].Id, _graph.NeedsOf(task).SelectMany(Made).Take(1_000));
        var near = Suggestions.Nearest(LastPart(input.Text), known);
        _bag.Warning(
            TreeCodes.NobodyMakesIt, input.Place, $"No task makes the input '{Excerpt.Of(input.Text)}', and it is not there.",
            $"'{Excerpt.Of(id)}' will wait for it; looked for {string.Join(", ", places.Select(p => $"'{p}'"))}.",
            near is null ? "Put it there before, or add it to the outputs of the task that makes it." : $"Did you mean '{near}'?");
        return new TreeInput(input.Text, places);
    }

    /// <summary>Tells of files that several tasks make: the last one wins, unless they are in an order.</summary>
    public void TellShared()
    {
        foreach (var (path, makers) in _index.Shared)
        {
            var loose = makers.Zip(makers.Skip(1)).Any(pair => !_graph.IsBefore(pair.First, pair.Second) && !_graph.IsBefore(pair.Second, pair.First));
            if (loose)
            {
                var names = string.Join(", ", makers.Take(MostNamed).Select(m => $"'{Excerpt.Of(_tasks[m].Id)}'"));
                _bag.Add(new Diagnostic(
                    TreeCodes.SharedOutput, Severity.Note, _tasks[makers[0]].Outputs.First(o => _outputs[makers[0]].Any(x => x.Text == o.Text && x.Path.TrimEnd('/') == path)).Place,
                    $"{makers.Count} tasks write '{Excerpt.Of(path)}' and may run at the same time: {names}{(makers.Count > MostNamed ? ", …" : "")}.", "",
                    "Let one depend on the other where they would overwrite each other."));
            }
        }
    }

    private void WaitFor(int task, TaskText input, IReadOnlyCollection<int> makers)
    {
        if (makers.Any(maker => _graph.IsBefore(maker, task)))
        {
            return;
        }

        var maker = makers.First();
        var (own, other) = ($"'{Excerpt.Of(_tasks[task].Id)}'", $"'{Excerpt.Of(_tasks[maker].Id)}'");
        if (makers.Any(m => _graph.IsBefore(task, m)))
        {
            _bag.Warning(
                TreeCodes.MadeTooLate, input.Place, $"{own} reads '{Excerpt.Of(input.Text)}', which {other} makes afterwards.",
                $"{other} depends on {own}.", "Remove the input, or turn the dependency round.");
            return;
        }

        _bag.Warning(
            TreeCodes.ReadWithoutDependency, input.Place, $"{own} reads '{Excerpt.Of(input.Text)}' without depending on {other}, which makes it.",
            "It waits for that task all the same.", $"Add {other} to its dependencies.");
        _graph.Add(task, maker);
    }

    private IEnumerable<string> Made(string id) =>
        _outputs[_graph.First(id)].Select(o => LastPart(o.Text));

    private static string LastPart(string path)
    {
        var bare = path.TrimEnd('/');
        return bare[(bare.LastIndexOf('/') + 1)..];
    }
}
