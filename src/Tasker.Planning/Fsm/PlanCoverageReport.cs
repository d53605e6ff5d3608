using System.Text.Json.Nodes;
using Tasker.Planning.Files;
using static Tasker.Planning.Fsm.FsmFinding;

namespace Tasker.Planning.Fsm;

/// <summary>The report <c>fsm-coverage.plan.json</c>: which tasks cover which transition, and which invariants are enforced.</summary>
internal static class PlanCoverageReport
{
    public static JsonObject Of(FsmModel model, IReadOnlyList<TransitionTask> tasks)
    {
        var coverage = new TransitionCoverage(new FsmReading(model, []), tasks);
        var machines = new JsonArray();
        var (total, covered) = (0, 0);
        foreach (var machine in model.Machines)
        {
            var details = machine.Transitions.Select(t => (t, tasks: coverage.Covering(new TransitionKey(machine.Id, t.Id)))).ToArray();
            var done = details.Count(d => d.tasks.Count > 0);
            (total, covered) = (total + details.Length, covered + done);
            machines.Add((JsonNode)CoverageShape.Machine(machine, "covered", "coverage_pct", done, details.Select(d => new JsonObject
            {
                ["id"] = d.t.Id,
                ["trigger"] = d.t.Trigger,
                ["covered"] = d.tasks.Count > 0,
                ["covering_tasks"] = Array(d.tasks),
            })));
        }

        var enforcing = model.Invariants.Select(i => (i, tasks: tasks.Where(t => t.Guards.Contains(i.Id)).Select(t => t.Id).Distinct().Order(IdOrder.Instance).ToArray())).ToArray();
        var enforced = enforcing.Count(e => e.tasks.Length > 0);
        return new JsonObject
        {
            ["version"] = "1.0",
            ["phase"] = "plan",
            ["spec_slug"] = model.SpecSlug,
            ["machines"] = machines,
            ["invariants"] = new JsonObject
            {
                ["total"] = enforcing.Length,
                ["enforced"] = enforced,
                ["details"] = new JsonArray([.. enforcing.Select(e => (JsonNode)new JsonObject
                {
                    ["id"] = e.i.Id,
                    ["rule"] = e.i.Rule,
                    ["enforced"] = e.tasks.Length > 0,
                    ["enforcing_tasks"] = Array(e.tasks),
                })]),
            },
            ["summary"] = new JsonObject
            {
                ["total_transitions"] = total,
                ["covered_transitions"] = covered,
                ["total_invariants"] = enforcing.Length,
                ["enforced_invariants"] = enforced,
            },
        };
    }
}
