using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Storing;

/// <summary>The task files of a plan, all read by the same rules everywhere.</summary>
/// <param name="Definitions">Those that could be read, by number.</param>
/// <param name="Errors">What is wrong, by file: the name of the file, and what. Those that only do not keep to their schema are read all the same.</param>
public sealed record TaskFiles(IReadOnlyList<TaskDefinition> Definitions, IReadOnlyList<(string File, string Message)> Errors)
{
    /// <summary>No task files.</summary>
    public static readonly TaskFiles None = new([], []);

    /// <summary>Those of <see cref="Errors"/> that could not be read, or whose id is none or not that of their name.</summary>
    public IReadOnlyList<(string File, string Message)> Unreadable { get; init; } = [];

    /// <summary>Reads every <c>*.json</c> of the folder; those that begin with a dot are no task files.</summary>
    /// <param name="folder">The plan.</param>
    /// <exception cref="PlanningException">There is no folder of tasks.</exception>
    public static TaskFiles Read(PlanningFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder.Tasks))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no folder of tasks: '{folder.Tasks}'.");
        }

        return ReadFolder(folder.Tasks);
    }

    /// <summary>Reads one task file, or all of a folder.</summary>
    /// <param name="path">The file or the folder; it is there.</param>
    public static TaskFiles ReadAt(string path) => Directory.Exists(path) ? ReadFolder(path) : ReadAll([path]);

    /// <summary>Reads every task file of a folder that is there.</summary>
    /// <param name="path">The folder.</param>
    public static TaskFiles ReadFolder(string path) => ReadAll([.. Directory.GetFiles(path, "*.json").Where(file => Path.GetFileName(file)[0] != '.')]);

    private static TaskFiles ReadAll(string[] paths)
    {
        var read = new (TaskDefinition? Definition, string? Error)[paths.Length];
        Parallel.For(0, paths.Length, i => read[i] = ReadOne(paths[i]));
        var wrong = paths.Zip(read).Where(x => x.Second.Error is not null).OrderBy(x => Path.GetFileName(x.First), StringComparer.Ordinal).ToArray();
        return new TaskFiles(
            [.. read.Select(x => x.Definition).OfType<TaskDefinition>().OrderBy(task => task.Id, TaskIds.Order)],
            [.. wrong.Select(x => (Path.GetFileName(x.First), x.Second.Error!))])
        {
            Unreadable = [.. wrong.Where(x => x.Second.Definition is null).Select(x => (Path.GetFileName(x.First), x.Second.Error!))],
        };
    }

    private static (TaskDefinition?, string?) ReadOne(string path)
    {
        try
        {
            return JsonFile.Bytes(path) is { } bytes ? Check(path, bytes) : (null, null); // Taken away meanwhile.
        }
        catch (PlanningException broken)
        {
            return (null, broken.Message);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return (null, closed.Message);
        }
    }

    private static (TaskDefinition?, string?) Check(string path, byte[] bytes)
    {
        var part = JsonFile.Look(bytes);
        var task = part is { } read ? new TaskDefinition(read) : new TaskDefinition(JsonFile.Parse(bytes, path, "The task file"));
        var stem = Path.GetFileNameWithoutExtension(path);
        return !TaskIds.IsValid(stem) ? (null, $"its name is no id of a task: an id is 'T' and digits, such as T001")
            : task.Id != stem ? (null, $"its id is '{task.Id}', but its name says '{stem}': make them the same")
            : part is { } whole && PlanningSchemas.Accepts(PlanningSchemas.Task, whole) ? (task, null)
            : (task, PlanningSchemas.Problems(PlanningSchemas.Task, bytes) is { Count: > 0 } problems ? string.Join("; ", problems) : null);
    }
}
