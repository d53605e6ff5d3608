using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>What may be done with a task, and what comes of it. Each command is refused before anything is changed, or done whole.</summary>
public static class TaskRules
{
    /// <summary>Starts a task. One that runs already goes on: whoever hands tasks out and whoever does them both say that they start.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="id">The task.</param>
    /// <param name="isHalted">True: a stop was asked for.</param>
    /// <param name="force">True: neither a stop, nor the phase of the plan, nor a failure that is not to be retried is minded.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="PlanningException">It may not start; nothing was changed.</exception>
    public static TaskOutcome Start(PlanState state, string id, bool isHalted, bool force, DateTimeOffset now)
    {
        var task = Of(state, id);
        if (task.Status is PlanTaskStatus.Running)
        {
            return new TaskOutcome(id, task.Status, task.Attempts, [], [], IsSame: true);
        }

        CheckStart(state, task, isHalted, force);
        if (task.Status is PlanTaskStatus.Failed)
        {
            TaskHistory.Close(task);
        }

        if (state.Phase == PlanPhases.Ready)
        {
            state.SetPhase(PlanPhases.Executing, state.PhasesCompleted.Where(phase => phase != PlanPhases.Ready).Append(PlanPhases.Ready));
            state.AddEvent(now, "phase_advanced", details: new JsonObject { ["from"] = PlanPhases.Ready, ["to"] = PlanPhases.Executing });
        }

        task.Status = PlanTaskStatus.Running;
        task.Set("attempts", task.Attempts + 1);
        task.Set("started_at", Timestamps.Text(now));
        state.Execution["current_phase"] = task.Phase;
        state.AddEvent(now, "task_started", id, new JsonObject { ["attempt"] = task.Attempts });
        return Ended(state, task, now);
    }

    /// <summary>A task that runs is done.</summary>
    /// <exception cref="PlanningException">It does not run; nothing was changed.</exception>
    public static TaskOutcome Complete(PlanState state, string id, IReadOnlyList<string> created, IReadOnlyList<string> modified, DateTimeOffset now)
    {
        var task = Of(state, id);
        if (task.Status is not PlanTaskStatus.Running)
        {
            throw Refused(task, "be completed", "only a task that runs can; 'tasker state task start' starts it");
        }

        task.Status = PlanTaskStatus.Complete;
        var took = End(task, now);
        task.Set("files_created", created.Distinct(StringComparer.Ordinal));
        task.Set("files_modified", modified.Distinct(StringComparer.Ordinal));
        task.Set("error", (JsonNode?)null);
        task.Set("failure", (JsonNode?)null);
        var details = new JsonObject { ["files_created"] = JsonView.List(created), ["files_modified"] = JsonView.List(modified), ["duration_seconds"] = took };
        state.AddEvent(now, "task_completed", id, details);
        return Ended(state, task, now);
    }

    /// <summary>A task that runs failed, or one that waits cannot be begun. One that failed already stays as it is.</summary>
    /// <exception cref="PlanningException">It is complete or skipped and this is not forced; nothing was changed.</exception>
    public static TaskOutcome Fail(PlanState state, string id, TaskFailure failure, bool force, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var task = Of(state, id);
        if (task.Status is PlanTaskStatus.Failed)
        {
            return new TaskOutcome(id, task.Status, task.Attempts, [], [], IsSame: true);
        }

        if (task.Status.IsSatisfied() && !force)
        {
            throw Refused(task, "fail", "it has ended; --force overrules that");
        }

        var ran = task.Status is PlanTaskStatus.Running;
        task.Status = PlanTaskStatus.Failed;
        if (ran)
        {
            End(task, now);
        }
        else
        {
            task.Set("completed_at", Timestamps.Text(now));
        }

        var category = FailureCategory.Known(failure.Category);
        task.Set("error", failure.Message);
        task.Set("blocked_by", (JsonNode?)null);
        task.Set("failure", new JsonObject { ["category"] = category, ["subcategory"] = failure.Subcategory, ["retryable"] = failure.IsRetryable });
        state.AddEvent(now, "task_failed", id, new JsonObject
        {
            ["error"] = failure.Message,
            ["category"] = category,
            ["subcategory"] = failure.Subcategory,
            ["retryable"] = failure.IsRetryable,
        });
        return Ended(state, task, now);
    }

