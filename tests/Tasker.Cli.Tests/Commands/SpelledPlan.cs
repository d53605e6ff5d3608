using System.Text.Json.Nodes;
using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>A plan with a bit of everything, made once and copied for each test.</summary>
public sealed class SpelledPlan : IAsyncLifetime, IDisposable
{
    private readonly CommandLine _place = new();

    public async Task InitializeAsync()
    {
        await _place.RunAsync("state", "init", ".");
        _place.Write(".tasker/inputs/spec.md", "# Purpose\n- R1: the oven bakes a loaf\n- R2: the door locks itself\n")
            .Write(
                "good.md",
                "# Purpose\nBread for all.\n## Rules\nWhen the oven is hot, then the loaf must be baked. The door cannot open "
                    + "and shall stay shut. It will bake.\n")
            .Write("synthesis.json", """{"workflows":[{"name":"Bake bread","is_steel_thread":true,"trigger":"order arrives","steps":[{"name":"Knead dough"},{"name":"Bake loaf"}]}]}""")
            .Write(".tasker/artifacts/capability-map.json", """
                {"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[{"id":"B1","name":"Bake loaf","type":"process"},{"id":"B2","name":"Sell loaf","type":"output"}]}]}],
                "flows":[{"id":"F1","name":"Bread for all","is_steel_thread":true,"steps":[{"order":1,"behavior_id":"B1"},{"order":2,"behavior_id":"B2"}]}]}
                """);
        foreach (var (id, name) in new[] { ("T001", "Knead"), ("T002", "Bake"), ("T003", "Sell"), ("T004", "Mill") })
        {
            _place.Write($".tasker/tasks/{id}.json", $$"""
                {"id":"{{id}}","name":"{{name}}","phase":1,"context":{"steel_thread":true,"spec_requirements":["R1"]},"behaviors":["B1"],"files":[{"path":"src/{{name}}.py","action":"create"}],
                "acceptance_criteria":[{"criterion":"The loaf is baked for forty minutes, TR1 and TR2 and TR3","verification":"pytest tests/bake.py::test_loaf"}],
                "state_machine":{"transitions_covered":["TR1","TR2","TR3"]} }
                """);
        }

        foreach (var line in new[]
        {
            "state load-tasks", "state set-phase ready", "state checkpoint create T001", "state task start T001", "state task start T003",
            "state task fail T003 burnt",
            "state task start T004", "state task complete T004", "state record-verification T004 --verdict PASS --recommendation PROCEED",
            "fsm from-capability-map .tasker/artifacts/capability-map.json --output-dir fsm", "fsm mermaid fsm", "ensure-git .",
        })
        {
            var answer = await _place.RunAsync(line.Split(' '));
            Assert.True(answer.ExitCode == 0, $"{line}: {answer}");
        }

        _place.Write(".tasker/bundles/T004-result.json", """{"version":"1.0","task_id":"T004","name":"Mill","status":"success","started_at":"2030-01-01T00:00:00Z","completed_at":"2030-01-01T00:00:01Z"}""");
        var review = (await _place.RunAsync("spec", "review", "analyze", ".tasker/inputs/spec.md", "--save")).Json()[0];
        var document = JsonNode.Parse(review.GetRawText())!;
        document["weaknesses"] =
            new JsonArray(JsonNode.Parse("""{"id":"W7-1","category":"ambiguity","severity":"warning","description":"vague"}"""));
        _place.Write(".tasker/artifacts/spec-review.json", document.ToJsonString());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _place.Dispose();

    /// <summary>Copies it; the state says where it lies now.</summary>
    internal void CopyTo(CommandLine other)
    {
        foreach (var path in Directory.EnumerateFiles(_place.Folder, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith("state.json.", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(other.Folder, Path.GetRelativePath(_place.Folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        other.Write(".tasker/state.json", other.Read(".tasker/state.json").Replace(_place.Folder, other.Folder, StringComparison.Ordinal));
    }
}
