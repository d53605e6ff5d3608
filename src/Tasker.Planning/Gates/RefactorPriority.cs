using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Gates;

/// <summary>What refactorings take the place of, and what stands against it.</summary>
internal sealed class RefactorPriority
{
    private const int LongestDirective = 60;

    public RefactorPriority(PlanInputs inputs)
    {
        var refactorings = inputs.Tasks.Where(t => t.TaskType == "refactor").ToArray();
        Overrides = [.. refactorings.Select(t => new RefactorOverride(t.Id, Sections(t, inputs.ReferenceOf(t)), (t.Node["refactor_context"]).FirstText("refactor_directive") ?? ""))];
        var problems = refactorings.Where(t => t.Node["refactor_context"] is not JsonObject)
            .Select(t => $"{t.Id} is a refactoring without refactor_context: say which sections it takes the place of, and how.").ToList();
        foreach (var group in Overrides.Count < 2 ? [] : Overrides.SelectMany(o => o.Supersedes.Select(s => (s, o.TaskId))).GroupBy(x => x.s, x => x.TaskId, StringComparer.OrdinalIgnoreCase).Where(g => g.Distinct().Count() > 1))
        {
            problems.Add($"'{group.Key}' is taken over by several refactorings: {string.Join(", ", group.Distinct())}.");
        }

        var superseded = Overrides.SelectMany(o => o.Supersedes).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var task in superseded.Count == 0 ? [] : inputs.Tasks.Where(t => t.TaskType != "refactor"))
        {
            foreach (var name in task.Look["context"]["spec_requirements"].Texts().Concat(inputs.ReferenceOf(task).Ids).Distinct().Where(superseded.Contains))
            {
                problems.Add($"{task.Id} still covers '{name}', whose place a refactoring takes.");
            }
        }

        Problems = problems;
        TotalRequirements = inputs.Requirements.Count;
    }

    public IReadOnlyList<RefactorOverride> Overrides { get; }

    public IReadOnlyList<string> Problems { get; }

    public int TotalRequirements { get; }

    public bool Passed => Problems.Count == 0;

    /// <summary>A line for each refactoring.</summary>
    public IEnumerable<string> Lines() => Overrides.Select(o =>
        $"{o.TaskId}: supersedes [{string.Join(", ", o.Supersedes)}]{(o.Directive.Length > 0 ? $" - {(o.Directive.Length > LongestDirective ? o.Directive[..LongestDirective] + "…" : o.Directive)}" : "")}");

    public JsonObject ToJson() => new()
    {
        ["passed"] = Passed,
        ["refactor_tasks"] = Overrides.Count,
        ["overrides"] = OverridesJson(),
        ["problems"] = JsonView.List(Problems),
    };

    public JsonArray OverridesJson() => new([.. Overrides.Select(o => (JsonNode)new JsonObject
    {
        ["task_id"] = o.TaskId,
        ["supersedes"] = JsonView.List(o.Supersedes),
        ["directive"] = o.Directive,
    })]);

    private static string[] Sections(TaskDefinition task, SpecReference reference) =>
        [.. (task.Node["refactor_context"]).Texts("original_spec_sections").Concat(reference.Supersedes).Distinct()];
}

/// <summary>What one refactoring takes the place of.</summary>
internal sealed record RefactorOverride(string TaskId, IReadOnlyList<string> Supersedes, string Directive);
