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
        var places = new Dictionary<string, int>(tasks.Count, StringComparer.Ordinal);
        for (var i = 0; i < tasks.Count; i++)
        {
            places.TryAdd(tasks[i].Id, i);
        }

        var (left, depth, users) = (new int[tasks.Count], new int[tasks.Count], new List<int>?[tasks.Count]);
        for (var i = 0; i < tasks.Count; i++)
        {
            foreach (var need in tasks[i].DependsOn)
            {
                // Named twice, it would be the last one of the list already.
                if (places.TryGetValue(need, out var place) && (users[place] is not { } known || known[^1] != i))
                {
                    (users[place] ??= []).Add(i);
                    left[i]++;
                }
            }
        }

        var (free, longest) = (new Queue<int>(), 0);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (left[i] == 0)
            {
                free.Enqueue(i);
            }
        }

        while (free.TryDequeue(out var task))
        {
            longest = Math.Max(longest, ++depth[task]); // So far it was that of what it needs.
            foreach (var user in users[task] ?? [])
            {
                depth[user] = Math.Max(depth[user], depth[task]);
                if (--left[user] == 0)
                {
                    free.Enqueue(user);
                }
            }
        }

        return longest;
    }
}
