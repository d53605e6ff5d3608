using System.Text;
using System.Text.Json.Nodes;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.SpecReview;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Decomposition;

/// <summary>What the agent of a phase has left behind, looked for before anything is believed, and checked.</summary>
/// <param name="IsMissing">True when the output is not there at all.</param>
/// <param name="Problems">What is wrong, a sentence each; none: it may be gone on with.</param>
internal sealed record PhaseOutput(bool IsMissing, IReadOnlyList<string> Problems)
{
    /// <summary>True when it may be gone on with.</summary>
    public bool IsGood => Problems.Count == 0;

    private static readonly PhaseOutput Good = new(false, []);

    /// <summary>Checks the output of a phase. Maps are registered and tasks are loaded on the way, as their agents are told to do, too.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="folder">The plan.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PhaseOutput> CheckAsync(PlanState state, PlanningFolder folder, PlanningPhase phase, DateTimeOffset now, CancellationToken cancellationToken) => phase.Name switch
    {
        PlanningPhase.SpecReview => Of(ReviewAnswers.ForAdvance(folder)),
        PlanningPhase.Logical => Map(state, folder, "capability_map", folder.CapabilityMap, now),
        PlanningPhase.Physical => Map(state, folder, "physical_map", folder.PhysicalMap, now),
        PlanningPhase.Definition => await TasksAsync(state, folder, now, cancellationToken),
        PlanningPhase.Sequencing => await TasksAsync(state, folder, now, cancellationToken),
        _ => Verdict(state, folder),
    };

    private static PhaseOutput Of(IReadOnlyList<string> problems) => problems.Count == 0 ? Good : new PhaseOutput(false, problems);

    private static PhaseOutput Missing(string what) => new(true, [what]);

    private static PhaseOutput Map(PlanState state, PlanningFolder folder, string name, string path, DateTimeOffset now)
    {
        if (!File.Exists(path))
        {
            return Missing($"'{path}' was not written.");
        }

        var report = PlanArtifacts.Register(state, folder, name, null, now);
        return !report.IsValid ? Of([.. report.Problems.Select(one => one.ToString())]) : Of(new PhaseGates(folder).Ask(state, now).Reasons);
    }

    private static async Task<PhaseOutput> TasksAsync(PlanState state, PlanningFolder folder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var files = TaskFiles.Read(folder);
        if (files.Definitions.Count + files.Errors.Count == 0)
        {
            return Missing($"No task file was written to '{folder.Tasks}'.");
        }

        if (files.Errors.Count > 0)
        {
            return Of([.. files.Errors.Select(error => $"{error.File}: {error.Message}")]);
        }

        TaskLoading.Merge(state, files.Definitions, folder, now);
        if (File.Exists(Path.Combine(folder.Fsm, "index.json")))
        {
            var report = FsmAnswers.PlanReport(folder.Fsm, folder.Tasks);
            await AtomicFile.WriteAsync(Path.Combine(folder.Artifacts, "fsm-coverage.plan.json"), Encoding.UTF8.GetBytes(report.Text + "\n"), cancellationToken);
        }

        return Of(new PhaseGates(folder).Ask(state, now).Reasons);
    }

    /// <summary>That there is a verdict; whether it is a good one is for the gate.</summary>
    private static PhaseOutput Verdict(PlanState state, PlanningFolder folder) =>
        state.Artifacts["task_validation"] is not JsonObject ? Missing("No verdict was registered: 'tasker state validate-tasks <VERDICT> \"<summary>\"' does it.")
        : !File.Exists(PlanningPhase.ReportOf(folder)) ? Missing($"The report was not written: '{PlanningPhase.ReportOf(folder)}'.")
        : Good;
}
