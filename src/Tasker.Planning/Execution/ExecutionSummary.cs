using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.States;

namespace Tasker.Planning.Execution;

/// <summary>How far the execution of a plan has come.</summary>
/// <param name="IsComplete">True when every task is complete or skipped.</param>
/// <param name="IsHalted">True when a stop was asked for.</param>
/// <param name="Reason">Why it was; null when it was not.</param>
/// <param name="Counts">How many tasks have each status, without those that none has.</param>
/// <param name="Failed">Tasks that failed, with why.</param>
/// <param name="Ready">Tasks that could be started now.</param>
public sealed record ExecutionSummary(
    bool IsComplete, bool IsHalted, string? Reason, IReadOnlyList<(string Status, int Count)> Counts, IReadOnlyList<(string Id, string Error)> Failed, IReadOnlyList<string> Ready)
{
    /// <summary>What went wrong with the end itself, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What the state says.</summary>
    public static ExecutionSummary Of(PlanState state, Halting halting)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(halting);
        return new ExecutionSummary(
            state.Phase == PlanPhases.Complete,
            halting.IsHalted,
            halting.Reason,
            [.. state.Tasks.GroupBy(task => task.Status).OrderBy(group => group.Key).Select(group => (group.Key.Word(), group.Count()))],
            [.. state.Tasks.Where(task => task.Status is PlanTaskStatus.Failed).Select(task => (task.Id, task.Error ?? ""))],
            [.. Readiness.Of(state).Select(task => task.Id)]);
    }

    /// <summary>For people, one sentence, and what to do next.</summary>
    public string Text =>
        IsHalted ? $"Halted ({Reason}): {Counted}. 'tasker state resume', then 'tasker execute' go on."
        : IsComplete ? $"All tasks complete: {Counted}."
        : $"Not all is done: {Counted}."
          + (Failed.Count > 0 ? $" 'tasker state task retry {Failed[0].Id}', then 'tasker execute' try again." : Ready.Count > 0 ? " 'tasker execute' goes on." : " 'tasker state ready --explain' tells what is in the way.");

    private string Counted => Counts.Count == 0 ? "there is no task" : string.Join(", ", Counts.Select(count => $"{count.Count} {count.Status}"));

    /// <summary>For programs.</summary>
    public JsonObject ToJson()
    {
        var counts = new JsonObject();
        foreach (var (status, count) in Counts)
        {
            counts[status] = count;
        }

        return new JsonObject
        {
            ["result"] = IsHalted ? "halted" : IsComplete ? "complete" : Failed.Count > 0 ? "failed" : "incomplete",
            ["reason"] = Reason,
            ["tasks"] = counts,
            ["failed"] = new JsonArray([.. Failed.Select(one => (JsonNode)new JsonObject { ["id"] = one.Id, ["error"] = one.Error })]),
            ["ready"] = JsonView.List(Ready),
            ["problems"] = JsonView.List(Problems),
        };
    }
}
