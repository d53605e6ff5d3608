using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>
/// A task that waits is blocked exactly while something that it needs, directly or through others that wait, failed or was refused by its
/// verifier. What runs or is done is never touched.
/// </summary>
public static class Blocking
{
    /// <summary>Finds out anew what is blocked, and by what.</summary>
    /// <returns>What became blocked and what became free, by number.</returns>
    public static (IReadOnlyList<string> Blocked, IReadOnlyList<string> Unblocked) Update(PlanState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var causes = Causes(state);
        var (blocked, unblocked) = (new List<string>(), new List<string>());
        foreach (var task in state.Tasks)
        {
            if (causes.TryGetValue(task.Id, out var found))
            {
                Block(task, found, blocked);
            }
            else if (task.Status is PlanTaskStatus.Blocked)
            {
                task.Status = PlanTaskStatus.Pending;
                task.Set("error", (JsonNode?)null);
                task.Set("blocked_by", (JsonNode?)null);
                unblocked.Add(task.Id);
            }
        }

        blocked.Sort(TaskIds.Order);
        unblocked.Sort(TaskIds.Order);
        Tell(state, now, "tasks_blocked", "blocked", blocked);
        Tell(state, now, "tasks_unblocked", "unblocked", unblocked);
        return (blocked, unblocked);
    }

    /// <summary>True when nothing that needs the task may start because of it.</summary>
    public static bool IsCause(PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Status is PlanTaskStatus.Failed || task.IsRefused;
    }

    /// <summary>Whoever waits behind each cause; causes of one task by number.</summary>
    private static Dictionary<string, List<PlanTask>> Causes(PlanState state)
    {
        var found = new Dictionary<string, List<PlanTask>>(StringComparer.Ordinal);
        var roots = new List<PlanTask>();
        foreach (var task in state.Tasks)
        {
            if (IsCause(task))
            {
                roots.Add(task);
            }
        }

        if (roots.Count == 0)
        {
            return found;
        }

        roots.Sort(static (a, b) => TaskIds.Order.Compare(a.Id, b.Id));

        var dependents = new Dictionary<string, List<PlanTask>>(StringComparer.Ordinal);
        foreach (var task in state.Tasks.Where(Waits))
        {
            foreach (var need in task.DependsOn)
            {
                (dependents.TryGetValue(need, out var list) ? list : dependents[need] = []).Add(task);
            }
        }

        foreach (var root in roots)
        {
            var open = new Stack<string>([root.Id]);
            var seen = new HashSet<string>(StringComparer.Ordinal) { root.Id };
            while (open.TryPop(out var id))
            {
                foreach (var next in dependents.GetValueOrDefault(id, []))
                {
                    if (seen.Add(next.Id))
                    {
                        (found.TryGetValue(next.Id, out var list) ? list : found[next.Id] = []).Add(root);
                        open.Push(next.Id);
                    }
                }
            }
        }

        return found;
    }

    /// <summary>What its own verifier refused is a cause; that something before it failed, too, says nothing new once it has run.</summary>
    private static bool Waits(PlanTask task) => task.Status is PlanTaskStatus.Pending or PlanTaskStatus.Blocked;

    private static void Block(PlanTask task, List<PlanTask> causes, List<string> blocked)
    {
        if (task.Status is not PlanTaskStatus.Blocked)
        {
            task.Status = PlanTaskStatus.Blocked;
            blocked.Add(task.Id);
        }

        task.Set("error", causes[0].Status is PlanTaskStatus.Failed ? $"Blocked by failed task {causes[0].Id}" : $"Blocked by verification failure of {causes[0].Id}");
        task.Set("blocked_by", new JsonArray([.. causes.Select(cause => new JsonObject
        {
            ["task"] = cause.Id,
            ["reason"] = cause.Status is PlanTaskStatus.Failed ? "failed" : "verification",
        })]));
    }

    private static void Tell(PlanState state, DateTimeOffset now, string type, string name, List<string> ids)
    {
        if (ids.Count > 0)
        {
            state.AddEvent(now, type, details: new JsonObject { [name] = JsonView.List(ids) });
        }
    }
}
