using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Metrics;

/// <summary>How often verifiers were right, judged by how the tasks that they looked at ended.</summary>
public static class Calibration
{
    /// <summary>Counts.</summary>
    /// <returns>For people and for programs; the score is null as long as no verified task has ended.</returns>
    public static PlanningAnswer Of(PlanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var verified = state.Tasks
            .Where(task => task.Look["verification"].IsObject && task.Status is PlanTaskStatus.Complete or PlanTaskStatus.Failed)
            .OrderBy(task => task.Id, TaskIds.Order).ToArray();
        var falsePositives = verified.Where(task => !task.IsRefused && task.Status is PlanTaskStatus.Failed).Select(task => task.Id).ToArray();
        var falseNegatives = verified.Where(task => task.IsRefused && task.Status is PlanTaskStatus.Complete).Select(task => task.Id).ToArray();
        var correct = verified.Length - falsePositives.Length - falseNegatives.Length;
        double? score = verified.Length == 0 ? null : (double)correct / verified.Length;
        var json = new JsonObject
        {
            ["score"] = score,
            ["total_verified"] = verified.Length,
            ["correct"] = correct,
            ["false_positives"] = JsonView.List(falsePositives),
            ["false_negatives"] = JsonView.List(falseNegatives),
        };
        string[] lines =
        [
            score is null ? "Calibration score: none yet" : $"Calibration score: {score:P1}",
            $"Verified tasks: {verified.Length}",
            $"Correct: {correct}",
            $"Let through and failed: {Named(falsePositives)}",
            $"Refused and complete: {Named(falseNegatives)}",
        ];
        return new PlanningAnswer(string.Join('\n', lines), json, Passed: true);
    }

    private static string Named(string[] ids) => ids.Length == 0 ? "0" : $"{ids.Length} ({string.Join(", ", ids)})";
}
