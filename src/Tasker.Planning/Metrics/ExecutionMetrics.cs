using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Metrics;

/// <summary>How the execution of a plan went, counted from its tasks. A share of nothing is 0.</summary>
/// <param name="Completed">Tasks that are complete.</param>
/// <param name="Failed">Tasks whose last attempt failed.</param>
/// <param name="TaskSuccessRate">Complete of complete and failed.</param>
/// <param name="FirstAttemptCount">Complete tasks that needed one attempt.</param>
/// <param name="FirstAttemptSuccessRate">Those of all complete tasks.</param>
/// <param name="AvgAttempts">Attempts of a complete task.</param>
/// <param name="TotalTokens">Tokens.</param>
/// <param name="TotalCostUsd">Cost, dollars.</param>
/// <param name="TokensPerTask">Tokens by complete tasks.</param>
/// <param name="CostPerTask">Cost by complete tasks.</param>
/// <param name="QualityPassRate">Complete tasks whose dimensions of quality all pass, of all complete tasks.</param>
/// <param name="FunctionalPassRate">Criteria that pass, of all criteria of complete tasks.</param>
/// <param name="TestEdgeCaseRate">Complete tasks whose tests cover edge cases, of those whose tests were looked at.</param>
/// <param name="CriteriaPass">Criteria that pass.</param>
/// <param name="CriteriaPartial">Criteria that pass in part.</param>
/// <param name="CriteriaFail">All other criteria.</param>
public sealed record ExecutionMetrics(
    int Completed, int Failed, double TaskSuccessRate, int FirstAttemptCount, double FirstAttemptSuccessRate, double AvgAttempts, long TotalTokens, double TotalCostUsd,
    double TokensPerTask, double CostPerTask, double QualityPassRate, double FunctionalPassRate, double TestEdgeCaseRate, int CriteriaPass, int CriteriaPartial, int CriteriaFail)
{
    /// <summary>Counts.</summary>
    public static ExecutionMetrics Of(PlanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var complete = state.Tasks.Where(task => task.Status is PlanTaskStatus.Complete).ToArray();
        var failed = state.Tasks.Count(task => task.Status is PlanTaskStatus.Failed);
        var first = complete.Count(task => task.Attempts <= 1);
        var tokens = (long)(state.Look["execution"]["total_tokens"].Number ?? 0);
        var cost = state.Look["execution"]["total_cost_usd"].Number ?? 0;
        var scores = complete.SelectMany(task => task.Look["verification"]["criteria"].Items()).Where(criterion => criterion.IsObject)
            .Select(criterion => Word(criterion[criterion["score"].IsNothing ? "status" : "score"])).ToArray();
        var pass = scores.Count(score => score == "PASS");
        var partial = scores.Count(score => score == "PARTIAL");
        var tested = complete.Where(task => task.Look["verification"]["tests"].Fields().Count > 0).ToArray();
        return new ExecutionMetrics(
            complete.Length,
            failed,
            Share(complete.Length, complete.Length + failed),
            first,
            Share(first, complete.Length),
            Share(complete.Sum(task => Math.Max(1, task.Attempts)), complete.Length),
            tokens,
            cost,
            Share(tokens, complete.Length),
            Share(cost, complete.Length),
            Share(complete.Count(HasQuality), complete.Length),
            Share(pass, scores.Length),
            Share(tested.Count(task => Word(task.Look["verification"]["tests"]["edge_cases"]) == "PASS"), tested.Length),
            pass,
            partial,
            scores.Length - pass - partial);
    }

    /// <summary>The same as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["task_success_rate"] = TaskSuccessRate,
        ["first_attempt_success_rate"] = FirstAttemptSuccessRate,
        ["avg_attempts"] = AvgAttempts,
        ["tokens_per_task"] = TokensPerTask,
        ["cost_per_task"] = CostPerTask,
        ["quality_pass_rate"] = QualityPassRate,
        ["functional_pass_rate"] = FunctionalPassRate,
        ["test_edge_case_rate"] = TestEdgeCaseRate,
        ["completed_count"] = Completed,
        ["failed_count"] = Failed,
        ["first_attempt_count"] = FirstAttemptCount,
        ["total_tokens"] = TotalTokens,
        ["total_cost_usd"] = TotalCostUsd,
        ["criteria_pass"] = CriteriaPass,
        ["criteria_partial"] = CriteriaPartial,
        ["criteria_fail"] = CriteriaFail,
    };

    /// <summary>The same for people, a line each.</summary>
    public IEnumerable<string> Lines() =>
    [
        $"Task success rate: {TaskSuccessRate:P1}",
        $"First-attempt success rate: {FirstAttemptSuccessRate:P1} ({FirstAttemptCount}/{Completed})",
        $"Average attempts: {AvgAttempts:0.00}",
        $"Tokens per task: {TokensPerTask:N0}",
        $"Cost per task: ${CostPerTask:0.0000}",
        $"Quality pass rate: {QualityPassRate:P1}",
        $"Functional pass rate: {FunctionalPassRate:P1}",
        $"Test edge case rate: {TestEdgeCaseRate:P1}",
    ];

    private static bool HasQuality(PlanTask task) =>
        task.Look["verification"]["quality"].Fields() is { Count: > 0 } quality && quality.TrueForAll(dimension => Word(dimension) == "PASS");

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;

    private static string Word(JsonLook word) => word.Text?.ToUpperInvariant() ?? "";
}
