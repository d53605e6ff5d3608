using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Gates;

/// <summary>What can be asked about the quality of a plan before it is carried out.</summary>
public static class GateAnswers
{
    /// <summary>The least part of the requirements that tasks must cover.</summary>
    public const double DefaultThreshold = SpecCoverage.DefaultThreshold;

    /// <summary>The graph of tasks: circles, needs that are missing or come later.</summary>
    public static PlanningAnswer Dag(PlanningFolder folder) => Dag(Inputs(folder));

    internal static PlanningAnswer Dag(PlanInputs inputs)
    {
        var graph = new TaskGraph(inputs.Tasks);
        var text = new StringBuilder();
        Section(text, graph.Cycles.Select(c => string.Join(" -> ", c)), "Dependency cycles detected:");
        Section(text, graph.Missing.Select(m => $"{m.Task} needs {m.Need}, but there is no such task"), "Missing dependencies:");
        Section(text, graph.Late.Select(l => $"{l.Task} needs {l.Need}, which stands in a later phase"), "Dependencies in later phases:");
        return new PlanningAnswer(graph.IsValid ? "DAG is valid (no cycles)" : text.ToString().TrimEnd(), graph.ToJson, graph.IsValid);
    }

    /// <summary>The steel thread.</summary>
    public static PlanningAnswer SteelThreadOf(PlanningFolder folder) => SteelThreadOf(Inputs(folder));

    internal static PlanningAnswer SteelThreadOf(PlanInputs inputs)
    {
        var thread = new SteelThread(inputs);
        var text = new StringBuilder(thread.IsValid ? $"Steel thread is valid: {thread.Text}\n" : "");
        Section(text, thread.Issues, "Steel thread issues:");
        Section(text, thread.Warnings, "Warnings:");
        return new PlanningAnswer(text.ToString().TrimEnd(), thread.ToJson, thread.IsValid);
    }

    /// <summary>Whether a shell could read the verification commands.</summary>
    public static PlanningAnswer VerificationCommands(PlanningFolder folder) => VerificationCommands(Inputs(folder));

    internal static PlanningAnswer VerificationCommands(PlanInputs inputs)
    {
        var (issues, lines) = (new JsonObject(), new List<string>());
        foreach (var task in inputs.Tasks)
        {
            if (VerificationCommand.Problems(task) is { Count: > 0 } problems)
            {
                issues[task.Id] = JsonView.List(problems);
                lines.AddRange(problems.Select(problem => $"{task.Id} {problem}"));
            }
        }

        var text = new StringBuilder(lines.Count == 0 ? "Verification commands are valid" : "");
        Section(text, lines, "Verification command issues:");
        var json = new JsonObject { ["valid"] = lines.Count == 0, ["issues"] = issues };
        return new PlanningAnswer(text.ToString().TrimEnd(), json, lines.Count == 0);
    }

    /// <summary>Which requirements tasks cover.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="threshold">The least part, 0 to 1.</param>
    public static PlanningAnswer Coverage(PlanningFolder folder, double threshold)
    {
        var coverage = SpecCoverage.Of(Inputs(folder), threshold);
        var text = new StringBuilder($"Spec coverage: {SpecCoverage.Percent(coverage.Ratio)}{(coverage.Applies ? "" : " (not applicable: there are no requirements)")}\n");
        text.Append($"Threshold: {SpecCoverage.Percent(threshold)}\nCovered: {coverage.Covered.Count()}\nUncovered: {coverage.Uncovered.Count()}\n");
        Section(text, coverage.Uncovered.Select(r => $"{r.Requirement.Id} (line {r.Requirement.Line})"), "Uncovered requirements:");
        return new PlanningAnswer(text.ToString().TrimEnd(), coverage.ToJson, coverage.Passed);
    }

