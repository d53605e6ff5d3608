namespace Tasker.Cli.Tests.Earlier;

/// <summary>Faults of earlier implementations with the files of state machines.</summary>
public sealed class MachineFaultTests : IDisposable
{
    private const string Map =
        """
        {"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[
        {"id":"B1","name":"Knead dough","type":"process"},{"id":"B2","name":"Bake loaf","type":"output"}]}]}],
        "flows":[{"id":"F1","name":"Bread","is_steel_thread":true,"steps":[{"order":1,"behavior_id":"B1"},{"order":2,"behavior_id":"B2"}]}]}
        """;

    private readonly PlanPlace _plan = new();

    public void Dispose() => _plan.Dispose();

    [Theory]
    [InlineData("coverage-report", "tasks")]
    [InlineData("execute-coverage-report", "bundles")]
    public async Task A_report_about_machines_that_cannot_be_read_is_refused(string command, string folder)
    {
        await _plan.BeginAsync("definition");
        var line = $"fsm validate {command} .tasker/artifacts/fsm/index.json .tasker/{folder} --output report.json";

        await _plan.RefusedAsync(line);
        foreach (var broken in new[] { "{", "[]", "" })
        {
            _plan.Write(".tasker/artifacts/fsm/index.json", broken);
            await _plan.RefusedAsync(line);
        }

        Assert.False(File.Exists(Path.Combine(_plan.Folder, "report.json")));
    }

    [Theory]
    [InlineData("docs/fsm/bread")]
    [InlineData("docs/state-machines/bread")]
    public async Task Machines_of_a_specification_are_found_in_either_folder(string folder)
    {
        _plan.Write("docs/specs/bread.md", "# Bread\n- R1: Dough is kneaded.\n").Write("docs/specs/bread.capabilities.json", Map);
        await _plan.OkAsync($"fsm from-capability-map docs/specs/bread.capabilities.json docs/specs/bread.md --output-dir {folder}");

        await _plan.OkAsync("plan --prepare --target .");

        Assert.Equal(_plan.Read($"{folder}/index.json"), _plan.Read(".tasker/artifacts/fsm/index.json"));
        Assert.Contains("\"passed\": true", await _plan.OkAsync("fsm validate validate .tasker/artifacts/fsm"), StringComparison.Ordinal);
    }
}
