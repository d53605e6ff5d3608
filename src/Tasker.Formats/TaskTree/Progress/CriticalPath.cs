using System.Collections.Immutable;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.TaskTree.Progress;

/// <summary>The longest way of dependencies by the expected times: however many agents there are, it does not get shorter.</summary>
/// <param name="Tasks">The tasks of the way, the first one first.</param>
/// <param name="Length">Their expected times together. A task that does not say how long it takes counts as nothing.</param>
public sealed record CriticalPath(ImmutableArray<TreeTask> Tasks, TimeSpan Length)
{
    /// <summary>The way through the tasks of a tree; null when no file says how long it takes.</summary>
    public static CriticalPath? Of(TreeDocument tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Of(tree, task => task.File.Expected ?? TimeSpan.Zero);
    }

    /// <summary>The way by other times than the expected ones; null when no file says how long it takes.</summary>
    /// <param name="tree">The tree; without circles.</param>
    /// <param name="took">How long each task takes.</param>
    public static CriticalPath? Of(TreeDocument tree, Func<TreeTask, TimeSpan> took)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(took);
        if (!tree.Tasks.Any(task => task.File.Expected is not null))
        {
            return null;
        }

        var byId = tree.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        var byFolder = tree.Tasks.ToLookup(task => task.File.Folder, StringComparer.Ordinal);
        var ends = new Dictionary<string, (TimeSpan Length, TreeTask? Before)>(StringComparer.Ordinal);
        var open = new Stack<TreeTask>(tree.Tasks);
        while (open.TryPeek(out var task))
        {
            TreeTask[] needs = [.. task.Needs.SelectMany(need => byId.TryGetValue(need, out var one) ? [one] : byFolder[need])];
            TreeTask[] missing = [.. needs.Where(need => !ends.ContainsKey(need.Id))];
            if (!ends.ContainsKey(task.Id) && missing.Length > 0)
            {
                foreach (var need in missing)
                {
                    open.Push(need);
                }

                continue;
            }

            open.Pop();
            var before = needs.OrderByDescending(need => ends[need.Id].Length).ThenBy(need => need.Id, StringComparer.Ordinal).FirstOrDefault();
            ends.TryAdd(task.Id, ((before is null ? TimeSpan.Zero : ends[before.Id].Length) + took(task), before));
        }

        var last = tree.Tasks.OrderByDescending(task => ends[task.Id].Length).ThenBy(task => task.Id, StringComparer.Ordinal).First();
        var way = new List<TreeTask>();
        for (TreeTask? at = last; at is not null; at = ends[at.Id].Before)
        {
            way.Add(at);
        }

        way.Reverse();
        return new CriticalPath([.. way], ends[last.Id].Length);
    }
}
