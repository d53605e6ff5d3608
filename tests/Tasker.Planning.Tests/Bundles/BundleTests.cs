using System.Text.Json.Nodes;
using Tasker.Planning.Bundles;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Bundles;

/// <summary>A bundle holds what its sources say, and knows when they say something else.</summary>
public sealed class BundleTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-bundle-").FullName;
    private readonly PlanStore _store;

    public BundleTests() => _store = new PlanStore(PlanningFolder.OfTarget(_target), new ManualTime(), "a test");

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public async Task Unchanged_sources_leave_the_bundle_as_it_is()
    {
        await FillAsync();
        await BundleAnswers.GenerateAsync(_store, "T001", default);
        var first = File.ReadAllBytes(_store.Folder.Bundle("T001"));

        await BundleAnswers.GenerateAsync(_store, "T001", default);

        Assert.Equal(first, File.ReadAllBytes(_store.Folder.Bundle("T001")));
        Assert.Equal(("ok", false), Integrity());
    }

    [Fact]
    public async Task A_bundle_holds_all_that_its_executor_is_to_know()
    {
        await FillAsync();
        File.WriteAllText(Path.Combine(_target, "oven.py"), "hot");
        Write("inputs/constraints.md", "Language: Python. Testing: pytest.");
        Write("tasks/T001.json", """
            {"id":"T001","name":"Bake","phase":1,"context":{"spec_ref":{"quote":"The oven bakes a loaf."}},"behaviors":["B1"],"files":[{"path":"src/bake.py","action":"create","purpose":"the oven"}],
            "dependencies":{"tasks":["T000"],"external":["flour"]},"acceptance_criteria":[{"criterion":"The loaf is brown","verification":"pytest tests/loaf.py"}],
            "state_machine":{"transitions_covered":["TR1"],"guards_enforced":[],"states_reached":["S2"]}}
            """);
        Write("artifacts/flows.json", """
            {"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[{"id":"B1","name":"Bake loaf","type":"process"}]}]}],
            "flows":[{"id":"F1","name":"Bake","is_steel_thread":true,"steps":[{"order":1,"behavior_id":"B1"}]}]}
            """);
        await FsmAnswers.CompileAsync(
            Path.Combine(_store.Folder.Artifacts, "flows.json"), isCapabilityMap: true, null, _store.Folder.Fsm, null, default);
        await _store.ChangeAsync(
            (state, now) =>
            {
                const string heat = """{"id":"T000","name":"Heat","status":"complete","phase":1,"files_created":["oven.py"]}""";
                state.Add("T000", JsonNode.Parse(heat)!.AsObject());
                state.Required("T001").Node["depends_on"] = new JsonArray("T000");
                state.AddEvent(now, "tasks_loaded");
                return 0;
            },
            default);

        await BundleAnswers.GenerateAsync(_store, "T001", default);
        var bundle = JsonFile.Read(_store.Folder.Bundle("T001"), "it");

        Assert.Equal(("T001", "Bake", _target), ((string)bundle["task_id"]!, (string)bundle["name"]!, (string)bundle["target_dir"]!));
        Assert.Equal(("B1", "Bake loaf", "process"), (
            (string)bundle["behaviors"]![0]!["id"]!, (string)bundle["behaviors"]![0]!["name"]!, (string)bundle["behaviors"]![0]!["type"]!));
        Assert.Equal(("src/bake.py", "create", "the oven"),
            ((string)bundle["files"]![0]!["path"]!, (string)bundle["files"]![0]!["action"]!, (string)bundle["files"]![0]!["purpose"]!));
        Assert.Equal("pytest tests/loaf.py", (string)bundle["acceptance_criteria"]![0]!["verification"]!);
        Assert.Equal(("oven.py", "T000", "flour"), ((string)bundle["dependencies"]!["files"]![0]!,
            (string)bundle["dependencies"]!["tasks"]![0]!, (string)bundle["dependencies"]!["external"]![0]!));
        Assert.Equal(("Bread", "Baking", "The oven bakes a loaf."), ((string)bundle["context"]!["domain"]!,
            (string)bundle["context"]!["capability"]!, (string)bundle["context"]!["spec_ref"]!["quote"]!));
        Assert.Contains("Python", bundle["constraints"]!.ToJsonString(), StringComparison.Ordinal);
        var transition = Assert.Single(bundle["state_machine"]!["transitions_detail"]!.AsArray())!;
        Assert.Equal(("TR1", "S1", "S2", "Bake loaf"), (
            (string)transition["id"]!, (string)transition["from_state"]!, (string)transition["to_state"]!, (string)transition["trigger"]!));
    }

    [Theory]
    [InlineData("artifacts/capability-map.json")]
    [InlineData("artifacts/physical-map.json")]
    [InlineData("inputs/spec.md")]
    [InlineData("inputs/constraints.md")]
    [InlineData("tasks/T001.json")]
    public async Task One_more_byte_in_a_source_is_drift_and_also_one_that_came_or_went(string source)
    {
        await FillAsync();
        var path = Path.Combine(_store.Folder.Root, source);
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : null;
        await BundleAnswers.GenerateAsync(_store, "T001", default);

        File.WriteAllBytes(path, [.. bytes ?? [], (byte)'\n']);
        Assert.Equal(("drift", true), Integrity());
        await BundleAnswers.GenerateAsync(_store, "T001", default);
        Assert.Equal(("ok", false), Integrity());
    }

    [Fact]
    public async Task A_bundle_without_its_checksums_or_with_a_path_outside_is_broken()
    {
        await FillAsync();
        await BundleAnswers.GenerateAsync(_store, "T001", default);
        var bundle = JsonFile.Read(_store.Folder.Bundle("T001"), "it");
        bundle["files"]!.AsArray().Add((JsonNode)new JsonObject { ["path"] = "../outside" });
        await JsonFile.WriteAsync(_store.Folder.Bundle("T001"), bundle, default);

        Assert.Equal(("broken", false), Integrity());
    }

    [Fact]
    public async Task A_commit_is_written_into_a_result_and_nothing_is_lost()
    {
        await FillAsync();
        Write("bundles/T001-result.json",
            """{"task_id":"T001","name":"Bake","status":"success","verification":{"verdict":"PASS"},"own":[1]}""");

        await BundleAnswers.UpdateGitAsync(_store, "T001", "abc", "T001: Bake", default);

        var result = JsonFile.Read(_store.Folder.Result("T001"), "it");
        Assert.Equal("PASS", result["verification"]!["verdict"]!.GetValue<string>());
        Assert.NotNull(result["own"]);
        Assert.Contains("\nstatus:success\n", BundleAnswers.ResultInfo(_store.Folder, _store.Folder.Result("T001"), p => p).Text,
            StringComparison.Ordinal);
        Assert.Equal("Bake\tsuccess", BundleAnswers.ResultInfo(_store.Folder, "T001", p => Path.Combine(_target, p)).Text);
    }

    [Fact]
    public void A_category_is_no_Go() => Assert.Null(BundleConstraints.Parse("Each category has a name.")["language"]);

    private (string Status, bool HasDrifted) Integrity()
    {
        var (answer, hasDrifted) = BundleAnswers.Integrity(_store, "T001");
        return (answer.Json["status"]!.GetValue<string>(), hasDrifted);
    }

    private async Task FillAsync()
    {
        await PlanBeginning.BeginAsync(_store, _target, "ready", false, default);
        Write("artifacts/capability-map.json", """{"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[{"id":"B1","name":"Bake loaf","type":"process"}]}]}],"flows":[]}""");
        Write("artifacts/physical-map.json", """{"version":"1.0","file_mapping":[{"behavior_id":"B1","files":[{"path":"src/bake.py","action":"create","layer":"domain"}]}]}""");
        Write("inputs/spec.md", "# Baking\nThe oven bakes a loaf.\n");
        Write("tasks/T001.json", """{"id":"T001","name":"Bake","phase":1,"behaviors":["B1"],"files":[{"path":"src/bake.py","action":"create"}],"acceptance_criteria":[]}""");
        await _store.ChangeAsync(
            (state, now) =>
            {
                state.Add("T001", JsonNode.Parse("""{"id":"T001","name":"Bake","status":"pending","phase":1}""")!.AsObject());
                state.AddEvent(now, "tasks_loaded");
                return 0;
            },
            default);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_store.Folder.Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
