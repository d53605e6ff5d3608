using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Gates;

/// <summary>What refactorings take the place of, and what stands against it.</summary>
internal sealed class RefactorPriority
{
    private const int LongestDirective = 60;

    public RefactorPriority(PlanInputs inputs)
    {
        var (overrides, problems) = (new List<RefactorOverride>(), new List<string>());
        for (var i = 0; i < inputs.Tasks.Count; i++)
        {
            if (inputs.Tasks[i] is not { IsRefactoring: true } refactoring)
            {
                continue;
            }

            var context = refactoring.Node["refactor_context"];
            overrides.Add(new RefactorOverride(refactoring.Id, Sections(context, inputs.References[i]), context.FirstText("refactor_directive") ?? ""));
            if (context is not JsonObject)
            {
                problems.Add($"{refactoring.Id} is a refactoring without refactor_context: say which sections it takes the place of, and how.");
            }
        }

        Overrides = overrides;
        foreach (var group in Overrides.Count < 2 ? [] : Overrides.SelectMany(o => o.Supersedes.Select(s => (s, o.TaskId))).GroupBy(x => x.s, x => x.TaskId, StringComparer.OrdinalIgnoreCase).Where(g => g.Distinct().Count() > 1))
        {
            problems.Add($"'{group.Key}' is taken over by several refactorings: {string.Join(", ", group.Distinct())}.");
        }

        var superseded = Overrides.SelectMany(o => o.Supersedes).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; superseded.Count > 0 && i < inputs.Tasks.Count; i++)
        {
            var task = inputs.Tasks[i];
            foreach (var name in task.IsRefactoring
                ? [] : task.Look["context"]["spec_requirements"].Texts().Concat(inputs.References[i].Ids).Distinct().Where(superseded.Contains))
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

    private static string[] Sections(JsonNode? context, SpecReference reference) =>
        [.. context.Texts("original_spec_sections").Concat(reference.Supersedes).Distinct()];
}

/// <summary>What one refactoring takes the place of.</summary>
internal sealed record RefactorOverride(string TaskId, IReadOnlyList<string> Supersedes, string Directive);