    /// <summary>A task that failed, was left while it ran, or whose cause of being blocked is gone, waits again. Its attempts are kept as history.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="id">The task.</param>
    /// <param name="isOrphan">True when it is known that nobody works on it any more.</param>
    /// <param name="force">True: also what is not to be retried, was skipped, or is said to run.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="PlanningException">It cannot be; nothing was changed.</exception>
    public static TaskOutcome Retry(PlanState state, string id, bool isOrphan, bool force, DateTimeOffset now)
    {
        var task = Of(state, id);
        switch (task.Status)
        {
            case PlanTaskStatus.Failed when !task.IsRetryable && !force:
                throw Refused(task, "be retried", "its failure says that trying again is no use; --force overrules that");
            case PlanTaskStatus.Running when !isOrphan && !force:
                throw Refused(task, "be retried", "somebody may be working on it; 'tasker state checkpoint recover' finds out, --force overrules that");
            case PlanTaskStatus.Skipped when !force:
                throw Refused(task, "be retried", "somebody decided to do without it; --force overrules that");
            case PlanTaskStatus.Blocked when IsStillBlocked(state, task):
                throw Refused(task, "be retried", $"what blocks it is still so: {string.Join(", ", CausesOf(task))}; retry or skip that");
            case PlanTaskStatus.Complete:
                throw Refused(task, "be retried", "it is done");
            case PlanTaskStatus.Pending:
                return new TaskOutcome(id, task.Status, task.Attempts, [], [], IsSame: true);
            default:
                break;
        }

        TaskHistory.Close(task);
        task.Status = PlanTaskStatus.Pending;
        state.AddEvent(now, "task_retried", id, new JsonObject { ["previous_attempts"] = task.Attempts });
        return Ended(state, task, now);
    }

    /// <summary>Does without a task: what needs it may start.</summary>
    /// <exception cref="PlanningException">It runs or has ended; nothing was changed.</exception>
    public static TaskOutcome Skip(PlanState state, string id, string reason, bool isOrphan, DateTimeOffset now)
    {
        var task = Of(state, id);
        if (task.Status is PlanTaskStatus.Skipped)
        {
            return new TaskOutcome(id, task.Status, task.Attempts, [], [], IsSame: true);
        }

        if (task.Status is PlanTaskStatus.Complete || (task.Status is PlanTaskStatus.Running && !isOrphan))
        {
            throw Refused(task, "be skipped", task.Status is PlanTaskStatus.Complete ? "it is done" : "somebody may be working on it; 'tasker state checkpoint recover' finds out");
        }

        TaskHistory.Close(task);
        task.Status = PlanTaskStatus.Skipped;
        task.Set("skip_reason", reason);
        task.Set("completed_at", Timestamps.Text(now));
        state.AddEvent(now, "task_skipped", id, new JsonObject { ["reason"] = reason });
        return Ended(state, task, now);
    }

    /// <summary>The refusal of a command that the status of a task does not allow.</summary>
    public static PlanningException Refused(PlanTask task, string what, string why)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new PlanningException(
            PlanningCodes.BadStatus, $"Task {task.Id} cannot {what}: it is {task.Status.Word()}, and {why}.", new JsonObject { ["id"] = task.Id, ["status"] = task.Status.Word() });
    }

    private static void CheckStart(PlanState state, PlanTask task, bool isHalted, bool force)
    {
        if (isHalted && !force)
        {
            throw new PlanningException(PlanningCodes.Halted, $"Task {task.Id} cannot be started: a stop was asked for. 'tasker state resume' goes on.");
        }

        if (PlanPhases.IndexOf(state.Phase) < PlanPhases.IndexOf(PlanPhases.Ready) && !force)
        {
            throw new PlanningException(PlanningCodes.BadStatus, $"Task {task.Id} cannot be started: the plan is in phase {state.Phase}, before ready. 'tasker state advance' leads there.");
        }

        if (task.Status is PlanTaskStatus.Failed && !task.IsRetryable && !force)
        {
            throw Refused(task, "be started", "its failure says that trying again is no use; --force overrules that");
        }

        if (task.Status is not (PlanTaskStatus.Pending or PlanTaskStatus.Failed))
        {
            throw Refused(task, "be started", task.Status is PlanTaskStatus.Blocked ? $"what blocks it is: {string.Join(", ", CausesOf(task))}" : "it has ended");
        }

        if (!Readiness.NeedsAreMet(state, task))
        {
            var reasons = Readiness.Reasons(state, task).Where(reason => reason.StartsWith("it needs", StringComparison.Ordinal));
            throw new PlanningException(PlanningCodes.BadStatus, $"Task {task.Id} cannot be started: {string.Join("; ", reasons)}.");
        }
    }

    private static bool IsStillBlocked(PlanState state, PlanTask task) =>
        task.DependsOn.Select(state.Task).Any(need => need is not null && (Blocking.IsCause(need) || need.Status is PlanTaskStatus.Blocked));

    private static IEnumerable<string> CausesOf(PlanTask task) => task.Objects("blocked_by").Select(cause => (string?)cause["task"] ?? "?");

    private static PlanTask Of(PlanState state, string id)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Required(id);
    }

    private static double? End(PlanTask task, DateTimeOffset now)
    {
        task.Set("completed_at", Timestamps.Text(now));
        double? took = Timestamps.Read(task.Text("started_at")) is { } started ? Math.Round(Math.Max(0, (now - started).TotalSeconds), 3) : null;
        task.Set("duration_seconds", took is { } seconds ? JsonValue.Create(seconds) : null);
        return took;
    }

    private static TaskOutcome Ended(PlanState state, PlanTask task, DateTimeOffset now)
    {
        var (blocked, unblocked) = Blocking.Update(state, now);
        return new TaskOutcome(task.Id, task.Status, task.Attempts, blocked, unblocked);
    }
}
