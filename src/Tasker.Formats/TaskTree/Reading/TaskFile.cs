using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>One task file of a tree, as its front matter says.</summary>
public sealed record TaskFile
{
    /// <summary>Its id: the path below the folder of tasks without <c>.md</c>, parts joined by <c>/</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The folder of tasks, from the project root.</summary>
    public required string Tasks { get; init; }

    /// <summary>How the name of the file ends: <c>.md</c>, in whatever letters.</summary>
    public string Ending { get; init; } = ".md";

    /// <summary>The file, from the project root; made anew each time.</summary>
    public string Path => $"{Tasks}/{Id}{Ending}";

    /// <summary>What people call it; the last part of the id when the file gives no title.</summary>
    public required string Title { get; init; }

    /// <summary>The folder that it lies in first, such as <c>01-analysis</c>; empty directly below the folder of tasks.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Its phase without number, such as <c>analysis</c>: that of the folder; of a file in no folder what its front matter says.
    /// </summary>
    public required string Phase { get; init; }

    /// <summary>The shortest and the longest time that its author expects; null when not told.</summary>
    public (TimeSpan Least, TimeSpan Most)? Estimate { get; init; }

    /// <summary>How soon it is launched among those that could be.</summary>
    public TaskUrgency Urgency { get; init; } = TaskUrgency.Medium;

    /// <summary>Ids of tasks, or folders of tasks, that must be completed before.</summary>
    public ImmutableArray<TaskText> Dependencies { get; init; } = [];

    /// <summary>Files and folders that must be there before.</summary>
    public ImmutableArray<TaskText> Inputs { get; init; } = [];

    /// <summary>Files and folders that must be there afterwards.</summary>
    public ImmutableArray<TaskText> Outputs { get; init; } = [];

    /// <summary>Where its front matter begins.</summary>
    public Place Where => new(Path, 1, 1);

    /// <summary>The middle of the expected time; null when not told.</summary>
    public TimeSpan? Expected => Estimate is var (least, most) ? (least + most) / 2 : null;
}

/// <summary>A value of front matter, or an item of a list in it. Kept small: a large tree has a million of them.</summary>
/// <param name="Text">What was written, without the note in parentheses behind it.</param>
/// <param name="Line">The line of the file, from 1; front matter has few.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="IsModified">True when its note says that the file is there before and is changed.</param>
public readonly record struct TaskText(string Text, ushort Line, int Column, bool IsModified = false)
{
    /// <summary>Where it stands.</summary>
    /// <param name="path">Its file.</param>
    public Place In(string path) => new(path, Line, Column);
}

/// <summary>How urgent a task is; the number is its priority in the run.</summary>
public enum TaskUrgency
{
    /// <summary>Last.</summary>
    Low = 0,

    /// <summary>Usual; that of a task that does not say.</summary>
    Medium = 10,

    /// <summary>Before the usual ones.</summary>
    High = 20,

    /// <summary>First.</summary>
    Critical = 30,
}
