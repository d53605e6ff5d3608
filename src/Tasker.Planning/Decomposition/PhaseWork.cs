using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.SpecReview;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Decomposition;

/// <summary>The work around the agent of a phase. Each part can be done again without doing anything twice.</summary>
/// <param name="store">The plan.</param>
internal sealed class PhaseWork(PlanStore store)
{
    private const string Field = "planning";

    private PlanningFolder Folder => store.Folder;

    /// <summary>What the agent of a phase is told; null when its output is there already and is good.</summary>
    public async Task<string?> BriefAsync(PlanningPhase phase, CancellationToken cancellationToken)
    {
        if (phase.Name == PlanningPhase.SpecReview)
        {
            await ReviewAnswers.EnsureAsync(Folder, store.Time.GetUtcNow(), cancellationToken);
        }

        var (isDone, problems, isMissing) = await store.ChangeWithFilesAsync(
            async (state, now) =>
            {
                if (PlanPhases.IndexOf(state.Phase) > PlanPhases.IndexOf(phase.Name))
                {
                    return (true, [], false);
                }

                var notes = JsonView.Inside(state.Node, Field);
                if (phase.Name == PlanningPhase.Validation && (string?)notes["checked"] != phase.Name && state.Artifacts.Remove("task_validation"))
                {
                    state.AddEvent(now, "task_validation_withdrawn"); // The verdict is to be of the tasks as they are now.
                }

                // Phases that change what others have made are never done before their agent has looked.
                var mayBeDone = phase.Name is not (PlanningPhase.Sequencing or PlanningPhase.Validation) || (string?)notes["checked"] == phase.Name;
                var isGood = mayBeDone && (await PhaseOutput.CheckAsync(state, Folder, phase, now, cancellationToken)).IsGood;
                var refused = (string?)notes["phase"] == phase.Name ? JsonView.Texts(notes["problems"]) : [];
                return (isGood, refused, notes["missing"] is JsonValue value && value.TryGetValue<bool>(out var missing) && missing);
            },
            cancellationToken);
        if (isDone)
        {
            return null;
        }

        ActivityLog.Add(Folder, "INFO", "orchestrator", "spawn", $"launching {phase.Agent} for phase {phase.Name}", store.Time.GetUtcNow());
        return Prompt(phase, problems, isMissing);
    }

    /// <summary>Checks the output of a phase, and keeps what is wrong with it for the next try.</summary>
    /// <returns>What is wrong; null when it is good.</returns>
    public async Task<string?> CheckAsync(PlanningPhase phase, CancellationToken cancellationToken)
    {
        var output = await store.ChangeWithFilesAsync(
            async (state, now) =>
            {
                if (PlanPhases.IndexOf(state.Phase) > PlanPhases.IndexOf(phase.Name))
                {
                    return new PhaseOutput(false, []);
                }

                var found = await PhaseOutput.CheckAsync(state, Folder, phase, now, cancellationToken);
                var notes = JsonView.Inside(state.Node, Field);
                (notes["phase"], notes["missing"], notes["problems"]) = (phase.Name, found.IsMissing, JsonView.List(found.Problems));
                notes["checked"] = found.IsGood ? phase.Name : null;
                state.AddEvent(now, "phase_output_checked", details: new JsonObject { ["phase"] = phase.Name, ["good"] = found.IsGood, ["problems"] = JsonView.List(found.Problems) });
                return found;
            },
            cancellationToken);
        ActivityLog.Add(
            Folder, output.IsGood ? "INFO" : "WARN", "orchestrator", output.IsGood ? "spawn-complete" : "validation",
            output.IsGood ? $"{phase.Agent} finished with SUCCESS" : $"{phase.Name} - FAILED: {string.Join("; ", output.Problems)}", store.Time.GetUtcNow());
        return output.IsGood ? null : string.Join("; ", output.Problems);
    }

    /// <summary>Leaves a phase by its gate.</summary>
    /// <returns>Why not; null when the plan is in a later phase.</returns>
    public Task<string?> AdvanceAsync(PlanningPhase phase, CancellationToken cancellationToken) => store.ChangeAsync(
        (state, now) =>
        {
            if (PlanPhases.IndexOf(state.Phase) > PlanPhases.IndexOf(phase.Name))
            {
                return null;
            }

            var verdict = new PhaseGates(Folder).Ask(state, now);
            PhaseRules.Advance(state, verdict, now);
            if (verdict.Reasons.Count == 0)
            {
                ActivityLog.Add(Folder, "INFO", "orchestrator", "phase-transition", $"moving from {phase.Name} to {state.Phase}", now);
                return null;
            }

            JsonView.Inside(state.Node, Field)["checked"] = null;
            state.AddEvent(now, "gate_closed", details: new JsonObject { ["phase"] = phase.Name, ["reasons"] = JsonView.List(verdict.Reasons) });
            var report = phase.Name == PlanningPhase.Validation ? $" The whole report: {PlanningPhase.ReportOf(Folder)}. Mend the task files, then 'tasker plan' has them judged again." : "";
            return $"{string.Join("; ", verdict.Reasons)}.{report}";
        },
        cancellationToken);

    private string Prompt(PlanningPhase phase, List<string> problems, bool isMissing)
    {
        var template = PhasePrompt.Read(Folder, phase);
        var text = new StringBuilder(template.Fill(PhasePrompt.Values(store.Read().TargetDir, Folder)));
        if (problems.Count > 0)
        {
            text.Append("\n## IMPORTANT: the last attempt was not accepted\n\n");
            text.AppendJoin('\n', problems.Select(problem => $"- {problem}")).Append('\n');
            if (isMissing)
            {
                text.Append(string.Create(CultureInfo.InvariantCulture, $"\nYou must use your tool for writing files to save the output to its absolute path, such as {phase.Output(Folder)}. "))
                    .Append("Simply outputting JSON to the conversation is NOT sufficient. Do NOT use relative paths like .tasker/.\n");
            }
        }

        return text.ToString();
    }
}
