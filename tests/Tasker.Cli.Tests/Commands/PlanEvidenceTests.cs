using System.Text.Json;
using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>What results of tasks claim about state machines, and what comes before an execution.</summary>
public sealed class PlanEvidenceTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Transitions_count_as_verified_by_what_results_say_and_steel_ones_by_tests_where_that_is_asked()
    {
        _place.Write("map.json", """
            {"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[{"id":"B1","name":"Knead dough","type":"input"},{"id":"B2","name":"Bake loaf","type":"process"}]}]}],
            "flows":[{"id":"F1","name":"Bake","is_steel_thread":true,"steps":[{"order":1,"behavior_id":"B1"},{"order":2,"behavior_id":"B2"}]}],"phase_filtering":{"active_phase":1,"excluded_phases":[],"total_excluded_requirements":0}}
            """);
        await _place.RunAsync("state", "init", ".");
        Assert.Equal(
            0, (await _place.RunAsync("fsm", "from-capability-map", "map.json", "--output-dir", ".tasker/artifacts/fsm")).ExitCode);
        Result("T001", "TR1", "test");
        Result("T002", "TR2", "manual");

        var written = await _place.RunAsync(
            "fsm", "validate", "execute-coverage-report", ".tasker/artifacts/fsm/index.json", ".tasker/bundles", "--output", "loose.json");
        var strict = await _place.RunAsync("fsm", "validate", "execute-coverage-report", ".tasker/artifacts/fsm/index.json",
            ".tasker/bundles", "--output", "strict.json", "--strict");

        Assert.Equal(new Outcome(0, "Execute coverage report written to: loose.json\n", ""), written);
        Assert.Equal(1, strict.ExitCode);
        Assert.Equal(["TR1 True test", "TR2 True manual", "TR3 False "], Transitions("loose.json"));
        Assert.Equal(["TR1 True test", "TR2 False manual", "TR3 False "], Transitions("strict.json"));
    }

    [Fact]
    public async Task An_execution_before_the_plan_is_ready_is_refused_and_says_what_leads_there()
    {
        await _place.RunAsync("state", "init", ".");

        var early = await _place.RunAsync("execute", "--batch");
        var nowhere = await _place.RunAsync("execute", "--batch", "-p", "nowhere");

        Assert.Equal((1, ""), (early.ExitCode, early.Out));
        Assert.Contains(
            "it is in phase ingestion, before ready. 'tasker state advance' leads there.", early.Error, StringComparison.Ordinal);
        Assert.Equal(1, nowhere.ExitCode);
        Assert.Contains("There is no plan in '<folder>/nowhere'", nowhere.Error, StringComparison.Ordinal);
    }

    private void Result(string task, string transition, string kind) => _place.Write(
        $".tasker/bundles/{task}-result.json",
        $$"""{"version":"1.0","task_id":"{{task}}","name":"x","status":"success","files":{"created":[],"modified":[]},"verification":{"verdict":"PASS","criteria":[],"fsm_adherence":{"transitions_verified":[{"id":"{{transition}}","evidence_type":"{{kind}}","evidence":"seen"}]} } }""");

    private string[] Transitions(string report)
    {
        using var json = JsonDocument.Parse(_place.Read(report));
        var details = json.RootElement.GetProperty("machines")[0].GetProperty("transitions").GetProperty("details").EnumerateArray();
        return [.. details.Select(one => $"{one.GetProperty("id")} {one.GetProperty("verified")} {string.Join(' ', Kinds(one))}")];

        static IEnumerable<string?> Kinds(JsonElement transition) =>
            transition.GetProperty("evidence").EnumerateArray().Select(one => one.GetProperty("evidence_type").GetString());
    }
}
