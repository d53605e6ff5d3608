using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Gates;

/// <summary>
/// The gates between the definition of tasks and their validation. Each is closed by what is wrong, and by what is missing: a gate that cannot
/// look is closed.
/// </summary>
internal sealed class PlanningGates
{
    private readonly IReadOnlyList<GateFinding> _criteria;
    private readonly IReadOnlyList<FileProblem> _badTasks;

    private PlanningGates(PlanInputs inputs, double threshold, IReadOnlyList<FsmFinding>? fsm)
    {
        Coverage = SpecCoverage.Of(inputs, threshold);
        Leakage = PhaseLeakage.Find(inputs);
        Graph = new TaskGraph(inputs.Tasks);
        _criteria = CriteriaQuality.Find(inputs.Tasks);
        Refactoring = new RefactorPriority(inputs);
        Fsm = fsm;
        _badTasks = [.. inputs.BadTasks, .. inputs.WrongTasks];
        HasTasks = inputs.Tasks.Count + inputs.BadTasks.Count > 0;
        HasSpec = inputs.Spec is not null;
    }

    public SpecCoverage Coverage { get; }

    public IReadOnlyList<GateFinding> Leakage { get; }

    public TaskGraph Graph { get; }

    public RefactorPriority Refactoring { get; }

    /// <summary>Findings about the coverage of state machines; null when there are none.</summary>
    public IReadOnlyList<FsmFinding>? Fsm { get; }

    public IReadOnlyList<GateFinding> Criteria => _criteria;

    public bool HasTasks { get; }

    public bool HasSpec { get; }

    public bool Passed => Blocking.Count == 0;

    /// <summary>Each closed gate in one sentence.</summary>
    public IReadOnlyList<string> Blocking =>
    [
        .. HasTasks ? [] : new[] { "There are no tasks" },
        .. _badTasks.Select(b => $"Task file {b.File} is wrong: {b.Message}"),
        .. Coverage.Passed ? [] : new[] { Coverage.Message },
        .. Leakage.Count == 0 ? [] : new[] { $"Phase leakage: {Leakage.Count} problem(s)" },
        .. Graph.Missing.Count == 0 ? [] : new[] { $"Missing dependencies: {Graph.Missing.Count} problem(s)" },
        .. Violations == 0 ? [] : new[] { $"Acceptance criteria quality issues: {Violations} problem(s)" },
        .. Graph.Cycles.Count == 0 ? [] : new[] { $"Dependency cycles: {string.Join("; ", Graph.Cycles.Select(c => string.Join(" -> ", c)))}" },
        .. Refactoring.Passed ? [] : new[] { $"Refactor priority: {Refactoring.Problems.Count} problem(s)" },
        .. (Fsm ?? []).Where(f => f.IsIssue).Select(f => f.Message),
    ];

    /// <summary>What closes nothing, but should be known.</summary>
    public IEnumerable<string> Warnings =>
    [
        .. HasSpec && !Coverage.Applies ? new[] { "The specification has no requirements that can be found, so its coverage says nothing" } : [],
        .. HasSpec ? [] : new[] { "There is no specification (inputs/spec.md), so its coverage says nothing" },
        .. _criteria.Where(c => !c.IsViolation).Select(c => $"{c.TaskId} {c.Message}"),
        .. (Fsm ?? []).Where(f => !f.IsIssue).Select(f => f.Message),
    ];

    private int Violations => _criteria.Count(c => c.IsViolation);

    /// <summary>Looks at a plan.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="threshold">The least coverage, 0 to 1.</param>
    public static PlanningGates Of(PlanningFolder folder, double threshold = SpecCoverage.DefaultThreshold) => Of(folder, PlanInputs.Read(folder), threshold);

    /// <summary>Looks at a plan that was read already.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="inputs">What was read of it.</param>
    /// <param name="threshold">The least coverage, 0 to 1.</param>
    public static PlanningGates Of(PlanningFolder folder, PlanInputs inputs, double threshold = SpecCoverage.DefaultThreshold)
    {
        var fsm = Directory.Exists(folder.Fsm)
            ? new TransitionCoverage(FsmFolder.Read(folder.Fsm), TransitionTask.Of(inputs.Tasks)).Gate(1, TransitionCoverage.OtherThreshold).ToArray()
            : null;
        return new PlanningGates(inputs, threshold, fsm);
    }

    /// <summary>The answer for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["passed"] = Passed,
        ["blocking_issues"] = JsonView.List(Blocking),
        ["warnings"] = JsonView.List(Warnings),
        ["spec_coverage"] = Coverage.ToJson(),
        ["phase_leakage"] = new JsonObject { ["passed"] = Leakage.Count == 0, ["violations"] = GateFinding.Json(Leakage) },
        ["dependency_existence"] = Dependencies(),
        ["acceptance_criteria"] = CriteriaJson(all: true),
        ["dag"] = new JsonObject { ["passed"] = Graph.Cycles.Count == 0, ["cycles"] = Graph.ToJson()["cycles"]!.DeepClone() },
        ["refactor"] = Refactoring.ToJson(),
        ["fsm"] = Fsm is null ? null : new FsmReport(Fsm).ToJson(),
    };

    /// <summary>What the state keeps: <c>artifacts.validation_results</c>.</summary>
    /// <param name="at">When the gates looked.</param>
    public JsonObject ToStateJson(string at) => new()
    {
        ["passed"] = Passed,
        ["blocking_issues"] = JsonView.List(Blocking),
        ["spec_coverage"] = new JsonObject { ["ratio"] = Math.Round(Coverage.Ratio, 4), ["passed"] = Coverage.Passed, ["threshold"] = Coverage.Threshold, ["applicable"] = Coverage.Applies, ["timestamp"] = at },
        ["phase_leakage"] = new JsonObject { ["passed"] = Leakage.Count == 0, ["violations"] = GateFinding.Json(Leakage) },
        ["dependency_existence"] = Dependencies(),
        ["acceptance_criteria"] = CriteriaJson(all: false),
        ["refactor_overrides"] = Refactoring.OverridesJson(),
        ["validated_at"] = at,
    };

    private JsonObject Dependencies() => new()
    {
        ["passed"] = Graph.Missing.Count == 0,
        ["violations"] = new JsonArray([.. Graph.Missing.Select(m => (JsonNode)new JsonObject { ["task_id"] = m.Task, ["missing_dependency"] = m.Need })]),
    };

    private JsonObject CriteriaJson(bool all) => new()
    {
        ["passed"] = Violations == 0,
        ["violations"] = GateFinding.Json(_criteria.Where(c => all || c.IsViolation)),
    };
}
