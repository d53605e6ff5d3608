using Tasker.Planning.Documents;

namespace Tasker.Planning.Metrics;

/// <summary>What verifiers found about the quality of what was made, and what comes up again and again.</summary>
internal static class QualityMetrics
{
    private static readonly (string Part, string Name, string Sentence)[] Patterns =
    [
        ("tests", "edge_cases", "have tests without edge cases: name the edge cases in the acceptance criteria"),
        ("quality", "types", "have incomplete types: ask for them in the constraints"),
        ("quality", "docs", "have incomplete documentation: ask for it in the constraints"),
    ];

    private static readonly string[] DimensionNames = ["types", "docs", "patterns", "errors", "lint"];

    /// <summary>For each dimension: complete tasks that pass, and complete tasks that were looked at.</summary>
    public static IEnumerable<(string Name, int Pass, int Total)> Dimensions(PlanState state) =>
        DimensionNames.Select(name =>
        {
            var scores = state.Tasks.Where(task => task.Status is PlanTaskStatus.Complete).Select(task => Score(task, "quality", name)).Where(score => score.Length > 0).ToArray();
            return (Name: name, Pass: scores.Count(score => score == "PASS"), Total: scores.Length);
        }).Where(dimension => dimension.Total > 0);

    /// <summary>What more than none of the tasks has in common, a sentence each.</summary>
    public static IEnumerable<(string Sentence, int Count)> ImprovementPatterns(PlanState state) => Patterns
        .Select(pattern => (pattern.Sentence, Count: state.Tasks.Count(task => Score(task, pattern.Part, pattern.Name) is "PARTIAL" or "FAIL")))
        .Where(pattern => pattern.Count > 0)
        .Select(pattern => ($"{pattern.Count} {(pattern.Count == 1 ? "task" : "tasks")}: {pattern.Sentence}", pattern.Count));

    private static string Score(PlanTask task, string part, string name) => (task.Look["verification"][part][name].Text ?? "").ToUpperInvariant();
}
