using System.Text;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>
/// What each planning command says, to people and to programs: its success and its refusals, in the order of a plan's life.
/// </summary>
public sealed class PlanStoryTests : IDisposable
{
    private const string State = """
        state status
        state init .
        state init .
        state status
        state get-field phase
        state get-field colour
        state advance
        state set-phase nowhere
        state set-phase ready
        state load-tasks
        state ready
        state ready --explain
        state validate-tasks PERHAPS
        state validate-tasks READY_WITH_NOTES fine
        state validate-tasks BLOCKED holes --issues one two
        state checkpoint status
        state checkpoint create T009
        state checkpoint create T001
        state checkpoint create T002
        state checkpoint status
        state task start T009
        state task start T002
        state task start T001
        state task complete T002
        state task complete T001 --created src/T001.py
        state checkpoint update T001 done
        state checkpoint update T001 success
        state checkpoint complete
        state checkpoint recover
        state checkpoint clear
        state checkpoint clear
        state record-calibration T001 correct
        state record-verification T001 --verdict MAYBE --recommendation PROCEED
        state record-verification T001 --verdict PASS --recommendation PROCEED
        state record-calibration T001 correct
        state calibration-score
        state task start T002
        state task fail T002 broke --category test
        state failure-metrics
        state task retry T003
        state task retry T002
        state task skip T003 unneeded
        state task retry T001
        state log-tokens one 10 20 0.5
        state log-tokens two -1 0 0
        state metrics
        state planning-metrics
        state confirm-halt
        state halt weekend
        state halt again
        state check-halt
        state halt-status
        state confirm-halt
        state resume
        state resume
        stop
        resume
        state task commit T001
        state advance
        log-activity LOUD me event text
        log-activity INFO me event text
        """;

    private const string Analysis = """
        state init . --phase definition
        state load-tasks
        state spec-coverage
        validate spec-coverage
        validate spec-coverage --threshold 2
        validate dag
        validate steel-thread
        validate verification-commands
        validate phase-leakage
        validate dependency-existence
        validate acceptance-criteria
        validate refactor-priority
        validate gates
        validate all
        validate calibration
        state validate capability_map
        state validate physical_map
        state validate colour_map
        bundle list
        bundle generate T009
        bundle generate T001
        bundle generate-ready
        bundle list
        bundle validate T001
        bundle validate-integrity T001
        bundle result-info T001
        bundle result-files T001
        bundle clean
        bundle validate-integrity T001
        fsm compile nowhere.json --output-dir fsm
        fsm compile synthesis.json --output-dir fsm
        fsm mermaid fsm
        fsm validate fsm
        fsm task-coverage fsm .tasker/tasks
        fsm coverage-report fsm .tasker/tasks
        fsm execute-coverage-report fsm .tasker/bundles
        spec review status .tasker
        spec review analyze .tasker/inputs/spec.md --save
        spec review status .tasker
        spec review unresolved .tasker
        spec review add-resolution .tasker W9-none clarified
        evaluate
        evaluate --metrics-only
        archive planning ..
        archive planning shop
        archive execution shop
        archive list
        archive restore 19990101_000000 --project shop
        """;

    private readonly CommandLine _place = new() { Time = new ManualTime() };

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("state", "")]
    [InlineData("state", "--json")]
    [InlineData("analysis", "")]
    [InlineData("analysis", "--format json")]
    public async Task What_is_said_is_as_reviewed(string story, string form)
    {
        Fill();
        var told = new StringBuilder();
        foreach (var line in (story == "state" ? State : Analysis).Split('\n', StringSplitOptions.TrimEntries))
        {
            var outcome = await _place.RunAsync([.. line.Split(' '), .. form.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            told.Append($"$ tasker {line} {form}".TrimEnd()).Append($"   # {outcome.ExitCode}\n").Append(outcome.Out).Append(outcome.Error)
                .Append('\n');
        }

        Snapshot.Match(told.ToString(), $"{story}-{(form.Length == 0 ? "text" : "json")}");
    }

    private void Fill()
    {
        _place.Write(".tasker/inputs/spec.md", "# Baking\n- R1: the oven bakes a loaf\n- R2: the door locks itself\n")
            .Write(
                ".tasker/artifacts/capability-map.json",
                """{"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[{"id":"B1","name":"Bake loaf","type":"process"}]}]}],"flows":[]}""")
            .Write(".tasker/artifacts/physical-map.json",
                """{"version":"1.0","file_mapping":[{"behavior_id":"B1","files":[{"path":"src/bake.py","action":"create"}]}]}""")
            .Write("synthesis.json", """{"workflows":[{"name":"Bake bread","is_steel_thread":true,"trigger":"order arrives","steps":[{"name":"Knead dough"},{"name":"Bake loaf"}]}]}""")
            .Write("src/T001.py", "print('bread')\n");
        foreach (var (id, phase, needs) in new[] { ("T001", 1, ""), ("T002", 1, "\"T001\""), ("T003", 2, "\"T002\"") })
        {
            _place.Write(
                $".tasker/tasks/{id}.json",
                $$$"""
                {"id":"{{{id}}}","name":"Make {{{id}}}","phase":{{{phase}}},"context":{"steel_thread":{{{(phase == 1 ? "true" : "false")}}},"spec_requirements":["R1"]},"behaviors":["B1"],
                "files":[{"path":"src/{{{id}}}.py","action":"create"}],"dependencies":{"tasks":[{{{needs}}}]},
                "acceptance_criteria":[{"criterion":"The loaf is baked for forty minutes.","verification":"pytest tests/{{{id}}}.py::test_loaf"}]}
                """);
        }
    }
}