    /// <summary>What the state keeps of coverage, and what <c>state spec-coverage</c> shows: one definition for all.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="computedAt">When.</param>
    public static JsonObject CoverageForState(PlanningFolder folder, string computedAt)
    {
        var coverage = SpecCoverage.Of(Inputs(folder));
        return new JsonObject
        {
            ["requirements"] = new JsonArray([.. coverage.Effective.Select(r => (JsonNode)new JsonObject
            {
                ["id"] = r.Requirement.Id,
                ["text"] = r.Requirement.Text,
                ["source_line"] = r.Requirement.Line,
                ["covered_by"] = JsonView.List(r.CoveredBy),
            })]),
            ["coverage_pct"] = Math.Floor(coverage.Ratio * 1000) / 10,
            ["applicable"] = coverage.Applies,
            ["covered_count"] = coverage.Covered.Count(),
            ["total_count"] = coverage.Effective.Count,
            ["uncovered"] = JsonView.List(coverage.Uncovered.Select(r => r.Requirement.Id)),
            ["computed_at"] = computedAt,
        };
    }

    /// <summary>Tasks that bring what is left for later phases.</summary>
    public static PlanningAnswer Leakage(PlanningFolder folder)
    {
        var found = PhaseLeakage.Find(Inputs(folder));
        var text = new StringBuilder(found.Count == 0 ? "No phase leakage" : "");
        Section(text, found.Select(f => $"{f.TaskId}: {f.Message}"), "Phase leakage:");
        return new PlanningAnswer(text.ToString().TrimEnd(), new JsonObject { ["passed"] = found.Count == 0, ["violations"] = GateFinding.Json(found) }, found.Count == 0);
    }

    /// <summary>Needs that are no task.</summary>
    public static PlanningAnswer Dependencies(PlanningFolder folder)
    {
        var missing = new TaskGraph(Inputs(folder).Tasks).Missing;
        var text = new StringBuilder(missing.Count == 0 ? "All dependencies exist" : "");
        Section(text, missing.Select(m => $"{m.Task} needs {m.Need}, but there is no such task"), "Missing dependencies:");
        var json = new JsonObject
        {
            ["passed"] = missing.Count == 0,
            ["violations"] = new JsonArray([.. missing.Select(m => (JsonNode)new JsonObject { ["task_id"] = m.Task, ["missing_dependency"] = m.Need })]),
        };
        return new PlanningAnswer(text.ToString().TrimEnd(), json, missing.Count == 0);
    }

    /// <summary>Whether acceptance criteria can be checked.</summary>
    public static PlanningAnswer Criteria(PlanningFolder folder)
    {
        var found = CriteriaQuality.Find(Inputs(folder).Tasks);
        var passed = !found.Any(f => f.IsViolation);
        var text = new StringBuilder(passed ? "Acceptance criteria are good\n" : "");
        Section(text, found.Where(f => f.IsViolation).Select(f => $"{f.TaskId} {f.Message}"), "Acceptance criteria issues:");
        Section(text, found.Where(f => !f.IsViolation).Select(f => $"{f.TaskId} {f.Message}"), "Warnings:");
        return new PlanningAnswer(text.ToString().TrimEnd(), new JsonObject { ["passed"] = passed, ["violations"] = GateFinding.Json(found) }, passed);
    }

    /// <summary>What refactorings take the place of.</summary>
    public static PlanningAnswer Refactor(PlanningFolder folder)
    {
        var refactoring = new RefactorPriority(Inputs(folder));
        var text = new StringBuilder($"Requirements: {refactoring.TotalRequirements}\nRefactor tasks: {refactoring.Overrides.Count}\n");
        Section(text, refactoring.Lines(), "Overrides:");
        Section(text, refactoring.Problems, "Problems:");
        return new PlanningAnswer(text.ToString().TrimEnd(), refactoring.ToJson, refactoring.Passed);
    }

    /// <summary>All planning gates.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="threshold">The least coverage, 0 to 1.</param>
    public static PlanningAnswer All(PlanningFolder folder, double threshold) => All(PlanningGates.Of(Checked(folder), threshold));

