using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Status;

namespace Tasker.Formats.TaskTree.Progress;

/// <summary>How far the tasks of a tree are, as their status files say, whoever wrote them.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="Records">What each task's file says; a task without a file is not here.</param>
public sealed record TreeStatus(TreeDocument Tree, ImmutableDictionary<string, TaskRecord> Records)
{
    private double? _pace;

    /// <summary>Reads the status files of a tree. One that cannot be read is told and counts as not there.</summary>
    /// <param name="root">The project root; absolute.</param>
    /// <param name="tree">The tree.</param>
    public static ParseResult<TreeStatus> Read(string root, TreeDocument tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Read(tree, new TreeFiles(root));
    }

    internal static ParseResult<TreeStatus> Read(TreeDocument tree, ITreeFiles files)
    {
        var bag = new DiagnosticBag();
        var records = ImmutableDictionary.CreateBuilder<string, TaskRecord>(StringComparer.Ordinal);
        foreach (var task in tree.Tasks)
        {
            var path = tree.Place.StatusOf(task.Id);
            if (!files.Exists(path))
            {
                continue;
            }

            TaskRecord? record = null;
            if (files.Read(path, out var problem) is { } bytes)
            {
                record = TaskRecordJson.Read(bytes, task.Id, out problem);
            }

            if (record is null)
            {
                bag.Error(
                    TreeCodes.BrokenStatus, new Place(path), $"The status file {problem}.",
                    "Whether the task is done cannot be told from it.",
                    "Mend it, or delete it to have the task run again.");
                continue;
            }

            records[task.Id] = record;
        }

        return new ParseResult<TreeStatus>(new TreeStatus(tree, records.ToImmutable()), bag.ToImmutable());
    }

    /// <summary>How far a task is.</summary>
    public TaskProgress Of(string task) => Records.GetValueOrDefault(task)?.Status ?? TaskProgress.Waiting;

    /// <summary>The counts of each phase, in order.</summary>
    public ImmutableArray<PhaseCount> Phases =>
    [
        .. Tree.Tasks.GroupBy(task => task.File.Folder, StringComparer.Ordinal)
            .OrderBy(phase => phase.Key, StringComparer.Ordinal).Select(phase =>
        {
            var counts = phase.CountBy(task => Of(task.Id)).ToDictionary();
            int Count(TaskProgress progress) => counts.GetValueOrDefault(progress);
            return new PhaseCount(
                phase.Key, phase.Count(), Count(TaskProgress.Completed), Count(TaskProgress.Running), Count(TaskProgress.Blocked),
                Count(TaskProgress.Failed),
                Count(TaskProgress.Waiting));
        }),
    ];

    /// <summary>
    /// How long what is not completed takes along the longest way of dependencies, by the expected times of the files, scaled by how long
    /// the completed tasks really took. Null when no file says how long it takes.
    /// </summary>
    public TimeSpan? Left() =>
        CriticalPath.Of(
            Tree, task => Of(task.Id) is TaskProgress.Completed ? TimeSpan.Zero : (task.File.Expected ?? TimeSpan.Zero) * Pace)?.Length;

    /// <summary>How long completed tasks took, as a share of what was expected; 1 while there is no history.</summary>
    private double Pace => _pace ??= PaceOf();

    private double PaceOf()
    {
        var known = Tree.Tasks
            .Select(task => (
                Expected: task.File.Expected?.TotalSeconds,
                Took: Of(task.Id) is TaskProgress.Completed ? Records[task.Id].DurationSeconds : null))
            .Where(x => x is { Expected: > 0, Took: > 0 }).ToArray();
        return known.Length == 0 ? 1 : known.Sum(x => x.Took!.Value) / known.Sum(x => x.Expected!.Value);
    }
}

/// <summary>How many tasks of a phase are how far.</summary>
/// <param name="Folder">The folder of the phase; empty for tasks in none.</param>
/// <param name="Total">All its tasks.</param>
/// <param name="Completed">Done.</param>
/// <param name="Running">Under way.</param>
/// <param name="Blocked">Kept from starting by a failure.</param>
/// <param name="Failed">Failed.</param>
/// <param name="Waiting">Not begun.</param>
public sealed record PhaseCount(string Folder, int Total, int Completed, int Running, int Blocked, int Failed, int Waiting)
{
    /// <summary>Completed tasks in whole percent; 0 for a phase without tasks.</summary>
    public int Percent => Total == 0 ? 0 : (int)(Completed * 100L / Total);
}
