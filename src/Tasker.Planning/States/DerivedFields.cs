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
        execution["active_tasks"] = JsonView.List(state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).Order(TaskIds.Order));
        execution["completed_count"] = state.Tasks.Count(task => task.Status is PlanTaskStatus.Complete);
        execution["failed_count"] = state.Tasks.Count(task => task.Status is PlanTaskStatus.Failed);
    }
}
