using Tasker.Core.Values.Schemas;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Storing;

/// <summary>The task files of a plan, all read by the same rules everywhere.</summary>
/// <param name="Definitions">Those that could be read, by number.</param>
/// <param name="Errors">What is wrong, by file: the name of the file, and what. Those that only do not keep to their schema are read all the same.</param>
public sealed record TaskFiles(IReadOnlyList<TaskDefinition> Definitions, IReadOnlyList<FileProblem> Errors)
{
    /// <summary>No task files.</summary>
    public static readonly TaskFiles None = new([], []);

    /// <summary>Those of <see cref="Errors"/> that could not be read, or whose id is none or not that of their name.</summary>
    public IReadOnlyList<FileProblem> Unreadable { get; init; } = [];

    /// <summary>Reads every <c>*.json</c> of the folder; those that begin with a dot are no task files.</summary>
    /// <param name="folder">The plan.</param>
    /// <exception cref="PlanningException">There is no folder of tasks.</exception>
    public static TaskFiles Read(PlanningFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder.Tasks))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no folder of tasks: '{folder.Tasks}'. Put it back, or make it anew with a file for each task.");
        }

        return ReadFolder(folder.Tasks);
    }

    /// <summary>Reads one task file, or all of a folder.</summary>
    /// <param name="path">The file or the folder; it is there.</param>
    public static TaskFiles ReadAt(string path) => Directory.Exists(path) ? ReadFolder(path) : ReadAll([path]);

    /// <summary>Reads every task file of a folder that is there.</summary>
    /// <param name="path">The folder.</param>
    public static TaskFiles ReadFolder(string path) =>
        ReadAll(Array.FindAll(Directory.GetFiles(path, "*.json"), static file => Path.GetFileName(file.AsSpan())[0] != '.'));

    private static TaskFiles ReadAll(string[] paths)
    {
        var read = new Reading[paths.Length];
        var form = PlanningSchemas.Form(PlanningSchemas.Task);
        SideBySide.Do(paths.Length, i => read[i] = ReadOne(paths[i], form));
        var (definitions, wrong) = (new List<TaskDefinition>(paths.Length), new List<Reading>());
        foreach (var one in read)
        {
            if (one.Definition is { } definition)
            {
                definitions.Add(definition);
            }

            if (one.Problem is not null)
            {
                wrong.Add(one);
            }
        }

        definitions.Sort(static (a, b) => TaskIds.Order.Compare(a.Id, b.Id));
        wrong.Sort(static (a, b) => string.CompareOrdinal(a.Problem!.File, b.Problem!.File));
        return new TaskFiles(definitions, wrong.ConvertAll(static one => one.Problem!))
        {
            Unreadable = wrong.FindAll(static one => one.Definition is null).ConvertAll(static one => one.Problem!),
        };
    }

    private static Reading ReadOne(string path, SchemaForm? form)
    {
        try
        {
            return JsonFile.Bytes(path) is { } bytes ? Check(path, bytes, form) : new Reading(null, null); // Taken away meanwhile.
        }
        catch (PlanningException broken)
        {
            return Wrong(path, null, broken.Message);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return Wrong(path, null, closed.Message);
        }
    }

    private static Reading Check(string path, byte[] bytes, SchemaForm? form)
    {
        var part = JsonFile.Look(bytes);
        var task = part is { } read ? new TaskDefinition(read) : new TaskDefinition(JsonFile.Parse(bytes, path, "The task file"));
        var stem = Path.GetFileNameWithoutExtension(path);
        return !TaskIds.IsValid(stem) ? Wrong(path, null, "its name is no id of a task: an id is 'T' and digits, such as T001")
            : task.Id != stem ? Wrong(path, null, $"its id is '{task.Id}', but its name says '{stem}': make them the same")
            : part is { } whole && form?.Accepts(whole) == true ? new Reading(task, null)
            : PlanningSchemas.Problems(PlanningSchemas.Task, bytes) is { Count: > 0 } problems ? Wrong(path, task, string.Join("; ", problems))
            : new Reading(task, null);
    }

    private static Reading Wrong(string path, TaskDefinition? task, string problem) => new(task, new FileProblem(Path.GetFileName(path), problem));

    /// <summary>What came of one file. No type of the framework that would have to be compiled for it: this is read at the start of a command.</summary>
    private sealed record Reading(TaskDefinition? Definition, FileProblem? Problem);
}
