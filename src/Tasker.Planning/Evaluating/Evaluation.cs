using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Gates;
using Tasker.Planning.Metrics;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Evaluating;

/// <summary>The report about a plan and its execution, also about one that is halfway: quality of the plan, tasks, verification, cost, failures.</summary>
public static class Evaluation
{
    /// <summary>Evaluates.</summary>
    /// <param name="store">The plan.</param>
    /// <param name="validate">True: what can be checked about the plan is checked again and added.</param>
    /// <exception cref="PlanningException">There is no state, or it is broken.</exception>
    public static PlanningAnswer Of(PlanStore store, bool validate = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        var state = store.Read();
        var checks = validate ? Checks(store.Folder, state) : [];
        return new PlanningAnswer(EvaluationText.Of(state, checks), () => Json(state, checks), Passed: true);
    }

    /// <summary>The metrics alone.</summary>
    /// <exception cref="PlanningException">There is no state, or it is broken.</exception>
    public static PlanningAnswer Metrics(PlanStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var metrics = ExecutionMetrics.Of(store.Read());
        return new PlanningAnswer(string.Join('\n', metrics.Lines()), metrics.ToJson, Passed: true);
    }

    /// <summary>The verdict about the plan, how many problems it names, and what it says in short; null for nothing.</summary>
    internal static (string Verdict, int Issues, string? Summary) Planning(PlanState state)
    {
        var validation = state.Look["artifacts"]["task_validation"].Copy();
        return (validation.Text("verdict") ?? "not validated", validation.Texts("issues").Length, validation.Text("summary") is { Length: > 0 } said ? said : null);
    }

    /// <summary>Tasks whose last attempt failed.</summary>
    internal static IEnumerable<PlanTask> FailedTasks(PlanState state) =>
        state.Tasks.Where(task => task.Status is PlanTaskStatus.Failed).OrderBy(task => task.Id, TaskIds.Order);

    private static JsonObject Json(PlanState state, EvaluationCheck[] checks)
    {
        var (verdict, issues, summary) = Planning(state);
        var metrics = ExecutionMetrics.Of(state).ToJson();
        var (pass, looked) = (new JsonObject(), new JsonObject());
        foreach (var dimension in QualityMetrics.Dimensions(state))
        {
            (pass[dimension.Name], looked[dimension.Name]) = (dimension.Pass, dimension.Total);
        }

        (metrics["quality_dimensions"], metrics["quality_totals"]) = (pass, looked);
        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["planning"] = new JsonObject { ["verdict"] = verdict, ["issues_count"] = issues, ["summary"] = summary },
            ["phase"] = state.Phase,
            ["total_tasks"] = state.Tasks.Count,
            ["completed_count"] = Count(state, PlanTaskStatus.Complete),
            ["failed_count"] = Count(state, PlanTaskStatus.Failed),
            ["blocked_count"] = Count(state, PlanTaskStatus.Blocked),
            ["skipped_count"] = Count(state, PlanTaskStatus.Skipped),
            ["running_count"] = Count(state, PlanTaskStatus.Running),
            ["pending_count"] = Count(state, PlanTaskStatus.Pending),
            ["duration_seconds"] = Math.Round(Seconds(state), 3),
            ["metrics"] = metrics,
            ["phases"] = new JsonArray([.. ByPhase(state).Select(phase => (JsonNode)new JsonObject { ["phase"] = phase.Phase, ["total"] = phase.Total, ["complete"] = phase.Complete })]),
            ["failed_tasks"] = new JsonArray([.. FailedTasks(state).Select(task => (JsonNode)new JsonObject
            {
                ["id"] = task.Id,
                ["name"] = task.Name,
                ["error"] = task.Error,
                ["category"] = task.Look["failure"].Copy().Text("category"),
                ["attempts"] = task.Attempts,
            })]),
            ["improvement_patterns"] = JsonView.List(QualityMetrics.ImprovementPatterns(state)),
        };
        if (checks.Length > 0)
        {
            var node = JsonView.Inside(json, "validation");
            foreach (var check in checks)
            {
                node[check.Name] = check.Answer.Json;
            }
        }

        return json;
    }

    /// <summary>How many tasks have a status.</summary>
    internal static int Count(PlanState state, PlanTaskStatus status) => state.Tasks.Count(task => task.Status == status);

    /// <summary>How long all tasks took.</summary>
    internal static double Seconds(PlanState state)
    {
        var seconds = 0.0;
        foreach (var task in state.Tasks)
        {
            seconds += task.Number("duration_seconds") ?? 0;
        }

        return seconds;
    }

    /// <summary>Tasks and complete tasks of each phase, by phase.</summary>
    internal static List<PhaseCount> ByPhase(PlanState state)
    {
        var phases = new List<PhaseCount>();
        var tasks = new List<PlanTask>(state.Tasks);
        tasks.Sort(Readiness.ByPhase);
        foreach (var task in tasks)
        {
            if (phases.Count == 0 || phases[^1].Phase != task.Phase)
            {
                phases.Add(new PhaseCount(task.Phase));
            }

            phases[^1].Total++;
            phases[^1].Complete += task.Status is PlanTaskStatus.Complete ? 1 : 0;
        }

        return phases;
    }

    private static EvaluationCheck[] Checks(PlanningFolder folder, PlanState state)
    {
        var inputs = new Lazy<PlanInputs>(() => GateAnswers.Inputs(folder)); // What cannot be read says so to each.
        return
        [
            new("dag", "DAG", Tried(() => GateAnswers.Dag(inputs.Value))),
            new("steel_thread", "Steel thread", Tried(() => GateAnswers.SteelThreadOf(inputs.Value))),
            new("verification_commands", "Verification commands", Tried(() => GateAnswers.VerificationCommands(inputs.Value))),
            new("calibration", "Calibration", Calibration.Of(state)),
        ];
    }

    /// <summary>A check that cannot be made is told in the report, which is made all the same.</summary>
    private static PlanningAnswer Tried(Func<PlanningAnswer> check)
    {
        try
        {
            return check();
        }
        catch (PlanningException refused)
        {
            return new PlanningAnswer(refused.Message, new JsonObject { ["valid"] = false, ["message"] = refused.Message }, Passed: false);
        }
    }
}
