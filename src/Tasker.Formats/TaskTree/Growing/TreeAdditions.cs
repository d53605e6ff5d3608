using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Translation;

namespace Tasker.Formats.TaskTree.Growing;

/// <summary>
/// New tasks as additions to a run: into the group of their folder while that is open, else into the nearest one above that is.
/// </summary>
internal static class TreeAdditions
{
    /// <summary>The additions, so that each finds what it needs. Lazy: each is made when the one before was decided.</summary>
    /// <param name="view">The run.</param>
    /// <param name="place">Where the parts of the tree lie.</param>
    /// <param name="settings">Limits, and who does the tasks.</param>
    /// <param name="tasks">The new tasks; sound.</param>
    public static IEnumerable<RunInput.AddNodes> Of(RunState view, TreePlace place, TreeSettings settings, ImmutableArray<TreeTask> tasks)
    {
        var names = NamesOf(view);
        HashSet<string> known = [.. names.Groups.Keys];
        names.Add(tasks.Select(task => task.Id).Order(StringComparer.Ordinal));
        var steps = new TaskSteps(place, settings, names, view.Workflow.Pools.Select(p => p.Name).ToHashSet(StringComparer.Ordinal));

        // What is completed, or is not part of this run, is no node of it.
        var here = tasks.Select(task => task with
        {
            Needs = [.. task.Needs.Where(need => names.Nodes.ContainsKey(need) || names.Groups.ContainsKey(need))],
        });
        List<(int Parent, ImmutableArray<NodeSpec> Nodes)> open =
        [
            .. here.OrderBy(task => task.Id, StringComparer.Ordinal).GroupBy(task => NearestKnown(task.Id, known))
                .SelectMany(group => steps.Members(group.Key, [.. group])
                    .Select(node => (Parent: OpenGroup(view, names, group.Key), Node: node)))
                .GroupBy(x => x.Parent, x => x.Node).Select(group => (group.Key, group.ToImmutableArray())),
        ];
        while (open.Count > 0)
        {
            var next = open.FindIndex(batch => Needs(batch.Nodes).All(need => view.Find(need) >= 0 || Ids(batch.Nodes).Contains(need)));
            if (next < 0)
            {
                // Some need one another across groups: together they can only stand in the whole.
                yield return new RunInput.AddNodes(0, [.. open.SelectMany(batch => batch.Nodes)]);
                yield break;
            }

            yield return new RunInput.AddNodes(open[next].Parent, open[next].Nodes);
            open.RemoveAt(next);
        }
    }

    private static TreeNames NamesOf(RunState view)
    {
        var names = new TreeNames();
        for (var node = 1; node < view.Count; node++)
        {
            var spec = view.SpecOf(node);
            names.Take(spec.Id);
            if (spec.Labels.TryGetValue(TreeLabels.Task, out var task))
            {
                names.Nodes[task] = spec.Id;
            }
            else if (spec.Labels.TryGetValue(TreeLabels.Folder, out var folder))
            {
                names.Groups[folder] = spec.Id;
            }
        }

        return names;
    }

    private static string NearestKnown(string task, HashSet<string> known)
    {
        var folder = TreeNames.Above(task);
        while (!known.Contains(folder))
        {
            folder = TreeNames.Above(folder);
        }

        return folder;
    }

    private static int OpenGroup(RunState view, TreeNames names, string folder)
    {
        var node = view.Find(names.Groups[folder]);
        while (node > 0 && (view.StatusOf(node) >= NodeStatus.Succeeded || view.StopOf(node) is not StopCause.None))
        {
            node = view.ParentOf(node);
        }

        return node;
    }

    private static IEnumerable<NodeSpec> All(ImmutableArray<NodeSpec> nodes) =>
        nodes.SelectMany(node => node is GroupSpec group ? [node, .. All(group.Members)] : new[] { node });

    private static HashSet<string> Ids(ImmutableArray<NodeSpec> nodes) => [.. All(nodes).Select(node => node.Id)];

    private static IEnumerable<string> Needs(ImmutableArray<NodeSpec> nodes) =>
        All(nodes).SelectMany(node => node.Needs).Select(need => need.Node);
}
