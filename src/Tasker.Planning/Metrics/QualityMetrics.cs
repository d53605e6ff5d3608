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
    public static IEnumerable<QualityDimension> Dimensions(PlanState state)
    {
        foreach (var name in DimensionNames)
        {
            var scores = state.Tasks.Where(task => task.Status is PlanTaskStatus.Complete).Select(task => Score(task, "quality", name)).Where(score => score.Length > 0).ToArray();
            if (scores.Length > 0)
            {
                yield return new QualityDimension(name, scores.Count(score => score == "PASS"), scores.Length);
            }
        }
    }

    /// <summary>What more than none of the tasks has in common, a sentence each.</summary>
    public static IEnumerable<string> ImprovementPatterns(PlanState state)
    {
        foreach (var (part, name, sentence) in Patterns)
        {
            if (state.Tasks.Count(task => Score(task, part, name) is "PARTIAL" or "FAIL") is > 0 and var count)
            {
                yield return $"{count} {(count == 1 ? "task" : "tasks")}: {sentence}";
            }
        }
    }

    private static string Score(PlanTask task, string part, string name) => (task.Look["verification"][part][name].Text ?? "").ToUpperInvariant();
}