    private static PlanningAnswer All(PlanningGates gates)
    {
        var text = new StringBuilder();
        Line("Tasks", gates.HasTasks);
        Line($"Spec coverage {SpecCoverage.Percent(gates.Coverage.Ratio)} (threshold {SpecCoverage.Percent(gates.Coverage.Threshold)})", gates.Coverage.Passed);
        Line("Phase leakage", gates.Leakage.Count == 0);
        Line("Dependency existence", gates.Graph.Missing.Count == 0);
        Line("Acceptance criteria", !gates.Criteria.Any(c => c.IsViolation));
        Line("DAG", gates.Graph.Cycles.Count == 0);
        Line("Refactor priority", gates.Refactoring.Passed);
        if (gates.Fsm is { } fsm)
        {
            Line("FSM coverage", !fsm.Any(f => f.IsIssue));
        }

        Section(text, gates.Warnings, "\nWarnings:");
        text.Append('\n');
        Section(text, gates.Blocking, "Planning gates BLOCKED:");
        Section(text, Details(gates), "\nDetails:");
        return new PlanningAnswer(text.Append(gates.Passed ? "All planning gates PASSED" : "").ToString().TrimEnd(), gates.ToJson, gates.Passed);

        void Line(string gate, bool passed) => text.Append($"{(passed ? "PASS" : "FAIL")}  {gate}\n");
    }

    /// <summary>The gates as <c>state advance</c> asks them: why they are closed, and what the state keeps of it.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="at">When they are asked.</param>
    public static (IReadOnlyList<string> Blocking, JsonObject Results) ForAdvance(PlanningFolder folder, string at)
    {
        var gates = PlanningGates.Of(folder);
        return (gates.Blocking, gates.ToStateJson(at));
    }

    /// <summary>Graph, steel thread, commands and gates in one.</summary>
    /// <inheritdoc cref="All(PlanningFolder, double)"/>
    public static PlanningAnswer Everything(PlanningFolder folder, double threshold)
    {
        var inputs = Inputs(folder);
        var (dag, thread, commands, gates) = (Dag(inputs), SteelThreadOf(inputs), VerificationCommands(inputs), All(PlanningGates.Of(folder, inputs, threshold)));
        var passed = dag.Passed && thread.Passed && commands.Passed && gates.Passed;
        return new PlanningAnswer(
            $"=== DAG ===\n{dag.Text}\n\n=== Steel thread ===\n{thread.Text}\n\n=== Verification commands ===\n{commands.Text}\n\n=== Planning gates ===\n{gates.Text}",
            () => new JsonObject
            {
                ["passed"] = passed,
                ["dag"] = dag.Json,
                ["steel_thread"] = thread.Json,
                ["verification_commands"] = commands.Json,
                ["gates"] = gates.Json,
            },
            passed);
    }

    private static IEnumerable<string> Details(PlanningGates gates) =>
    [
        .. gates.Coverage.Passed ? [] : gates.Coverage.Uncovered.Select(r => $"uncovered: {r.Requirement.Id} (line {r.Requirement.Line})"),
        .. gates.Leakage.Select(f => $"{f.TaskId}: {f.Message}"),
        .. gates.Graph.Missing.Select(m => $"{m.Task} needs {m.Need}, but there is no such task"),
        .. gates.Criteria.Where(c => c.IsViolation).Select(c => $"{c.TaskId} {c.Message}"),
        .. gates.Refactoring.Problems,
    ];

    private static void Section(StringBuilder text, IEnumerable<string> lines, string title)
    {
        var all = lines.ToArray();
        if (all.Length > 0)
        {
            text.Append(title).Append('\n').AppendJoin('\n', all.Select(l => "  " + l)).Append('\n');
        }
    }

    /// <summary>Gates fail closed: what cannot be read is a refusal, not an empty plan.</summary>
    internal static PlanInputs Inputs(PlanningFolder folder)
    {
        var inputs = PlanInputs.Read(Checked(folder));
        return inputs.BadTasks.Count == 0 ? inputs : throw new PlanningException(
            PlanningCodes.Corrupt,
            $"Task files cannot be used: {string.Join("; ", inputs.BadTasks.Select(b => $"{b.File}: {b.Message}"))}",
            new JsonObject { ["errors"] = new JsonArray([.. inputs.BadTasks.Select(b => (JsonNode)new JsonObject { ["file"] = b.File, ["message"] = b.Message })]) });
    }

    private static PlanningFolder Checked(PlanningFolder folder) => Directory.Exists(folder.Root) ? folder : throw new PlanningException(
        PlanningCodes.NoState, $"There is no plan at '{folder.Root}'. 'tasker state init <dir>' begins one, '-p <dir>' names another folder.");
}
