using Tasker.Planning.Files;
using Tasker.Planning.Gates;

namespace Tasker.Planning.Overview;

/// <summary>How the gates of a plan stand, worked out from its task files, its specification and its maps. Nothing is kept.</summary>
/// <param name="Gates">Every gate, always in the same order.</param>
/// <param name="Coverage">The part of the requirements that tasks cover, 0 to 1.</param>
/// <param name="HasRequirements">False when there is nothing to cover; the part then says nothing.</param>
/// <param name="Covered">Requirements that are covered.</param>
/// <param name="Requirements">All requirements.</param>
/// <param name="Uncovered">Ids of those that are not covered.</param>
public sealed record PlanHealth(
    IReadOnlyList<GateStanding> Gates, double Coverage, bool HasRequirements, int Covered, int Requirements, IReadOnlyList<string> Uncovered)
{
    /// <summary>Nobody has looked yet.</summary>
    public static PlanHealth Unknown { get; } = new([], 0, HasRequirements: false, 0, 0, []);

    /// <summary>Looks at a plan. What cannot be read closes its gate and is told there.</summary>
    public static PlanHealth Of(PlanningFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            var inputs = PlanInputs.Read(folder);
            return Of(inputs, PlanningGates.Of(folder, inputs));
        }
        catch (PlanningException unreadable)
        {
            return new PlanHealth([new GateStanding("readable", "Files of the plan", Passed: false, unreadable.Message)], 0, HasRequirements: false, 0, 0, []);
        }
    }

    private static PlanHealth Of(PlanInputs inputs, PlanningGates gates)
    {
        var thread = new SteelThread(inputs);
        var commands = inputs.Tasks.SelectMany(task => VerificationCommand.Problems(task).Select(problem => $"{task.Id} {problem}")).ToArray();
        var coverage = gates.Coverage;
        GateStanding?[] all =
        [
            new("tasks", "Task files", gates.HasTasks && inputs.BadTasks.Count == 0, gates.HasTasks ? First([.. inputs.BadTasks.Select(bad => $"{bad.File}: {bad.Message}")]) : "there are no tasks"),
            new("spec_coverage", "Spec coverage", coverage.Passed, coverage.Applies ? $"{SpecCoverage.Percent(coverage.Ratio)} of {coverage.Effective.Count}" : "no requirements"),
            Standing("phase_leakage", "Phase leakage", [.. gates.Leakage.Select(found => $"{found.TaskId}: {found.Message}")]),
            Standing("dependency_existence", "Dependencies", [.. gates.Graph.Missing.Select(missing => $"{missing.Task} needs {missing.Need}, which does not exist")]),
            Standing("acceptance_criteria", "Acceptance criteria", [.. gates.Criteria.Where(found => found.IsViolation).Select(found => $"{found.TaskId} {found.Message}")]),
            Standing("dag", "DAG", [.. gates.Graph.Cycles.Select(cycle => string.Join(" -> ", cycle))]),
            Standing("refactor", "Refactor priority", gates.Refactoring.Problems),
            gates.Fsm is { } machines ? Standing("fsm", "State machines", [.. machines.Where(found => found.IsIssue).Select(found => found.Message)]) : null,
            thread.IsValid ? new("steel_thread", "Steel thread", Passed: true, thread.Text) : Standing("steel_thread", "Steel thread", thread.Issues),
            Standing("verification_commands", "Verification commands", commands),
        ];
        return new PlanHealth(
            [.. all.OfType<GateStanding>()], coverage.Ratio, coverage.Applies, coverage.Covered.Count(), coverage.Effective.Count,
            [.. coverage.Uncovered.Select(one => one.Requirement.Id)]);
    }

    private static GateStanding Standing(string name, string title, IReadOnlyList<string> problems) => new(name, title, problems.Count == 0, First(problems));

    private static string First(IReadOnlyList<string> problems) => problems.Count switch
    {
        0 => "",
        1 => problems[0],
        _ => $"{problems[0]} (and {problems.Count - 1} more)",
    };
}
