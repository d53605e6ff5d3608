using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.States;

/// <summary>How a plan goes from phase to phase.</summary>
public static class PhaseRules
{
    /// <summary>Leaves the phase for the next one if its gate is open. What the gate found is kept either way.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="verdict">What the gate of the phase says.</param>
    /// <param name="now">The time.</param>
    /// <returns>The phase before and now.</returns>
    /// <exception cref="PlanningException">The plan is complete; nothing was changed.</exception>
    public static (string From, string To) Advance(PlanState state, GateVerdict verdict, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(verdict);
        var from = state.Phase;
        var at = PlanPhases.IndexOf(PlanPhases.Checked(from));
        if (from == PlanPhases.Complete)
        {
            throw new PlanningException(PlanningCodes.BadStatus, "The plan is already complete.");
        }

        if (verdict.Results is { } results)
        {
            state.Artifacts["validation_results"] = results.DeepClone();
            state.AddEvent(now, "gates_evaluated", details: new JsonObject { ["passed"] = verdict.Reasons.Count == 0, ["reasons"] = JsonView.List(verdict.Reasons) });
        }

        if (verdict.Reasons.Count > 0)
        {
            return (from, from);
        }

        var to = PlanPhases.All[at + 1];
        state.SetPhase(to, state.PhasesCompleted.Where(phase => phase != from).Append(from));
        state.AddEvent(now, "phase_advanced", details: new JsonObject { ["from"] = from, ["to"] = to });
        return (from, to);
    }

    /// <summary>Goes to a phase without asking gates. Phases that are jumped over count as left; those behind it no longer do.</summary>
    /// <returns>The phase before.</returns>
    /// <exception cref="PlanningException">There is no such phase; nothing was changed.</exception>
    public static string Set(PlanState state, string phase, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var to = PlanPhases.IndexOf(PlanPhases.Checked(phase));
        var from = state.Phase;
        var at = Math.Max(0, PlanPhases.IndexOf(from));
        var before = PlanPhases.All.Take(to).ToArray();
        var left = state.PhasesCompleted;
        var skipped = before.Where((name, i) => i >= at && !left.Contains(name)).ToArray();
        state.SetPhase(phase, before.Where(name => left.Contains(name) || skipped.Contains(name)));
        var details = new JsonObject { ["from"] = from, ["to"] = phase };
        if (skipped.Length > 0)
        {
            details["skipped"] = true;
            details["skipped_phases"] = JsonView.List(skipped);
        }

        state.AddEvent(now, "phase_set", details: details);
        return from;
    }

    /// <summary>The gate of execution: every task is complete or skipped.</summary>
    public static GateVerdict AllTasksEnded(PlanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var open = state.Tasks.Where(task => !task.Status.IsSatisfied()).GroupBy(task => task.Status).OrderBy(group => group.Key).ToArray();
        return state.Tasks.Count == 0 ? GateVerdict.Closed("there is no task; 'tasker state load-tasks' reads the task files")
            : open.Length == 0 ? GateVerdict.Open
            : GateVerdict.Closed($"not every task is complete or skipped: {string.Join(", ", open.Select(group => $"{group.Count()} {group.Key.Word()}"))}");
    }
}
