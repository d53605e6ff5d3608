using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Gates, machines, reviews and bundles as scripts ask for them: exit codes, lines, spellings.</summary>
public sealed class PlanAnalysisTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("validate dag", 0)]
    [InlineData("validate steel-thread", 0)]
    [InlineData("validate verification-commands", 0)]
    [InlineData("validate spec-coverage", 1)]
    [InlineData("validate spec-coverage --threshold 0.5", 0)]
    [InlineData("validate phase-leakage", 0)]
    [InlineData("validate dependency-existence", 0)]
    [InlineData("validate acceptance-criteria", 0)]
    [InlineData("validate refactor-priority", 0)]
    [InlineData("validate gates", 1)]
    [InlineData("validate planning-gates --threshold 0.5", 0)]
    [InlineData("validate gates --threshold 2", 1)]
    [InlineData("validate all --threshold 0.5", 0)]
    [InlineData("-p .tasker validate dag", 0)]
    [InlineData("--planning-dir=.tasker validate gates --threshold 0.5", 0)]
    [InlineData("-p .tasker bundle list", 0)]
    [InlineData("-p nowhere validate dag", 1)]
    [InlineData("bundle generate T001", 0)]
    [InlineData("bundle generate T009", 1)]
    [InlineData("bundle generate ../x", 1)]
    [InlineData("bundle validate-integrity T001", 1)]
    [InlineData("bundle validate T001", 1)]
    [InlineData("bundle validate ../x", 1)]
    [InlineData("bundle list", 0)]
    [InlineData("bundle result-info T001", 1)]
    [InlineData("validate calibration", 0)]
    [InlineData("evaluate", 0)]
    [InlineData("evaluate --metrics-only", 0)]
    [InlineData("evaluate --validate", 0)]
    [InlineData("-p nowhere evaluate", 1)]
    [InlineData("archive planning shop", 0)]
    [InlineData("archive planning ..", 1)]
    [InlineData("archive execution shop", 0)]
    [InlineData("archive list", 0)]
    [InlineData("archive list --project nobody", 1)]
    [InlineData("archive restore 20260101_000000", 1)]
    [InlineData("fsm validate validate .tasker/artifacts/nothing", 1)]
    [InlineData("fsm validate .tasker/artifacts/nothing", 1)]
    [InlineData("fsm task-coverage .tasker/artifacts/nothing .tasker/tasks", 1)]
    [InlineData("spec review analyze nowhere.md", 1)]
    [InlineData("spec review status .tasker", 1)]
    [InlineData("spec status", 1)]
    [InlineData("spec review add-resolution .tasker W1-nothing mandatory", 1)]
    public async Task Exit_codes_and_JSON_are_as_promised(string arguments, int exitCode)
    {
        await FillAsync();

        var told = await _place.RunAsync(arguments.Split(' '));
        var json = await _place.RunAsync([.. arguments.Split(' '), "--json"]);

        Assert.True(exitCode == told.ExitCode, told.ToString());
        Assert.True(exitCode == json.ExitCode, json.ToString());
        Assert.NotEmpty(json.Json());
    }

    [Fact]
    public async Task Drift_ends_with_two_and_a_new_bundle_holds_again()
    {
        await FillAsync();
        await _place.RunAsync("bundle", "generate", "T001");
        Assert.Equal(0, (await _place.RunAsync("bundle", "validate-integrity", "T001")).ExitCode);

        _place.Write(".tasker/inputs/spec.md", "# Baking\n- R1: another thing\n");
        Assert.Equal(2, (await _place.RunAsync("bundle", "validate-integrity", "T001")).ExitCode);
        await _place.RunAsync("bundle", "generate", "T001");

        Assert.Equal(0, (await _place.RunAsync("bundle", "validate-integrity", "T001")).ExitCode);
    }

    [Fact]
    public async Task Why_a_gate_is_closed_is_told_in_the_words_of_the_method()
    {
        await FillAsync();

        Assert.Contains(
            "Spec coverage 50.0% below threshold 90.0%", (await _place.RunAsync("validate", "gates")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_written_in_the_format_that_is_asked_for()
    {
        await FillAsync();

        Assert.Equal("Report written to out/report.txt\n", (await _place.RunAsync("evaluate", "--output", "out/report.txt")).Out);
        await _place.RunAsync("evaluate", "--format", "json", "-o", "out/report.json");

        Assert.StartsWith("EVALUATION REPORT\n", File.ReadAllText(Path.Combine(_place.Folder, "out/report.txt")), StringComparison.Ordinal);
        Assert.StartsWith("{", File.ReadAllText(Path.Combine(_place.Folder, "out/report.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_was_kept_is_listed_and_comes_back()
    {
        await FillAsync();
        var id = (await _place.RunAsync("archive", "planning", "shop", "--json")).Json()[0].GetProperty("archive_id").GetString()!;
        _place.Write(".tasker/inputs/spec.md", "gone\n");

        Assert.Contains(id, (await _place.RunAsync("archive", "list", "--project", "shop")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await _place.RunAsync("archive", "restore", id, "--project", "shop")).ExitCode);

        Assert.Contains("Baking", File.ReadAllText(Path.Combine(_place.Folder, ".tasker/inputs/spec.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_is_read_by_its_path_line_by_line()
    {
        await FillAsync();
        _place.Write(".tasker/bundles/T001-result.json", """{"task_id":"T001","name":"Bake","status":"success"}""");

        var lines = (await _place.RunAsync("bundle", "result-info", ".tasker/bundles/T001-result.json")).Out.Split('\n');

        Assert.Contains("status:success", lines);
        Assert.Equal("Bake\tsuccess\n", (await _place.RunAsync("bundle", "result-info", "T001")).Out);
    }

    [Fact]
    public async Task Machines_are_compiled_drawn_and_checked_in_both_spellings()
    {
        await FillAsync();
        _place.Write("synthesis.json", """{"workflows":[{"name":"Bake bread","is_steel_thread":true,"trigger":"order arrives","steps":[{"name":"Knead dough"},{"name":"Bake loaf"}]}]}""");

        Assert.Equal(0, (await _place.RunAsync("fsm", "compile", "synthesis.json", "--output-dir", "fsm")).ExitCode);
        Assert.Equal(0, (await _place.RunAsync("fsm", "mermaid", "fsm", "--notes")).ExitCode);

        Assert.Contains("stateDiagram-v2", _place.Read("fsm/steel-thread.mmd"), StringComparison.Ordinal);
        Assert.Equal(0, (await _place.RunAsync("fsm", "validate", "fsm")).ExitCode);
        Assert.Equal(0, (await _place.RunAsync("fsm", "validate", "validate", "fsm/index.json")).ExitCode);
        var covered = await _place.RunAsync(
            "fsm", "validate", "task-coverage", "fsm/index.json", ".tasker/tasks", "--steel-threshold", "1.0", "--other-threshold", "0.9");
        Assert.Equal(1, covered.ExitCode);
        Assert.Equal(
            0, (await _place.RunAsync("fsm", "validate", "coverage-report", "fsm", ".tasker/tasks", "--output", "report.json")).ExitCode);
        Assert.Contains("\"phase\": \"plan\"", _place.Read("report.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_blocks_until_its_critical_weaknesses_are_decided()
    {
        await FillAsync();
        _place.Write(".tasker/inputs/spec.md", "# Purpose\nThe timeout defaults to 5 seconds.\n\nThe timeout defaults to 10 seconds.\n");
        Assert.Equal(1, (await _place.RunAsync("spec", "review", "analyze", ".tasker/inputs/spec.md", "--save")).ExitCode);
        Assert.Equal(1, (await _place.RunAsync("spec", "review", "status", ".tasker")).ExitCode);

        var unresolved = await _place.RunAsync("spec", "review", "unresolved", ".tasker");
        foreach (var line in unresolved.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var id = line.Split(' ')[0].TrimEnd(':');
            Assert.Equal(
                0, (await _place.RunAsync("spec", "review", "add-resolution", ".tasker", id, "clarified", "--notes", "Ten.")).ExitCode);
        }

        Assert.Contains("Status: READY", (await _place.RunAsync("spec", "review", "status", ".tasker")).Out, StringComparison.Ordinal);
        _place.Write(".tasker/inputs/spec.md", "# Purpose\nAnother text.\n");
        Assert.Contains("stale", (await _place.RunAsync("spec", "review", "status", ".tasker")).Out, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        await _place.RunAsync("state", "init", ".", "--phase", "ready");
        _place.Write(".tasker/inputs/spec.md", "# Baking\n- R1: the oven bakes a loaf\n- R2: the door locks itself\n")
            .Write(".tasker/artifacts/capability-map.json", """{"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[{"id":"B1","name":"Bake loaf","type":"process"}]}]}],"flows":[]}""")
            .Write(".tasker/artifacts/physical-map.json",
                """{"version":"1.0","file_mapping":[{"behavior_id":"B1","files":[{"path":"src/bake.py","action":"create"}]}]}""")
            .Write(".tasker/tasks/T001.json", """{"id":"T001","name":"Bake","phase":1,"context":{"steel_thread":true,"spec_requirements":["R1"]},"behaviors":["B1"],"files":[{"path":"src/bake.py","action":"create"}],"acceptance_criteria":[{"criterion":"The loaf is baked for forty minutes","verification":"pytest tests/bake.py::test_loaf"}]}""");
        var state = _place.Read(".tasker/state.json");
        _place.Write(".tasker/state.json", state.Replace("\"tasks\": {}",
            "\"tasks\": {\"T001\":{\"id\":\"T001\",\"name\":\"Bake\",\"status\":\"pending\",\"phase\":1}}", StringComparison.Ordinal));
    }
}
