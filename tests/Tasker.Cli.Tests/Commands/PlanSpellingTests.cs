using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>One action, several spellings: those of the method, and those that scripts of other programs of this format use.</summary>
public sealed class PlanSpellingTests(SpelledPlan plan) : IClassFixture<SpelledPlan>, IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("state status", "Phase: executing")]
    [InlineData("state status --once", "Phase: executing")]
    [InlineData("state status --compact", "Phase: executing")]
    [InlineData("state status --json", "\"phase\": \"executing\"")]
    [InlineData("state status --format json", "\"phase\": \"executing\"")]
    [InlineData("-p .tasker state status", "Phase: executing")]
    [InlineData("--planning-dir=.tasker state status", "Phase: executing")]
    [InlineData("state -p .tasker status", "Phase: executing")]
    [InlineData("state status -p .tasker", "Phase: executing")]
    [InlineData("state ready", "T002: Bake (phase 1)")]
    [InlineData("state ready-tasks", "T002: Bake (phase 1)")]
    [InlineData("state task start T002", "Task T002 started (attempt 1)")]
    [InlineData("state start-task T002", "Task T002 started (attempt 1)")]
    [InlineData("state task complete T001 --created src/a src/b --modified src/c", "Task T001 completed", "\"src/a\",\n        \"src/b\"")]
    [InlineData("state task complete T001 --created src/a --created src/b", "Task T001 completed", "\"src/a\",\n        \"src/b\"")]
    [InlineData("state task complete T001 --created src/a,src/b", "Task T001 completed", "\"src/a\",\n        \"src/b\"")]
    [InlineData("state complete-task T001 --created src/a,src/b", "Task T001 completed", "\"src/a\",\n        \"src/b\"")]
    [InlineData("state task complete T001 --files src/a src/b", "Task T001 completed", "\"src/a\",\n        \"src/b\"")]
    [InlineData("state task fail T001 broke --category test --retryable", "Task T001 failed (test): broke", "\"retryable\": true")]
    [InlineData("state task fail T001 broke --retryable=false", "Task T001 failed (other): broke", "\"retryable\": false")]
    [InlineData("state task fail T001 broke --retryable true --category env", "Task T001 failed (env): broke", "\"retryable\": true")]
    [InlineData("state fail-task T001 broke --category test --subcategory flaky --no-retry", "Task T001 failed (test): broke",
        "\"subcategory\": \"flaky\"")]
    [InlineData("state task retry T003", "Task T003 reset to pending")]
    [InlineData("state retry-task T003", "Task T003 reset to pending")]
    [InlineData("state task skip T002", "Task T002 skipped")]
    [InlineData("state task skip T002 unneeded", "Task T002 skipped: unneeded")]
    [InlineData("state task skip T002 --reason unneeded", "Task T002 skipped: unneeded")]
    [InlineData("state skip-task T002 unneeded", "Task T002 skipped: unneeded")]
    [InlineData("state task commit T004", "No changes to commit for T004")]
    [InlineData("state commit-task T004", "No changes to commit for T004")]
    [InlineData("state validate-tasks READY_WITH_NOTES fine --issues one two", "Task validation complete: READY_WITH_NOTES",
        "\"one\",\n        \"two\"")]
    [InlineData("state validate-tasks ready", "Task validation complete: READY")]
    [InlineData("state validate-tasks --verdict READY --summary fine --issues one,two", "Task validation complete: READY",
        "\"one\",\n        \"two\"")]
    [InlineData("state halt", "Halt requested: manual")]
    [InlineData("state halt user_message", "Halt requested: user_message")]
    [InlineData("state halt --reason user_message", "Halt requested: user_message")]
    [InlineData("stop", "Halt requested: user_stop")]
    [InlineData("state resume", "nothing to resume")]
    [InlineData("resume", "nothing to resume")]
    [InlineData("state log-tokens one 10 20 0.5", "Tokens logged", "\"total_tokens\": 30")]
    [InlineData("state log-tokens T001 --input 10 --output 20 --cost 0.5 --model small", "Tokens logged", "\"model\": \"small\"")]
    [InlineData("state checkpoint update T001 success", "Updated T001: success (0 pending)")]
    [InlineData("state checkpoint update T001 --status failed", "Updated T001: failed (0 pending)")]
    [InlineData("state record-verification T001 --verdict pass --recommendation proceed", "Verification recorded for T001: PASS (PROCEED)")]
    [InlineData("state record-verification T001 --verdict PASS --recommendation BLOCK --criteria [] --quality {} --tests {}",
        "Verification recorded for T001: PASS (BLOCK)", "\"criteria\": []")]
    [InlineData("state record-calibration T004 correct fine", "Calibration recorded for T004: correct", "\"notes\": \"fine\"")]
    [InlineData(
        "state record-calibration T004 --outcome correct --notes fine", "Calibration recorded for T004: correct", "\"notes\": \"fine\"")]
    [InlineData("state set-phase physical", "Phase set to: physical (was: executing)")]
    [InlineData("validate gates --threshold 0.5", "All planning gates PASSED")]
    [InlineData("validate planning-gates --threshold 0.5", "All planning gates PASSED")]
    [InlineData("-p .tasker validate gates --threshold 0.5", "All planning gates PASSED")]
    [InlineData("validate -p .tasker gates --threshold 0.5", "All planning gates PASSED")]
    [InlineData("validate --planning-dir .tasker gates --threshold 0.5", "All planning gates PASSED")]
    [InlineData("validate --planning-dir=.tasker gates --threshold 0.5", "All planning gates PASSED")]
    [InlineData("fsm validate validate fsm", "\"passed\": true")]
    [InlineData("fsm validate validate fsm/index.json", "\"passed\": true")]
    [InlineData("fsm validate fsm", "\"passed\": true")]
    [InlineData("fsm validate completeness fsm/steel-thread.states.json fsm/steel-thread.transitions.json", "\"passed\": true")]
    [InlineData("fsm validate coverage fsm/index.json .tasker/artifacts/capability-map.json", "\"passed\": true")]
    [InlineData("fsm validate task-coverage fsm/index.json .tasker/tasks --steel-threshold 1.0 --other-threshold 0.9", "\"passed\": true")]
    [InlineData("fsm task-coverage fsm .tasker/tasks --steel-threshold 1.0 --non-steel-threshold 0.9", "\"passed\": true")]
    [InlineData("fsm validate coverage-report fsm/index.json .tasker/tasks --output out.json", "Coverage report written to: out.json")]
    [InlineData("fsm coverage-report fsm .tasker/tasks", "\"phase\": \"plan\"")]
    [InlineData("fsm validate execute-coverage-report fsm/index.json .tasker/bundles --output out.json",
        "Execute coverage report written to: out.json")]
    [InlineData("fsm execute-coverage-report fsm .tasker/bundles", "\"phase\": \"execute\"")]
    [InlineData("fsm mermaid fsm", "\"status\": \"success\"")]
    [InlineData("fsm generate-all fsm", "\"status\": \"success\"")]
    [InlineData("fsm generate fsm/steel-thread.states.json fsm/steel-thread.transitions.json", "stateDiagram-v2")]
    [InlineData("fsm compile synthesis.json --output-dir other --slug bread", "\"status\": \"success\"")]
    [InlineData("fsm from-capability-map .tasker/artifacts/capability-map.json .tasker/inputs/spec.md --output-dir other --slug bread",
        "\"status\": \"success\"")]
    [InlineData("spec review analyze good.md", "\"weaknesses\"")]
    [InlineData("spec review good.md", "\"weaknesses\"")]
    [InlineData("spec review status .tasker", "Status: READY")]
    [InlineData("spec status", "Status: READY")]
    [InlineData("spec review checklist .tasker", "C1.1")]
    [InlineData("spec checklist", "C1.1")]
    [InlineData("spec review unresolved .tasker", "")]
    [InlineData("spec unresolved", "")]
    [InlineData("spec review report .tasker", "")]
    [InlineData("spec report", "")]
    [InlineData("spec review add-resolution .tasker W7-1 optional --notes later", "Added resolution: W7-1 → optional")]
    [InlineData("spec add-resolution W7-1 clarified --response yes --reframe exactly --notes later", "Added resolution: W7-1 → clarified")]
    [InlineData("bundle result-info .tasker/bundles/T004-result.json", "status:success")]
    [InlineData("bundle result-info T004", "Mill\tsuccess")]
    [InlineData("evaluate", "EVALUATION REPORT")]
    [InlineData("shim state.py status", "Phase: executing")]
    [InlineData("--planning-dir .tasker shim state.py status", "Phase: executing")]
    [InlineData("--json shim validate.py planning-gates --threshold 0.5", "\"passed\": true")]
    [InlineData("shim scripts/state.py ready-tasks", "T002: Bake (phase 1)")]
    [InlineData("shim state.py complete-task T001 --created src/a src/b", "Task T001 completed", "\"src/a\",\n        \"src/b\"")]
    [InlineData("shim state.py log-tokens one 10 20 0.5", "Tokens logged", "\"total_tokens\": 30")]
    [InlineData("shim validate.py planning-gates --threshold 0.5", "All planning gates PASSED")]
    [InlineData("shim bundle.py result-info T004", "Mill\tsuccess")]
    [InlineData("shim fsm-validate.py validate fsm", "\"passed\": true")]
    [InlineData("shim fsm-mermaid.py generate-all fsm", "\"status\": \"success\"")]
    [InlineData("shim fsm-compiler.py compile synthesis.json --output-dir other", "\"status\": \"success\"")]
    [InlineData("shim spec-review.py analyze good.md", "\"weaknesses\"")]
    [InlineData("shim spec-session.py init Bread", "Session begun: Bread")]
    [InlineData("shim status.py --once", "Phase: executing")]
    [InlineData("shim evaluate.py --metrics-only", "Task success rate")]
    [InlineData("shim archive.py list", "No archives found")]
    [InlineData("shim log-activity.sh INFO me start hello", "")]
    [InlineData("shim init-dirs.sh .", "<folder>/.tasker: ")]
    [InlineData("init-dirs", "<folder>/.tasker: ")]
    [InlineData("evaluate --metrics-only --format json", "\"task_success_rate\"")]
    public async Task Each_spelling_does_what_it_says(string arguments, string told, string? kept = null)
    {
        plan.CopyTo(_place);

        var answer = await _place.RunAsync(arguments.Split(' '));

        Assert.True(answer.ExitCode == 0, answer.ToString());
        Assert.Contains(told, answer.Out, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(kept ?? "", _place.Read(".tasker/state.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shim stat.py status", "Did you mean 'state.py'?")]
    [InlineData("shim", "needs <script>")]
    [InlineData("shim state.py nothing", "has no command 'nothing'")]
    [InlineData("init-dirs nowhere", "There is no target directory")]
    [InlineData("state status --json", "'tasker state checkpoint clear' forgets the batch")]
    [InlineData("state checkpoint recover", "'tasker state checkpoint clear' forgets the batch")]
    public async Task What_no_spelling_means_is_told(string arguments, string why)
    {
        plan.CopyTo(_place);
        _place.Write(".tasker/orchestrator-checkpoint.json", "{");

        var answer = await _place.RunAsync(arguments.Split(' '));

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(why, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state init shop")]
    [InlineData("state init")]
    [InlineData("-p shop/.tasker state init shop")]
    public async Task A_plan_begins_where_it_is_told(string arguments)
    {
        Directory.CreateDirectory(Path.Combine(_place.Folder, "shop"));

        var answer = await _place.RunAsync(arguments.Split(' '));

        Assert.True(answer.ExitCode == (arguments == "state init" ? 1 : 0), answer.ToString());
        Assert.Equal(arguments != "state init", File.Exists(Path.Combine(_place.Folder, "shop/.tasker/state.json")));
    }
}
