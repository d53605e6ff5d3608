using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>Which tasks may start. Listing and starting ask the same.</summary>
public static class Readiness
{
    /// <summary>The tasks that may start, by phase, then by number.</summary>
    public static IReadOnlyList<PlanTask> Of(PlanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var ready = new List<PlanTask>();
        foreach (var task in state.Tasks)
        {
            if (task.Status is PlanTaskStatus.Pending && NeedsAreMet(state, task))
            {
                ready.Add(task);
            }
        }

        ready.Sort(ByPhase);
        return ready;
    }

    /// <summary>By phase, then by number.</summary>
    public static int ByPhase(PlanTask a, PlanTask b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.Phase != b.Phase ? a.Phase.CompareTo(b.Phase) : TaskIds.Order.Compare(a.Id, b.Id);
    }

    /// <summary>True when everything that the task needs is complete or skipped, and no verifier refused it.</summary>
    public static bool NeedsAreMet(PlanState state, PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(task);
        foreach (var id in task.DependsOn)
        {
            if (state.Task(id) is not { } need || !need.Status.IsSatisfied() || need.IsRefused)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Why the task may not start, a sentence each; none when it may.</summary>
    public static IReadOnlyList<string> Reasons(PlanState state, PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(task);
        var reasons = new List<string>();
        if (task.Status is not PlanTaskStatus.Pending)
        {
            reasons.Add($"it is {task.Status.Word()}{(task.Error is { Length: > 0 } error ? $": {error}" : "")}");
        }

        foreach (var id in task.DependsOn)
        {
            var reason = state.Task(id) is not { } need ? $"it needs {id}, which does not exist"
                : !need.Status.IsSatisfied() ? $"it needs {id}, which is {need.Status.Word()}"
                : need.IsRefused ? $"it needs {id}, which its verifier refused" : null;
            if (reason is not null && !reasons.Contains(reason))
            {
                reasons.Add(reason); // A need may be named twice.
            }
        }

        return reasons;
    }
}
