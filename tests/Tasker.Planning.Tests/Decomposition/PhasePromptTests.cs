using Tasker.Planning.Agents;
using Tasker.Planning.Decomposition;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Decomposition;

/// <summary>What the agents of planning are told: they see nothing else.</summary>
public sealed class PhasePromptTests
{
    [Fact]
    public void Every_agent_is_told_to_log_where_the_plan_is_and_not_to_make_directories() => Assert.All(PlanningPhase.All, phase =>
    {
        var text = PromptTemplate.Shipped(phase.Agent);
        Assert.Contains("## Logging (MANDATORY)", text, StringComparison.Ordinal);
        foreach (var kind in new[] { "INFO {0} start", "INFO {0} decision", "INFO {0} complete", "WARN {0} warning", "ERROR {0} error" })
        {
            Assert.Contains($"tasker log-activity {string.Format(null, kind, phase.Agent)}", text, StringComparison.Ordinal);
        }

        Assert.Contains("TASKER_DIR: {TASKER_DIR}", text, StringComparison.Ordinal);
        Assert.Contains("Do not create directories yourself", text, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("spec-reviewer", "tasker spec review analyze {TASKER_DIR}/inputs/spec.md")]
    [InlineData("spec-reviewer", "tasker spec review status {TASKER_DIR}")]
    [InlineData("spec-reviewer", "{TASKER_DIR}/artifacts/spec-resolutions.json")]
    [InlineData("spec-reviewer", "You MUST decide all critical weaknesses")]
    [InlineData("logic-architect", "{PROJECT_CONTEXT}")]
    [InlineData("logic-architect", "{TASKER_DIR}/artifacts/spec-resolutions.json")]
    [InlineData("logic-architect", "I.P.S.O.")]
    [InlineData("logic-architect", "Phase 1")]
    [InlineData("logic-architect", "tasker state validate capability_map")]
    [InlineData("logic-architect", "ls -la {TASKER_DIR}/artifacts/capability-map.json")]
    [InlineData("physical-architect", "{PROJECT_CONTEXT}")]
    [InlineData("physical-architect", "tasker state validate physical_map")]
    [InlineData("physical-architect", "ls -la {TASKER_DIR}/artifacts/physical-map.json")]
    [InlineData("task-author", "{PROJECT_CONTEXT}")]
    [InlineData("task-author", "tasker state load-tasks")]
    [InlineData("task-author", "\"transitions_covered\": [\"TR1\"]")]
    [InlineData(
        "task-author",
        "tasker fsm validate coverage-report {TASKER_DIR}/artifacts/fsm/index.json {TASKER_DIR}/tasks "
            + "--output {TASKER_DIR}/artifacts/fsm-coverage.plan.json")]
    [InlineData(
        "task-author",
        "tasker fsm validate task-coverage {TASKER_DIR}/artifacts/fsm/index.json {TASKER_DIR}/tasks "
            + "--steel-threshold 1.0 --other-threshold 0.9")]
    [InlineData("task-plan-verifier", "tasker state validate-tasks <VERDICT>")]
    [InlineData("task-plan-verifier", "NOT `validate-complete`")]
    [InlineData("task-plan-verifier", "{TASKER_DIR}/reports/task-validation-report.md")]
    [InlineData("task-plan-verifier", "READY_WITH_NOTES")]
    [InlineData("plan-auditor", "1: foundations, 2: steel thread, 3 and later: features")]
    [InlineData("plan-auditor", "tasker state load-tasks")]
    public void An_agent_is_told_what_its_phase_needs(string agent, string needed) =>
        Assert.Contains(needed, PromptTemplate.Shipped(agent), StringComparison.Ordinal);

    [Theory]
    [InlineData("logic-architect")]
    [InlineData("physical-architect")]
    [InlineData("task-author")]
    public void Who_writes_files_is_told_that_saying_so_is_not_enough(string agent)
    {
        var text = PromptTemplate.Shipped(agent);
        Assert.Contains("Printing JSON into the conversation is NOT sufficient", text, StringComparison.Ordinal);
        Assert.Contains("Do NOT use relative paths", text, StringComparison.Ordinal);
        Assert.Contains("you have FAILED", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_place_of_every_prompt_is_filled_in()
    {
        var folder = PlanningFolder.OfTarget("/nowhere");
        Assert.All(PlanningPhase.All,
            phase => Assert.DoesNotMatch(@"\{[A-Z_]+\}", PhasePrompt.Read(folder, phase).Fill(PhasePrompt.Values("/nowhere", folder))));
    }
}
