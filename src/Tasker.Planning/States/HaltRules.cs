using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>Asking for a stop, confirming it, and going on. What runs ends by itself; nothing new starts.</summary>
public static class HaltRules
{
    /// <summary>Asks for a stop. Asked again, the first time and reason stay.</summary>
    /// <returns>The reason that counts.</returns>
    public static string Request(PlanState state, string reason, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var halt = state.Inside("halt");
        if (!Halting.Of(state, stopFile: false).IsHalted)
        {
            halt["requested"] = true;
            halt["requested_at"] = Timestamps.Text(now);
            halt["reason"] = reason;
            halt["requested_by"] = by;
            halt["halted_at"] = null;
            halt["resumable"] = true;
        }

        var active = FirstRunning(state);
        halt["active_task"] = active;
        state.AddEvent(now, "halt_requested", details: new JsonObject { ["reason"] = reason, ["active_task"] = active, ["requested_by"] = by });
        return Halting.Of(state, stopFile: false).Reason!;
    }

    /// <summary>Who carries out the plan has stopped.</summary>
    /// <returns>What still runs, by number.</returns>
    /// <exception cref="PlanningException">Nobody asked for a stop.</exception>
    public static IReadOnlyList<string> Confirm(PlanState state, bool stopFile, DateTimeOffset now)
    {
        var halting = Halting.Of(state, stopFile);
        if (!halting.IsHalted)
        {
            throw new PlanningException(PlanningCodes.BadStatus, "No stop was asked for, so there is nothing to confirm. 'tasker state halt' asks.");
        }

        var running = state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).Order(TaskIds.Order).ToArray();
        var halt = state.Inside("halt");
        halt["requested"] = true;
        halt["requested_at"] ??= Timestamps.Text(now);
        halt["reason"] = halting.Reason;
        halt["halted_at"] = Timestamps.Text(now);
        halt["active_task"] = running.FirstOrDefault();
        halt["resumable"] = halting.IsResumable;
        state.AddEvent(now, "halt_confirmed", details: new JsonObject { ["running_tasks"] = JsonView.List(running) });
        return running;
    }

    /// <summary>Takes the request back. The stop file is the caller's to remove.</summary>
    /// <returns>How it was before.</returns>
    /// <exception cref="PlanningException">Somebody said that it is not to be gone on with.</exception>
    public static Halting Resume(PlanState state, bool stopFile, bool force, DateTimeOffset now)
    {
        var before = Halting.Of(state, stopFile);
        if (!before.IsHalted)
        {
            return before;
        }

        if (!before.IsResumable && !force)
        {
            throw new PlanningException(PlanningCodes.Halted, $"The plan was stopped for good ({before.Reason}). --force goes on all the same.");
        }

        state.Set("halt", new JsonObject
        {
            ["requested"] = false,
            ["requested_at"] = null,
            ["reason"] = null,
            ["halted_at"] = null,
            ["active_task"] = null,
            ["resumable"] = true,
        });
        state.AddEvent(now, "execution_resumed", details: new JsonObject
        {
            ["previous_reason"] = before.Reason,
            ["previous_active_task"] = before.ActiveTask,
            ["stop_file_removed"] = stopFile,
        });
        return before;
    }

    private static string? FirstRunning(PlanState state) =>
        state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).Order(TaskIds.Order).FirstOrDefault();
}
