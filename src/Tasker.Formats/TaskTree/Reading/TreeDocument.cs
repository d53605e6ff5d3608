using System.Collections.Immutable;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>A tree of tasks that was read: every task with its paths and needs resolved, in the order of their ids.</summary>
/// <param name="Place">Where its parts lie.</param>
/// <param name="Tasks">The tasks.</param>
public sealed record TreeDocument(TreePlace Place, ImmutableArray<TreeTask> Tasks)
{
    /// <summary>The folders of phases in order; the empty one stands for tasks in no folder.</summary>
    public IEnumerable<string> Phases => Tasks.Select(task => task.File.Folder).Distinct().Order(StringComparer.Ordinal);

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
/// <param name="File">The file.</param>
/// <param name="Needs">Ids of the tasks, or folders of tasks, that must be completed before.</param>
/// <param name="Inputs">What must be there before.</param>
/// <param name="Outputs">What must be there afterwards; each path once.</param>
public sealed record TreeTask(TaskFile File, ImmutableArray<string> Needs, ImmutableArray<TreeInput> Inputs, ImmutableArray<TreeOutput> Outputs)
{
    /// <summary>Its id.</summary>
    public string Id => File.Id;
}

/// <summary>An input of a task.</summary>
/// <param name="Text">As written.</param>
/// <param name="Paths">The places where it may be, from the project root, in the order in which they are looked at; one of them is enough.</param>
public sealed record TreeInput(string Text, ImmutableArray<string> Paths);

/// <summary>An output of a task.</summary>
/// <param name="Text">As written.</param>
/// <param name="Path">Where it must be, from the project root; with a slash at its end a folder.</param>
/// <param name="IsModified">True when it is there before and must be changed.</param>
public sealed record TreeOutput(string Text, string Path, bool IsModified);
