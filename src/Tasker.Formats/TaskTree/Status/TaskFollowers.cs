using Tasker.Core.Runs;
using Tasker.Formats.TaskTree.Translation;

namespace Tasker.Formats.TaskTree.Status;

/// <summary>
/// Which tasks a failed one keeps from starting, directly or not. Those that need its folder are blocked only when that has ended; they
/// count at once.
/// </summary>
internal sealed class TaskFollowers
{
    private readonly Dictionary<string, List<int>> _byNeed = new(StringComparer.Ordinal);
    private int _known;

    /// <summary>How many tasks wait for a failed one, or are blocked by it and nothing else.</summary>
    /// <param name="view">The run; always the same one.</param>
    /// <param name="failed">The failed task.</param>
    public int CountOf(RunState view, int failed)
    {
        for (; _known < view.Count; _known++)
        {
            foreach (var need in view.SpecOf(_known).Needs)
            {
                (_byNeed.TryGetValue(need.Node, out var followers) ? followers : _byNeed[need.Node] = []).Add(_known);
            }
        }

        var (kept, looked, open) = (new HashSet<int>(), new HashSet<int>(), new Queue<int>([failed]));
        while (open.TryDequeue(out var task))
        {
            for (var at = task; at >= 0 && looked.Add(at); at = view.ParentOf(at)) // A folder fails with what lies in it.
            {
                foreach (var follower in _byNeed.GetValueOrDefault(view.IdOf(at), []))
                {
                    if (IsKept(view, follower, failed) && kept.Add(follower))
                    {
                        open.Enqueue(follower);
                    }
                }
            }
        }

        return kept.Count(node => view.SpecOf(node).Labels.ContainsKey(TreeLabels.Task));
    }

    private static bool IsKept(RunState view, int node, int failed) =>
        view.StatusOf(node) is NodeStatus.Waiting || (view.StatusOf(node) is NodeStatus.Blocked && view.CauseOf(node) == failed);
}
