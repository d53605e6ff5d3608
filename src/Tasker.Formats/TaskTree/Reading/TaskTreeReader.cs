using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Reads a folder of task files: every task with its needs and paths, and everything that is wrong with them, at once.</summary>
public static class TaskTreeReader
{
    /// <summary>So many files are worth more than one thread.</summary>
    private const int ManyFiles = 256;

    private const int FilesAtOnce = 128;

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
        return name.Equals("README.md", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("TEMPLATE", StringComparison.OrdinalIgnoreCase)
            ? null
            : path[(place.Tasks.Length + 1)..^3];
    }

    internal static ParseResult<TreeDocument> Read(TreePlace place, ITreeFiles files)
    {
        var bag = new DiagnosticBag();
        if ($"{place.Tasks}{place.WorkspaceName}".Contains("${{", StringComparison.Ordinal))
        {
            bag.Error(
                TreeCodes.UnusableName, new Place(place.Tasks),
                $"'{Excerpt.Of(place.Tasks)}' and '{Excerpt.Of(place.Workspace)}' cannot be used.",
                "'${{' in the name of a folder would be taken for a template.", "Rename the folder.");
            return new ParseResult<TreeDocument>(null, bag.ToImmutable());
        }

        var tasks = Tasks(place, files, bag);
        if (tasks.Count == 0)
        {
            if (!bag.HasErrors)
            {
                bag.Error(
                    TreeCodes.NoTasks, new Place(place.Tasks), $"The folder '{place.Tasks}' has no task.",
                    "A task is a Markdown file that begins with '---', a 'task_id' equal to its path, and '---'.",
                    "Write one, such as '01-analysis/01-first.md'.");
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
                TreeCodes.TooManyFiles, new Place(place.Tasks),
                $"There are more than {TreeFiles.MostFiles:N0} Markdown files below '{place.Tasks}'.", "",
                "Name a smaller folder.");
        }

        var ids = new string?[paths.Count];
        var known = new HashSet<string>(paths.Count, StringComparer.Ordinal);
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = IdOf(place, paths[i]);
            _ = ids[i] is { } id && known.Add(id);
        }

        var read = new (TaskFile? Task, ImmutableArray<Diagnostic> Told)[paths.Count];
        var threads = new ParallelOptions { MaxDegreeOfParallelism = paths.Count < ManyFiles ? 1 : Environment.ProcessorCount };
        Parallel.ForEach(
            Partitioner.Create(0, read.Length, Math.Max(1, Math.Min(FilesAtOnce, read.Length))), threads, () => new ReadBuffers(known),
            (some, _, buffers) =>
            {
                for (var i = some.Item1; i < some.Item2; i++)
                {
                    read[i] = ReadFile(files, paths[i], ids[i], buffers);
                }

                return buffers;
            },
            _ => { });
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
                bag.Error(TreeCodes.DuplicateId, tasks[i].Where, $"The task '{Excerpt.Of(tasks[i].Id)}' is also '{tasks[i - 1].Path}'.", "",
                    "Rename one of the files.");
                tasks.RemoveAt(i);
            }
        }

        return tasks;
    }

    /// <summary>Reads one file of the folder of tasks.</summary>
    /// <param name="files">The files of the project.</param>
    /// <param name="path">The file, from the project root.</param>
    /// <param name="id">The id that it has by its place; null for one that is never a task.</param>
    /// <param name="buffers">Room to work in.</param>
    /// <returns>The task, null when the file is none or cannot be used; and what there is to tell.</returns>
    internal static (TaskFile? Task, ImmutableArray<Diagnostic> Told) ReadFile(
        ITreeFiles files, string path, string? id, ReadBuffers buffers)
    {
        if (id is null)
        {
            return (null, []);
        }

        var bag = new DiagnosticBag();
        var head = files.Head(path, buffers, out var problem);
        if (problem is null)
        {
            var task = TaskFileReader.Read(path, id, head, buffers, bag);
            return (task, bag.ToImmutable());
        }

        bag.Error(
            TreeCodes.Unreadable, new Place(path), $"'{Excerpt.Of(path)}' {problem}.", "Whether it is a task cannot be told.",
            "Make it readable, or remove it.");
        return (null, bag.ToImmutable());
    }

    /// <summary>
    /// What new tasks mean beside those that are there. One that cannot be used is told and left out, and so is what depends on it.
    /// </summary>
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
            told.AddRange(found.Where(d => (bad.Count == 0 ? left.ContainsKey(d.Where.Path) : bad.Contains(d.Where.Path))
                || (circles.Count > 0 && d.Code == TreeCodes.DependencyCircle)));
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
        TreePlace place, ITreeFiles files, List<TaskFile> tasks, DiagnosticBag bag, out IReadOnlySet<int> circles,
        Func<TaskFile, bool>? which = null)
    {
        var starts = new PathStart[tasks.Count][];
        var resolver = new PathResolver(place, files, bag);
        for (var task = 0; task < starts.Length; task++)
        {
            starts[task] = new PathStart[tasks[task].Inputs.Length + tasks[task].Outputs.Length];
            resolver.Outputs(tasks[task], starts[task].AsSpan(tasks[task].Inputs.Length));
        }

        var graph = new NeedGraph(tasks, bag);
        var makers = new InputMakers(place, tasks, new OutputIndex(place, tasks, starts, graph.ById), graph, files, bag);
        for (var task = 0; task < starts.Length; task++)
        {
            for (var input = 0; input < tasks[task].Inputs.Length; input++)
            {
                starts[task][input] = which?.Invoke(tasks[task]) is false ? PathStart.None : makers.Find(task, tasks[task].Inputs[input]);
            }
        }

        makers.TellWaits();
        makers.TellShared();
        graph.TellCircles();
        circles = graph.InCircles;
        var resolved = ImmutableArray.CreateBuilder<TreeTask>(tasks.Count);
        for (var task = 0; task < starts.Length; task++)
        {
            var paths = new TaskPaths(place, ImmutableCollectionsMarshal.AsImmutableArray(starts[task]));
            resolved.Add(new TreeTask(tasks[task], graph.NeedsOf(task), paths));
        }

        return resolved.MoveToImmutable();
    }
}
