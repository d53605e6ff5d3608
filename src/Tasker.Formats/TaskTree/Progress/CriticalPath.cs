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
        var lastOf = new Dictionary<string, TreeTask?>(StringComparer.Ordinal); // Of each folder that is needed.
        while (open.TryPeek(out var task))
        {
            var depth = open.Count;
            if (!ends.ContainsKey(task.Id))
            {
                TreeTask?[] needs = [.. task.Needs.Select(Needed)];
                if (open.Count > depth)
                {
                    continue; // First those that it needs.
                }

                var before = Last(needs.OfType<TreeTask>());
                ends.Add(task.Id, ((before is null ? TimeSpan.Zero : ends[before.Id].Length) + took(task), before));
            }

            open.Pop();
        }

        var last = Last(tree.Tasks)!;
        var way = new List<TreeTask>();
        for (TreeTask? at = last; at is not null; at = ends[at.Id].Before)
        {
            way.Add(at);
        }

        way.Reverse();
        return new CriticalPath([.. way], ends[last.Id].Length);

        TreeTask? Last(IEnumerable<TreeTask> tasks) => tasks.MaxBy(task => task, Comparer<TreeTask>.Create((a, b) =>
            ends[a.Id].Length.CompareTo(ends[b.Id].Length) is not 0 and var longer ? longer : string.CompareOrdinal(b.Id, a.Id)));

        // The task, or that of the folder which ends last; what has no end yet is put in front.
        TreeTask? Needed(string need)
        {
            if (lastOf.TryGetValue(need, out var known))
            {
                return known;
            }

            TreeTask[] members = byId.TryGetValue(need, out var one) ? [one] : [.. byFolder[need]];
            var depth = open.Count;
            foreach (var member in members.Where(member => !ends.ContainsKey(member.Id)))
            {
                open.Push(member);
            }

            return open.Count > depth ? null : lastOf[need] = Last(members);
        }
    }
}
