using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Reads a folder of task files: every task with its needs and paths, and everything that is wrong with them, at once.</summary>
public static class TaskTreeReader
{
    /// <summary>So many files are worth more than one thread.</summary>
    private const int ManyFiles = 256;

    /// <summary>Reads a tree on disk.</summary>
    /// <param name="root">The project root; absolute.</param>
    /// <param name="place">Where the parts of the tree lie.</param>
    public static ParseResult<TreeDocument> Read(string root, TreePlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return Read(place, new TreeFiles(root));
    }

    /// <summary>The task id that a file has by its place; null for files that are never tasks (README, TEMPLATE…).</summary>
    /// <param name="place">Where the parts of the tree lie.</param>
    /// <param name="path">The file, from the project root.</param>
    internal static string? IdOf(TreePlace place, string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Equals("README.md", StringComparison.OrdinalIgnoreCase) || name.StartsWith("TEMPLATE", StringComparison.OrdinalIgnoreCase)
            ? null
            : path[(place.Tasks.Length + 1)..^3];
    }

    internal static ParseResult<TreeDocument> Read(TreePlace place, ITreeFiles files)
    {
        var bag = new DiagnosticBag();
        var tasks = Tasks(place, files, bag);
        if (tasks.Count == 0)
        {
            if (!bag.HasErrors)
            {
                bag.Error(
                    TreeCodes.NoTasks, new Place(place.Tasks), $"The folder '{place.Tasks}' has no task.",
                    "A task is a Markdown file that begins with '---', a 'task_id' equal to its path, and '---'.", "Write one, such as '01-analysis/01-first.md'.");
            }

            return new ParseResult<TreeDocument>(null, bag.ToImmutable());
        }

        var document = new TreeDocument(place, Resolve(place, files, tasks, bag, out _));
        return new ParseResult<TreeDocument>(document, bag.ToImmutable());
    }

    private static List<TaskFile> Tasks(TreePlace place, ITreeFiles files, DiagnosticBag bag)
    {
        var tasks = new List<TaskFile>();
        var paths = files.Markdown(place.Tasks, out var isCut);
        if (isCut)
        {
            bag.Error(
                TreeCodes.TooManyFiles, new Place(place.Tasks), $"There are more than {TreeFiles.MostFiles:N0} Markdown files below '{place.Tasks}'.", "",
                "Name a smaller folder.");
        }

        var read = new (TaskFile? Task, ImmutableArray<Diagnostic> Told)[paths.Count];
        if (paths.Count < ManyFiles)
        {
            for (var i = 0; i < read.Length; i++)
            {
                read[i] = ReadFile(place, files, paths[i]);
            }
        }
        else
        {
            Parallel.For(0, read.Length, i => read[i] = ReadFile(place, files, paths[i]));
        }

        foreach (var (task, told) in read)
        {
            bag.AddRange(told);
            if (task is not null)
            {
                tasks.Add(task);
            }
        }

        tasks.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        for (var i = tasks.Count - 1; i > 0; i--)
        {
            if (tasks[i].Id == tasks[i - 1].Id)
            {
                bag.Error(TreeCodes.DuplicateId, tasks[i].Where, $"The task '{Excerpt.Of(tasks[i].Id)}' is also '{tasks[i - 1].Path}'.", "", "Rename one of the files.");
                tasks.RemoveAt(i);
            }
        }

        return tasks;
    }

    /// <summary>Reads one file of the folder of tasks.</summary>
    /// <returns>The task, null when the file is none or cannot be used; and what there is to tell.</returns>
    internal static (TaskFile? Task, ImmutableArray<Diagnostic> Told) ReadFile(TreePlace place, ITreeFiles files, TreeFile file)
    {
        if (IdOf(place, file.Path) is not { } id)
        {
            return (null, []);
        }

        var bag = new DiagnosticBag();
        TaskFile? task = null;
        if (files.Head(file, out var problem) is { } bytes)
        {
            task = TaskFileReader.Read(file.Path, id, bytes, bag);
        }
        else
        {
            bag.Error(TreeCodes.Unreadable, new Place(file.Path), $"'{Excerpt.Of(file.Path)}' {problem}.", "Whether it is a task cannot be told.", "Make it readable, or remove it.");
        }

        return (task, bag.ToImmutable());
    }

    /// <summary>What new tasks mean beside those that are there. One that cannot be used is told and left out, and so is what depends on it.</summary>
    /// <param name="place">Where the parts of the tree lie.</param>
    /// <param name="files">The files of the project.</param>
    /// <param name="old">The tasks that are there.</param>
    /// <param name="added">The new ones.</param>
    internal static (ImmutableArray<TreeTask> Tasks, ImmutableArray<Diagnostic> Told) Resolve(
        TreePlace place, ITreeFiles files, IReadOnlyCollection<TaskFile> old, IReadOnlyCollection<TaskFile> added)
    {
        var told = ImmutableArray.CreateBuilder<Diagnostic>();
        var left = added.ToDictionary(task => task.Path, StringComparer.Ordinal);
        while (true)
        {
            List<TaskFile> tasks = [.. old.Concat(left.Values).OrderBy(task => task.Id, StringComparer.Ordinal)];
            var bag = new DiagnosticBag();
            var resolved = Resolve(place, files, tasks, bag, out var circles, task => left.ContainsKey(task.Path));
            var found = bag.ToImmutable();
            HashSet<string> bad =
            [
                .. found.Where(d => d.Severity is Severity.Error && left.ContainsKey(d.Where.Path)).Select(d => d.Where.Path),
                .. circles.Select(i => tasks[i].Path).Where(left.ContainsKey),
            ];
            told.AddRange(found.Where(d => (bad.Count == 0 ? left.ContainsKey(d.Where.Path) : bad.Contains(d.Where.Path)) || (circles.Count > 0 && d.Code == TreeCodes.DependencyCircle)));
            if (bad.Count == 0)
            {
                return ([.. resolved.Where(task => left.ContainsKey(task.File.Path))], told.ToImmutable());
            }

            foreach (var path in bad)
            {
                left.Remove(path);
            }
        }
    }

    private static ImmutableArray<TreeTask> Resolve(
        TreePlace place, ITreeFiles files, List<TaskFile> tasks, DiagnosticBag bag, out IReadOnlySet<int> circles, Func<TaskFile, bool>? which = null)
    {
        var resolver = new PathResolver(place, files, bag);
        ImmutableArray<TreeOutput>[] outputs = [.. tasks.Select(resolver.Outputs)];
        var graph = new NeedGraph(tasks, bag);
        var makers = new InputMakers(tasks, outputs, graph, files, bag);
        var inputs = new ImmutableArray<TreeInput>[tasks.Count];
        for (var task = 0; task < tasks.Count; task++)
        {
            inputs[task] = which?.Invoke(tasks[task]) is false ? [] :
            [
                .. tasks[task].Inputs.Select(input => (Input: input, Places: resolver.Places(tasks[task], input))).Where(x => !x.Places.IsEmpty)
                    .Select(x => makers.Find(task, x.Input, x.Places)),
            ];
        }

        makers.TellShared();
        graph.TellCircles();
        circles = graph.InCircles;
        return [.. tasks.Select((task, i) => new TreeTask(task, graph.NeedsOf(i), inputs[i], outputs[i]))];
    }
}
