using System.Text.Json.Nodes;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Planning.Documents;

namespace Tasker.Cli.Tests.Commands;

/// <summary>What commands about plans write keeps to the schema of its format, and what others have written is checked by it.</summary>
public sealed class PlanFilesTests : IDisposable
{
    private const string Task = """
        {"id":"T001","name":"Bake","phase":1,"context":{"steel_thread":true,"spec_requirements":["R1","R2"]},"behaviors":["B1"],"files":[{"path":"src/bake.py","action":"create"}],
        "dependencies":{"tasks":[],"external":[]},"acceptance_criteria":[{"criterion":"The loaf is baked for forty minutes (TR1, TR2)","verification":"pytest tests/bake.py::test_loaf"}],
        "state_machine":{"transitions_covered":["TR1","TR2"],"guards_enforced":[],"states_reached":["S2"]}}
        """;

    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Every_file_that_is_written_keeps_to_its_schema()
    {
        await PlanAsync();
        await ExecuteAsync();
        await KeepAsync();

        var seen = new HashSet<string>();
        foreach (var path in Directory.EnumerateFiles(_place.Folder, "*.json", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(_place.Folder, "*.bak", SearchOption.AllDirectories)))
        {
            if (SchemaOf(Path.GetRelativePath(_place.Folder, path).Replace('\\', '/')) is { } schema)
            {
                seen.Add(schema);
                var problems = PlanningSchemas.Problems(schema, JsonNode.Parse(File.ReadAllText(path))!);
                Assert.True(problems.Count == 0, $"{path}: {string.Join("; ", problems)}");
            }
        }

        // Executions, interviews, bridges and long lives write more; their own tests check that.
        Assert.Equal(PlanningSchemas.Names.Except(["evidence", "spec-session", "event", "tracker-context", "tracker-mapping"]).Order(),
            seen.Order());
    }

