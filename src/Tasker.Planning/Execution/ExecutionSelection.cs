using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Execution;

/// <summary>What of a plan is to be carried out now.</summary>
/// <param name="Tasks">Tasks that can be done, each after those that it needs; then by phase, then by number.</param>
/// <param name="Uncommitted">Tasks that a run has done and not committed: it was stopped in between, or git refused.</param>
public sealed record ExecutionSelection(IReadOnlyList<PlanTask> Tasks, IReadOnlyList<PlanTask> Uncommitted)
{
    /// <summary>Every task that waits and can be reached: what it needs is done, or can be done before it.</summary>
    public static ExecutionSelection All(PlanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var waiting = state.Tasks.Where(task => task.Status is PlanTaskStatus.Pending).ToArray();
        var open = new Dictionary<string, int>(StringComparer.Ordinal);
        var behind = new Dictionary<string, List<PlanTask>>(StringComparer.Ordinal);
        var next = new PriorityQueue<PlanTask, PlanTask>(Comparer<PlanTask>.Create(Readiness.ByPhase));
        foreach (var task in waiting)
        {
            var needs = task.DependsOn.Distinct(StringComparer.Ordinal).Where(id => state.Task(id) is not { } need || !need.Status.IsSatisfied() || need.IsRefused).ToArray();
            open[task.Id] = needs.Length;
            foreach (var need in needs)
            {
                (behind.TryGetValue(need, out var list) ? list : behind[need] = []).Add(task);
            }

            if (needs.Length == 0)
            {
                next.Enqueue(task, task);
            }
        }

        var order = new List<PlanTask>(waiting.Length);
        while (next.TryDequeue(out var task, out _))
        {
            order.Add(task);
            foreach (var dependent in behind.GetValueOrDefault(task.Id) ?? [])
            {
                if (--open[dependent.Id] == 0)
                {
                    next.Enqueue(dependent, dependent);
                }
            }
        }

        return new ExecutionSelection(order, Left(state));
    }

    /// <summary>One task alone. One that failed is tried again.</summary>
    /// <exception cref="PlanningException">There is no such task, or it cannot be started now.</exception>
    public static ExecutionSelection One(PlanState state, string id)
    {
        ArgumentNullException.ThrowIfNull(state);
        var task = state.Required(id);
        return task.Status switch
        {
            PlanTaskStatus.Complete => new ExecutionSelection([], [.. Left(state).Where(left => left.Id == id)]),
            PlanTaskStatus.Failed when task.IsRetryable && Readiness.NeedsAreMet(state, task) => new ExecutionSelection([task], []),
            PlanTaskStatus.Pending when Readiness.NeedsAreMet(state, task) => new ExecutionSelection([task], []),
            _ => throw new PlanningException(PlanningCodes.BadStatus, $"Task {id} cannot be executed: {string.Join("; ", Reasons(state, task))}."),
        };
    }

    private static IEnumerable<string> Reasons(PlanState state, PlanTask task) =>
        task is { Status: PlanTaskStatus.Failed, IsRetryable: false }
            ? [$"its failure says that trying again is no use ('tasker state task retry {task.Id} --force' overrules that): {task.Error}"]
            : Readiness.Reasons(state, task);

    private static PlanTask[] Left(PlanState state) =>
    [
        .. state.Tasks.Where(task => task is { Status: PlanTaskStatus.Complete, Settled: not null, IsCommitted: false } && task.FilesCreated.Count + task.FilesModified.Count > 0)
            .OrderBy(task => task.Id, TaskIds.Order),
    ];
}
