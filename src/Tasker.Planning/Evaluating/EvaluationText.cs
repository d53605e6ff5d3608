using System.Globalization;
using System.Text;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Metrics;

namespace Tasker.Planning.Evaluating;

/// <summary>The evaluation for people. It says the same about the same state, byte for byte.</summary>
internal static class EvaluationText
{
    /// <summary>Writes it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="checks">What was checked besides.</param>
    public static string Of(PlanState state, EvaluationCheck[] checks)
    {
        var metrics = ExecutionMetrics.Of(state);
        var (verdict, issues, summary) = Evaluation.Planning(state);
        var text = new StringBuilder("EVALUATION REPORT\n");
        Section(text, "Planning quality", [$"Verdict: {verdict}", $"Issues: {issues}", .. summary is null ? Array.Empty<string>() : [$"Summary: {OneLine.Of(summary)}"]]);
        Section(text, "Execution summary", [.. Statuses(state), .. Phases(state), .. Attempts(metrics, state)]);
        Section(text, "Verification", [.. Criteria(metrics), .. QualityMetrics.Dimensions(state).Select(dimension => $"{dimension.Name}: {dimension.Pass}/{dimension.Total}")]);
        Section(text, "Cost", Cost(metrics));
        Section(text, "Failure analysis", Evaluation.FailedTasks(state).Select(task => $"{task.Id}: FAIL - {OneLine.Of(task.Error ?? "no reason was given")}"));
        Section(text, "Improvement patterns", QualityMetrics.ImprovementPatterns(state));
        foreach (var check in checks)
        {
            Section(text, check.Title, check.Answer.Text.Split('\n'));
        }

        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<string> Statuses(PlanState state) =>
    [
        $"Tasks: {state.Tasks.Count}",
        .. Status(state, "Completed", PlanTaskStatus.Complete), .. Status(state, "Failed", PlanTaskStatus.Failed), .. Status(state, "Blocked", PlanTaskStatus.Blocked),
        .. Status(state, "Skipped", PlanTaskStatus.Skipped), .. Status(state, "Running", PlanTaskStatus.Running), .. Status(state, "Waiting", PlanTaskStatus.Pending),
    ];

    private static string[] Status(PlanState state, string name, PlanTaskStatus status) =>
        Evaluation.Count(state, status) is > 0 and var count ? [$"{name}: {count} ({Percent(count, state.Tasks.Count)})"] : [];

    private static IEnumerable<string> Phases(PlanState state) =>
        Evaluation.ByPhase(state).Select(phase => $"Phase {phase.Phase}: {phase.Complete}/{phase.Total} completed");

    private static IEnumerable<string> Attempts(ExecutionMetrics metrics, PlanState state) => metrics.Completed == 0 ? [] :
    [
        $"First attempt: {metrics.FirstAttemptCount}/{metrics.Completed} ({Percent(metrics.FirstAttemptCount, metrics.Completed)})",
        string.Create(CultureInfo.InvariantCulture, $"Average attempts: {metrics.AvgAttempts:0.00}"),
        string.Create(CultureInfo.InvariantCulture, $"Time of tasks: {Evaluation.Seconds(state):0} s"),
    ];

    private static IEnumerable<string> Criteria(ExecutionMetrics metrics)
    {
        var total = metrics.CriteriaPass + metrics.CriteriaPartial + metrics.CriteriaFail;
        return total == 0 ? [] :
        [
            $"Criteria: {total}", $"PASS: {metrics.CriteriaPass} ({Percent(metrics.CriteriaPass, total)})",
            $"PARTIAL: {metrics.CriteriaPartial} ({Percent(metrics.CriteriaPartial, total)})", $"FAIL: {metrics.CriteriaFail} ({Percent(metrics.CriteriaFail, total)})",
        ];
    }

    private static IEnumerable<string> Cost(ExecutionMetrics metrics) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"Tokens: {metrics.TotalTokens:N0}"),
        string.Create(CultureInfo.InvariantCulture, $"Cost: ${metrics.TotalCostUsd:0.0000}"),
        .. metrics.Completed == 0 ? Array.Empty<string>() :
        [
            string.Create(CultureInfo.InvariantCulture, $"Tokens for each completed task: {metrics.TokensPerTask:N0}"),
            string.Create(CultureInfo.InvariantCulture, $"Cost of each completed task: ${metrics.CostPerTask:0.0000}"),
        ],
    ];

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        if (all.Length > 0)
        {
            text.Append('\n').Append(title).Append('\n').AppendJoin('\n', all.Select(line => "  " + line)).Append('\n');
        }
    }

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):0.0}%");
}
