using System.Text.Json;

namespace Tasker.Cli.Tests.Earlier;

/// <summary>Faults of earlier implementations in gates: several answers to one question, and crashes.</summary>
public sealed class GateFaultTests : IDisposable
{
    private readonly PlanPlace _plan = new();

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task Coverage_is_the_same_wherever_it_is_asked_for()
    {
        await FillAsync("\"R1\"");

        using var state = JsonDocument.Parse((await _plan.RunAsync("state spec-coverage --format json")).Out);
        using var gate = JsonDocument.Parse((await _plan.RunAsync("validate spec-coverage --format json")).Out);
        using var gates = JsonDocument.Parse((await _plan.RunAsync("validate planning-gates --format json")).Out);

        Assert.Equal(50, state.RootElement.GetProperty("coverage_pct").GetDouble());
        Assert.Equal(0.5, gate.RootElement.GetProperty("ratio").GetDouble());
        Assert.Equal(0.5, gates.RootElement.GetProperty("spec_coverage").GetProperty("ratio").GetDouble());
        Assert.Equal(
            ["R2"], gates.RootElement.GetProperty("spec_coverage").GetProperty("uncovered").EnumerateArray().Select(id => id.GetString()));
    }

    [Theory]
    [InlineData("\"R1\"")]
    [InlineData("""{"quote":"the oven bakes a loaf","location":"line 2"}""")]
    public async Task A_reference_to_the_specification_is_a_text_or_a_quotation(string reference)
    {
        await FillAsync(reference);

        var told = await _plan.RunAsync("validate spec-coverage");

        Assert.Contains("R2", told.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("R1", told.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Circles_of_any_shape_are_told_by_every_command_that_looks_for_them()
    {
        await _plan.BeginAsync("definition");
        _plan.Define("T001", "T002").Define("T002", "T003").Define("T003", "T002").Define("T004", "T004").Define("T005", "T001");
        await _plan.OkAsync("state load-tasks");

        foreach (var command in new[] { "validate dag", "validate all", "validate gates", "evaluate --validate" })
        {
            var told = await _plan.RunAsync(command);
            Assert.Contains("T002 -> T003 -> T002", told.Out + told.Error, StringComparison.Ordinal);
            Assert.Contains("T004 -> T004", told.Out + told.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_task_is_told_alike_by_every_command_that_reads_tasks()
    {
        await _plan.BeginAsync("definition");
        _plan.Define("T001").Write(".tasker/tasks/notes.json", "{}");

        foreach (var command in new[] { "state load-tasks", "validate dag", "validate gates", "validate acceptance-criteria" })
        {
            var told = await _plan.RunAsync(command);
            Assert.Equal(1, told.ExitCode);
            Assert.Contains("notes.json", told.Out + told.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_gate_that_was_closed_is_kept_with_its_reasons()
    {
        await FillAsync("\"R1\"");
        await _plan.RefusedAsync("state advance");

        var kept = _plan.State.GetProperty("artifacts").GetProperty("validation_results");
        Assert.False(kept.GetProperty("passed").GetBoolean());
        Assert.Contains("Spec coverage 50.0% below threshold 90.0%",
            kept.GetProperty("blocking_issues").EnumerateArray().Select(issue => issue.GetString()));
    }

    private async Task FillAsync(string reference)
    {
        await _plan.BeginAsync("definition");
        _plan.Write(".tasker/inputs/spec.md", "# Baking\n- R1: the oven bakes a loaf\n- R2: the door locks itself\n")
            .Write(
                ".tasker/artifacts/capability-map.json",
                $$$"""{"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","spec_ref":{{{reference}}},"behaviors":[{"id":"B1","name":"Bake loaf","type":"process"}]}]}],"flows":[]}""")
            .Define("T001");
        await _plan.OkAsync("state load-tasks");
    }
}
