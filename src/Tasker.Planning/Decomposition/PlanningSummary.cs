using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Gates;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Decomposition;

/// <summary>What planning has come to.</summary>
/// <param name="Phase">The phase of the plan.</param>
/// <param name="Tasks">How many tasks there are.</param>
/// <param name="Phases">In how many phases they stand.</param>
/// <param name="SteelThread">The longest chain of the steel thread; empty: there is none.</param>
public sealed record PlanningSummary(string Phase, int Tasks, int Phases, string SteelThread)
{
    /// <summary>True when the plan can be executed.</summary>
    public bool IsReady => PlanPhases.IndexOf(Phase) >= PlanPhases.IndexOf(PlanPhases.Ready);

    /// <summary>Reads it.</summary>
    /// <exception cref="PlanningException">There is no plan, or a task file is broken.</exception>
    public static PlanningSummary Of(PlanStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var state = store.Read();
        var longest = state.Tasks.Count == 0 ? null : (GateAnswers.SteelThreadOf(store.Folder).Json["chains"] as JsonArray)?.OfType<JsonArray>().MaxBy(chain => chain.Count);
        return new PlanningSummary(
            state.Phase, state.Tasks.Count, state.Tasks.Select(task => task.Phase).Where(phase => phase > 0).Distinct().Count(), string.Join(" → ", JsonView.Texts(longest)));
    }

    /// <summary>For people.</summary>
    public string Text
    {
        get
        {
            if (!IsReady)
            {
                var byHand = Phase == PlanningPhase.SpecReview
                    ? " 'tasker spec review unresolved' lists what is to be decided, 'tasker spec review add-resolution' decides it."
                    : "";
                return $"Planning is not complete: the plan is in phase {Phase}.{byHand} 'tasker plan' goes on.";
            }

            var text = new StringBuilder($"Planning complete\n\nTasks: {Tasks}\nPhases: {Phases}\n");
            text.Append(SteelThread.Length > 0 ? $"Steel thread: {SteelThread}\n" : "");
            return text.Append("\n'tasker execute' begins the implementation.").ToString();
        }
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["result"] = IsReady ? "ready" : "incomplete",
        ["phase"] = Phase,
        ["tasks"] = Tasks,
        ["phases"] = Phases,
        ["steel_thread"] = SteelThread,
    };
}