    [Fact]
    public async Task A_bundle_is_checked_against_its_schema()
    {
        await PlanAsync();
        await OkAsync("bundle", "generate", "T001");
        Assert.Equal("Bundle is valid\n", (await OkAsync("bundle", "validate", "T001")).Out);
        var bundle = JsonNode.Parse(_place.Read(".tasker/bundles/T001-bundle.json"))!.AsObject();
        (bundle["version"], bundle["files"], bundle["task_id"]) = ("3", new JsonArray(), "T002");
        _place.Write(".tasker/bundles/T001-bundle.json", bundle.ToJsonString());

        var told = await _place.RunAsync("bundle", "validate", "T001");
        Assert.Equal(1, told.ExitCode);
        Testing.Snapshot.Match(told.Out, "text");
        Testing.Snapshot.Match((await _place.RunAsync("bundle", "validate", "T001", "--json")).Out, "json");

        _place.Write(".tasker/bundles/T001-bundle.json", "{\"version\":");
        Assert.Equal(1, (await _place.RunAsync("bundle", "validate", "T001")).ExitCode);
        Assert.Contains(
            "tasker bundle generate T009", (await _place.RunAsync("bundle", "validate", "T009")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("capability_map", ".tasker/artifacts/capability-map.json")]
    [InlineData("physical_map", ".tasker/artifacts/physical-map.json")]
    [InlineData("tasks", ".tasker/tasks/T001.json")]
    [InlineData("fsm", ".tasker/artifacts/fsm/index.json")]
    [InlineData("spec_review", ".tasker/artifacts/spec-review.json")]
    [InlineData("result T001", ".tasker/bundles/T001-result.json")]
    public async Task An_artifact_is_checked_and_the_outcome_is_kept_good_or_bad(string artifact, string file)
    {
        await PlanAsync();
        WriteResult("T001", "success");
        string[] words = ["state", "validate", .. artifact.Split(' ')];
        Assert.Equal("Validated successfully\n", (await OkAsync(words)).Out);
        Assert.True(Kept(artifact)["valid"]!.GetValue<bool>());
        File.Copy(Path.Combine(_place.Folder, file), Path.Combine(_place.Folder, Path.GetFileName(file)));

        _place.Write(file, """{"version":"9"}""");
        var wrong = await _place.RunAsync([.. words, "--json"]);

        Assert.Equal(1, wrong.ExitCode);
        Assert.All(wrong.Json()[0].GetProperty("details").GetProperty("errors").EnumerateArray(),
            error => Assert.StartsWith("/", error.GetProperty("path").GetString(), StringComparison.Ordinal));
        Assert.False(Kept(artifact)["valid"]!.GetValue<bool>());
        Assert.Equal(artifact is "fsm" ? 1 : 0, (await _place.RunAsync([.. words, "--file", Path.GetFileName(file)])).ExitCode);
    }

    [Theory]
    [InlineData("state validate task")]
    [InlineData("state validate result")]
    [InlineData("state validate fsm T001")]
    [InlineData("state validate tasks --file nowhere")]
    public async Task What_cannot_be_checked_is_refused_in_one_line(string arguments)
    {
        await PlanAsync();

        var told = await _place.RunAsync(arguments.Split(' '));

        Assert.Equal(1, told.ExitCode);
        Assert.StartsWith("tasker: ", told.Error, StringComparison.Ordinal);
        Assert.Equal(1, told.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_map_that_refers_to_nothing_is_wrong_and_one_without_a_steel_thread_is_told()
    {
        await PlanAsync();
        var map = JsonNode.Parse(_place.Read(".tasker/artifacts/capability-map.json"))!;
        map["flows"]![0]!["is_steel_thread"] = false;
        _place.Write(".tasker/artifacts/capability-map.json", map.ToJsonString());
        Assert.Contains(
            "No flow is the steel thread", (await OkAsync("state", "validate", "capability_map")).Error, StringComparison.Ordinal);
        map["flows"]![0]!["steps"]!.AsArray().Add((JsonNode)new JsonObject { ["behavior_id"] = "B77" });
        _place.Write(".tasker/artifacts/capability-map.json", map.ToJsonString());

        Assert.Contains("/flows/0/steps/2/behavior_id: is B77", (await _place.RunAsync("state", "validate", "capability_map")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_files_that_break_their_schema_are_all_named_and_none_is_loaded()
    {
        await PlanAsync();
        _place.Write(".tasker/tasks/T002.json",
            Task.Replace("T001", "T002", StringComparison.Ordinal).Replace("\"phase\":1", "\"phase\":0", StringComparison.Ordinal))
            .Write(".tasker/tasks/T003.json", "{")
            .Write(".tasker/tasks/T004.json", """{"id":"T005"}""");

        var told = await _place.RunAsync("state", "load-tasks", "--json");

        Assert.Equal(1, told.ExitCode);
        Assert.Equal(
            ["T002.json", "T003.json", "T004.json"],
            told.Json()[0].GetProperty("details").GetProperty("errors").EnumerateArray()
                .Select(error => error.GetProperty("file").GetString()));
        Assert.DoesNotContain("T002", _place.Read(".tasker/state.json"), StringComparison.Ordinal);
        Assert.Contains("Task file T002.json is wrong: /phase", (await _place.RunAsync("validate", "gates")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("task")]
    [InlineData("fsm-transitions")]
    public async Task A_schema_is_written_as_it_is_in_the_contract(string name) =>
        Assert.Equal(PlanningSchemas.Text(name).TrimEnd(), (await OkAsync("schema", name)).Out.TrimEnd());

    private static string? SchemaOf(string path)
    {
        var name = Path.GetFileName(path);
        return name switch
        {
            _ when name.StartsWith("state.json", StringComparison.Ordinal) => "state",
            "orchestrator-checkpoint.json" => "checkpoint",
            "fsm-coverage.plan.json" => "fsm-coverage-plan",
            "fsm-coverage.execute.json" => "fsm-coverage-execute",
            "index.json" => "fsm-index",
            "manifest.json" => "snapshot",
            "capability-map.json" or "physical-map.json" or "spec-review.json" or "spec-resolutions.json" or "evaluation-report.json"
                or "archive-manifest.json" => name[..^".json".Length],
            _ when name.EndsWith(".states.json", StringComparison.Ordinal) => "fsm-states",
            _ when name.EndsWith(".transitions.json", StringComparison.Ordinal) => "fsm-transitions",
            _ when name.EndsWith("-bundle.json", StringComparison.Ordinal) => "bundle",
            _ when name.Contains("-result.", StringComparison.Ordinal) => "result",
            _ when path.Contains("/tasks/", StringComparison.Ordinal) => "task",
            _ => throw new InvalidOperationException($"No schema is known for {path}."),
        };
    }

    private async Task PlanAsync()
    {
        await OkAsync("state", "init", ".");
        _place.Write(
            ".tasker/inputs/spec.md",
            "# Purpose\n- R1: the oven bakes a loaf\n- R2: the door locks itself\n\nThe timeout defaults to 5 seconds.\n\n"
                + "The timeout defaults to 10 seconds.\n")
            .Write(".tasker/artifacts/capability-map.json", """
                {"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[
                {"id":"B1","name":"Bake loaf","type":"process"},{"id":"B2","name":"Sell loaf","type":"output"}]}]}],
                "flows":[{"id":"F1","name":"Bread for all","is_steel_thread":true,"steps":[{"order":1,"behavior_id":"B1"},{"order":2,"behavior_id":"B2"}]}],
                "phase_filtering":{"active_phase":1,"excluded_phases":[],"total_excluded_requirements":0}}
                """)
            .Write(".tasker/artifacts/physical-map.json", """
                {"version":"1.0","target_dir":"/shop","file_mapping":[{"behavior_id":"B1","behavior_name":"Bake loaf","files":[{"path":"src/bake.py","action":"create"}]}],
                "summary":{"total_behaviors":1,"total_files":1}}
                """)
            .Write(".tasker/tasks/T001.json", Task);
        await _place.RunAsync("spec", "review", "analyze", ".tasker/inputs/spec.md", "--save");
        var unresolved = await OkAsync("spec", "review", "unresolved", ".tasker");
        var first = unresolved.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].Split(' ')[0].TrimEnd(':');
        await OkAsync("spec", "review", "add-resolution", ".tasker", first, "clarified", "--notes", "Ten.", "--response", "Ten.");
        await OkAsync("fsm", "from-capability-map", ".tasker/artifacts/capability-map.json", ".tasker/inputs/spec.md");
        await OkAsync("fsm", "mermaid", "--notes");
        await OkAsync("state", "load-tasks");
    }

    private async Task ExecuteAsync()
    {
        var second = Task.Replace("T001", "T002", StringComparison.Ordinal);
        _place.Write(".tasker/tasks/T002.json", second.Replace("\"tasks\":[]", "\"tasks\":[\"T001\"]", StringComparison.Ordinal));
        await OkAsync("state", "load-tasks");
        await OkAsync("state", "validate", "capability_map");
        await OkAsync("state", "validate", "physical_map");
        await OkAsync("state", "validate", "tasks");
        await OkAsync("state", "spec-coverage", "--save");
        await OkAsync("state", "set-phase", "definition");
        await _place.RunAsync("state", "advance");
        await OkAsync("state", "validate-tasks", "READY_WITH_NOTES", "mind the oven", "--issues", "one", "two");
        await OkAsync("state", "set-phase", "ready");
        await OkAsync("bundle", "generate-ready");
        await OkAsync("state", "checkpoint", "create", "T001");
        await OkAsync("state", "task", "start", "T001");
        await OkAsync("state", "task", "fail", "T001", "no flour", "--category", "dependency", "--retryable");
        WriteResult("T001", "failed");
        await OkAsync("state", "task", "retry", "T001");
        await OkAsync("state", "task", "start", "T001");
        _place.Write("src/bake.py", "bake()\n");
        WriteResult("T001", "success");
        await OkAsync("state", "checkpoint", "recover");
        await OkAsync("state", "record-verification", "T001", "--verdict", "PASS", "--recommendation", "PROCEED", "--criteria",
            """[{"name":"loaf","score":"PASS","evidence":"seen"}]""");
        await OkAsync("state", "record-calibration", "T001", "correct", "as expected");
        await OkAsync("state", "checkpoint", "complete");
        await OkAsync("bundle", "update-git", "T001", "--sha", "1a2b3c4", "--msg", "T001: Bake");
        await OkAsync("bundle", "generate-ready");
        await OkAsync("state", "task", "start", "T002");
        await OkAsync("state", "log-tokens", "one", "10", "20", "0.5", "--task", "T002", "--model", "small");
        await OkAsync("state", "halt", "weekend");
        await OkAsync("state", "confirm-halt");
        await OkAsync("state", "resume");
        await OkAsync("state", "task", "fail", "T002", "nobody came", "--no-retry");
        await OkAsync("state", "validate", "result", "T001");
    }

    private async Task KeepAsync()
    {
        await OkAsync("fsm", "coverage-report", "--output", ".tasker/artifacts/fsm-coverage.plan.json");
        await OkAsync("fsm", "execute-coverage-report", "--output", ".tasker/artifacts/fsm-coverage.execute.json");
        await OkAsync("evaluate", "--validate", "--format", "json", "--output", ".tasker/reports/evaluation-report.json");
        await OkAsync("archive", "planning", "shop");
        await OkAsync("archive", "execution", "shop");
    }

    private void WriteResult(string task, string status) => _place.Write(
        $".tasker/bundles/{task}-result.json",
        $$$"""
        {"version":"1.0","task_id":"{{{task}}}","name":"Bake","status":"{{{status}}}","started_at":"2030-01-01T00:00:00Z","completed_at":"{{{_place.Time.GetUtcNow().AddMinutes(1):yyyy-MM-ddTHH:mm:ssZ}}}",
        "files":{"created":["src/bake.py"],"modified":[]},"verification":{"verdict":"PASS","criteria":[{"name":"loaf","status":"PASS","evidence":"seen"}],
        "fsm_adherence":{"transitions_verified":[{"id":"TR1","evidence_type":"test","evidence":"test_loaf"},"TR2"],"guards_verified":[]} } }
        """);

    private JsonNode Kept(string artifact)
    {
        var artifacts = JsonNode.Parse(_place.Read(".tasker/state.json"))!["artifacts"]!;
        return artifact == "result T001" ? artifacts["results"]!["T001"]! : artifacts[artifact]!;
    }

    private async Task<Outcome> OkAsync(params string[] arguments)
    {
        var told = await _place.RunAsync(arguments);
        Assert.True(told.ExitCode == 0, $"tasker {string.Join(' ', arguments)}: {told}");
        return told;
    }
}
