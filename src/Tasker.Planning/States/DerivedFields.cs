using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>Counts and lists that follow from the tasks. They are written for other programs and never read.</summary>
internal static class DerivedFields
{
    /// <summary>Counts anew.</summary>
    public static void Update(PlanState state)
    {
        var execution = state.Execution;
        var (active, completed, failed) = (new List<string>(), 0, 0);
        foreach (var task in state.Tasks)
        {
            completed += task.Status is PlanTaskStatus.Complete ? 1 : 0;
            failed += task.Status is PlanTaskStatus.Failed ? 1 : 0;
            if (task.Status is PlanTaskStatus.Running)
            {
                active.Add(task.Id);
            }
        }

        active.Sort(TaskIds.Order);
        execution["active_tasks"] = JsonView.List(active);
        execution["completed_count"] = completed;
        execution["failed_count"] = failed;
    }
}
