using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Metrics;

/// <summary>How a plan is cut, counted from its task files. A share of nothing is 0.</summary>
public static class PlanningMetrics
{
    /// <summary>Counts.</summary>
    /// <param name="tasks">The task files.</param>
    public static JsonObject Of(IReadOnlyList<TaskDefinition> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var phases = tasks.Select(task => task.Phase).Where(phase => phase > 0).Distinct().Count();
        var longest = LongestChain(tasks);
        return new JsonObject
        {
            ["total_tasks"] = tasks.Count,
            ["total_behaviors"] = tasks.Sum(task => task.Behaviors.Count),
            ["avg_behaviors_per_task"] = Share(tasks.Sum(task => task.Behaviors.Count)),
            ["avg_criteria_per_task"] = Share(tasks.Sum(task => task.AcceptanceCriteria.Count)),
            ["avg_files_per_task"] = Share(tasks.Sum(task => task.Look["files"].Objects().Count)),
            ["dependency_density"] = Share(tasks.Sum(task => task.DependsOn.Count)),
            ["phase_count"] = phases,
            ["min_phases"] = longest,
            ["phase_compression"] = longest == 0 ? 0 : (double)phases / longest,
            ["steel_thread_coverage"] = Share(tasks.Count(task => task.IsSteelThread)),
        };

        double Share(double sum) => tasks.Count == 0 ? 0 : sum / tasks.Count;
    }

    /// <summary>The same for people, a line each.</summary>
    public static IEnumerable<string> Lines(JsonObject metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return
        [
            $"Total tasks: {metrics["total_tasks"]}",
            $"Total behaviors: {metrics["total_behaviors"]}",
            $"Behaviors per task: {Real("avg_behaviors_per_task"):0.00}",
            $"Criteria per task: {Real("avg_criteria_per_task"):0.00}",
            $"Files per task: {Real("avg_files_per_task"):0.00}",
            $"Dependency density: {Real("dependency_density"):0.00}",
            $"Phases: {metrics["phase_count"]} (least possible: {metrics["min_phases"]})",
            $"Phase compression: {Real("phase_compression"):0.00}",
            $"Steel thread coverage: {Real("steel_thread_coverage"):P1}",
        ];

        double Real(string name) => JsonView.Number(metrics[name]) ?? 0;
    }

    /// <summary>Tasks of the longest chain of needs; what lies in a circle or behind one counts for nothing.</summary>
    private static int LongestChain(IReadOnlyList<TaskDefinition> tasks)
    {
        var ids = tasks.Select(task => task.Id).ToHashSet(StringComparer.Ordinal);
        var needs = tasks.ToDictionary(task => task.Id, task => task.DependsOn.Where(ids.Contains).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var blocks = needs.SelectMany(task => task.Value.Select(need => (need, task.Key))).ToLookup(edge => edge.need, edge => edge.Key);
        var depth = new Dictionary<string, int>(StringComparer.Ordinal);
        var free = new Queue<string>(needs.Where(task => task.Value.Count == 0).Select(task => task.Key));
        foreach (var id in free)
        {
            depth[id] = 1;
        }

        while (free.TryDequeue(out var id))
        {
            foreach (var next in blocks[id])
            {
                depth[next] = Math.Max(depth.GetValueOrDefault(next), depth[id] + 1);
                if (needs[next].Remove(id) && needs[next].Count == 0)
                {
                    free.Enqueue(next);
                }
            }
        }

        return depth.Where(one => needs[one.Key].Count == 0).Select(one => one.Value).DefaultIfEmpty().Max();
    }
}
