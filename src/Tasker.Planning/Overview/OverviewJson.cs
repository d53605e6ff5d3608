using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Overview;

/// <summary>A plan at one moment, for programs. Names that scripts know from other programs of this format keep their meaning.</summary>
public static class OverviewJson
{
    private const int MostEvents = 20;

    /// <summary>The fields.</summary>
    public static JsonObject Of(PlanOverview plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new JsonObject
        {
            ["target_dir"] = plan.State.TargetDir,
            ["workflow_phase"] = plan.State.Phase,
            ["phases_completed"] = JsonView.List(plan.State.PhasesCompleted),
            ["phase"] = new JsonObject { ["current"] = plan.CurrentPhase, ["max"] = plan.LastPhase },
            ["tasks"] = Counts(plan),
            ["halt"] = new JsonObject
            {
                ["is_halted"] = plan.Halting.IsHalted,
                ["reason"] = plan.Halting.Reason,
                ["requested_at"] = plan.Halting.RequestedAt,
                ["halted_at"] = plan.Halting.HaltedAt,
            },
            ["gate"] = new JsonObject { ["open"] = plan.Closed.Count == 0, ["reasons"] = JsonView.List(plan.Closed) },
            ["health_checks"] = new JsonArray([.. plan.Health.Gates.Select(gate => (JsonNode)new JsonObject
            {
                ["name"] = gate.Name, ["passed"] = gate.Passed, ["message"] = gate.Message,
            })]),
            ["coverage"] = new JsonObject
            {
                ["ratio"] = Math.Round(plan.Health.Coverage, 4),
                ["applicable"] = plan.Health.HasRequirements,
                ["covered"] = plan.Health.Covered,
                ["total"] = plan.Health.Requirements,
                ["uncovered"] = JsonView.List(plan.Health.Uncovered),
            },
            ["calibration"] = plan.CalibrationFigures.DeepClone(),
            ["cost"] = new JsonObject { ["tokens"] = plan.Figures.TotalTokens, ["usd"] = plan.Figures.TotalCostUsd },
            ["task_list"] = new JsonArray([.. plan.Tasks.Select(task => (JsonNode)Item(plan, task))]),
            ["events"] = new JsonArray([.. plan.Events.Take(MostEvents).Select(one => (JsonNode)new JsonObject
            {
                ["at"] = one.At is { } at ? Timestamps.Text(at) : null, ["type"] = one.Type, ["task_id"] = one.Task, ["details"] = one.Details,
            })]),
        };
    }

    private static JsonObject Counts(PlanOverview plan)
    {
        var counts = new JsonObject { ["total"] = plan.Tasks.Count };
        foreach (var (name, status) in new[]
        {
            ("completed", PlanTaskStatus.Complete), ("failed", PlanTaskStatus.Failed), ("running", PlanTaskStatus.Running), ("blocked", PlanTaskStatus.Blocked),
            ("skipped", PlanTaskStatus.Skipped), ("pending", PlanTaskStatus.Pending),
        })
        {
            counts[name] = plan.Count(status);
        }

        counts["ready"] = plan.Ready.Count;
        return counts;
    }

    private static JsonObject Item(PlanOverview plan, PlanTask task) => new()
    {
        ["id"] = task.Id,
        ["name"] = task.Name,
        ["phase"] = task.Phase,
        ["status"] = task.Status.Word(),
        ["ready"] = plan.Ready.Contains(task.Id),
        ["attempts"] = task.Attempts,
        ["started_at"] = task.Text("started_at"),
        ["completed_at"] = task.Text("completed_at"),
        ["error"] = task.Error,
    };
}
