using System.Collections.Immutable;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>A tree of tasks that was read: every task with its paths and needs resolved, in the order of their ids.</summary>
/// <param name="Place">Where its parts lie.</param>
/// <param name="Tasks">The tasks.</param>
public sealed record TreeDocument(TreePlace Place, ImmutableArray<TreeTask> Tasks)
{
    /// <summary>The folders of phases in order; the empty one stands for tasks in no folder.</summary>
    public IEnumerable<string> Phases => Tasks.Select(task => task.File.Folder).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Some of its tasks, as if none needed another one.</summary>
    internal TreeDocument Only(IEnumerable<TreeTask> tasks) =>
        this with { Tasks = [.. tasks.OrderBy(task => task.Id, StringComparer.Ordinal).Select(task => task with { Needs = [] })] };

    /// <summary>The tree without some of its tasks, and without the needs of them.</summary>
    /// <param name="gone">Ids of the tasks.</param>
    public TreeDocument Without(IReadOnlySet<string> gone)
    {
        ArgumentNullException.ThrowIfNull(gone);
        ImmutableArray<TreeTask> left = [.. Tasks.Where(task => !gone.Contains(task.Id))];
        var known = left.SelectMany(task => new[] { task.Id, task.File.Folder }).ToHashSet(StringComparer.Ordinal);
        return this with { Tasks = [.. left.Select(task => task with { Needs = [.. task.Needs.Where(known.Contains)] })] };
    }
}

/// <summary>A task with everything that its texts mean.</summary>
/// <remarks>Of each path only what it starts from is kept: a tree of many tasks has several hundred thousand of them.</remarks>
public sealed record TreeTask
{
    private readonly TaskPaths _paths;

    internal TreeTask(TaskFile file, ImmutableArray<string> needs, TaskPaths paths) => (File, Needs, _paths) = (file, needs, paths);

    /// <summary>The file.</summary>
    public TaskFile File { get; }

    /// <summary>Ids of the tasks, or folders of tasks, that must be completed before.</summary>
    public ImmutableArray<string> Needs { get; init; }

    /// <summary>Its id.</summary>
    public string Id => File.Id;

    /// <summary>What must be there before; made anew each time.</summary>
    public ImmutableArray<TreeInput> Inputs => _paths.InputsOf(File);

    /// <summary>What must be there afterwards; each path once; made anew each time.</summary>
    public ImmutableArray<TreeOutput> Outputs => _paths.OutputsOf(File);
}

/// <summary>An input of a task.</summary>
/// <param name="Text">As written.</param>
/// <param name="Paths">The places where it may be, from the project root, in the order in which they are looked at; one of them is
/// enough.</param>
public readonly record struct TreeInput(string Text, ImmutableArray<string> Paths);

/// <summary>An output of a task.</summary>
/// <param name="Text">As written.</param>
/// <param name="Path">Where it must be, from the project root; with a slash at its end a folder.</param>
/// <param name="IsModified">True when it is there before and must be changed.</param>
public readonly record struct TreeOutput(string Text, string Path, bool IsModified);
