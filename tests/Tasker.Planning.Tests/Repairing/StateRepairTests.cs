using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;
using Tasker.Planning.Repairing;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Repairing;

/// <summary>A state that is broken in any way is made anew from what is left, and what is left decides how much of it.</summary>
public sealed class StateRepairTests : IAsyncLifetime
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-repair-").FullName;
    private readonly ManualTime _time = new();
    private readonly PlanStore _store;

    public StateRepairTests() => _store = new PlanStore(PlanningFolder.OfTarget(_target), _time, "a test");

    private PlanningFolder Folder => _store.Folder;

    public async Task InitializeAsync()
    {
        await PlanBeginning.BeginAsync(_store, _target, "ready", force: false, default);
        foreach (var (id, needs) in new[] { ("T001", ""), ("T002", "\"T001\""), ("T003", "\"T002\"") })
        {
            Write($"tasks/{id}.json", $$$"""
                {"id":"{{{id}}}","name":"Task {{{id}}}","phase":1,"behaviors":["B1"],"files":[{"path":"src/{{{id}}}.py","action":"create"}],"dependencies":{"tasks":[{{{needs}}}]},
                "acceptance_criteria":[{"criterion":"It does what it should","verification":"make test"}]}
                """);
        }

        Write("inputs/spec.md", "# Things\n");
        await _store.ChangeAsync((state, now) => TaskLoading.Merge(state, TaskFiles.Read(Folder).Definitions, Folder, now), default);
        var tasks = new TaskOperations(_store);
        await tasks.StartAsync("T001", force: false, default);
        Write("bundles/T001-result.json", """{"version":"1.0","task_id":"T001","status":"success","started_at":"2030-01-02T12:00:00Z","completed_at":"2030-01-02T12:00:01Z","files":{"created":["src/T001.py"],"modified":[]}}""");
        await tasks.CompleteAsync("T001", ["src/T001.py"], [], default);
        await tasks.StartAsync("T002", force: false, default);
        Write("bundles/T002-result.json", """{"version":"1.0","task_id":"T002","status":"failed","started_at":"2030-01-02T12:00:00Z","completed_at":"2030-01-02T12:00:01Z","error":{"category":"test","message":"red","retryable":true}}""");
        await _store.ChangeAsync((state, now) => UsageRules.Log(state, new UsageReport("one", 10, 20, 0.5), add: false, now), default);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_target, recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"exec")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"version\":\"2.0\",\"tasks\":3}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":\"x\",\"tasks\":{\"T001\":null}}")]
    [InlineData(null)]
    public async Task With_the_copy_of_the_last_change_nothing_is_lost(string? broken)
    {
        var before = Written();
        Break(broken);

        var report = await new StateRepair(_store).RunAsync(dryRun: false, default);

        Assert.Empty(report.Lost);
        Assert.Contains("state.json.bak", report.Source, StringComparison.Ordinal);
        var after = Written();
        Assert.Equal("state_recovered", (string?)after["events"]!.AsArray().Last()!["type"]);
        Assert.True(JsonNode.DeepEquals(before["tasks"], after["tasks"]));
        Assert.True(JsonNode.DeepEquals(before["execution"], after["execution"]));
        Assert.Equal(broken is null ? [] : new[] { broken }, report.Kept.Select(File.ReadAllText));
        Assert.Null((await new StateRepair(_store).RunAsync(dryRun: false, default)).Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"exec")]
    [InlineData("[1]")]
    [InlineData(null)]
    public async Task Without_any_copy_files_say_how_far_the_plan_is(string? broken)
    {
        File.Delete(Folder.StateBackup);
        Break(broken);

        var report = await new StateRepair(_store).RunAsync(dryRun: false, default);

        var state = _store.Read();
        Assert.Equal("the files of the plan alone", report.Source);
        Assert.Contains("tokens and cost", report.Lost);
        Assert.Equal(("executing", _target), (state.Phase, state.TargetDir));
        Assert.Equal([PlanTaskStatus.Complete, PlanTaskStatus.Failed, PlanTaskStatus.Blocked], state.Tasks.Select(task => task.Status));
        Assert.Equal(["src/T001.py"], state.Required("T001").FilesCreated);
        Assert.Equal(("red", "test"), (state.Required("T002").Error, (string?)state.Required("T002").Failure!["category"]));
        Assert.Empty(PlanningSchemas.Problems(PlanningSchemas.State, Written()));
    }

    [Fact]
    public async Task What_Tasker_found_counts_before_what_an_executor_claims()
    {
        File.Delete(Folder.StateBackup);
        Break(null);
        Write("bundles/T001-evidence.json", """{"version":"1.0","task_id":"T001","attempt":2,"verdict":"FAIL","reason":"make test: exit code 2","criteria":[{"name":"it","command":"make test","status":"FAIL","outcome":"exit code 2"}]}""");

        await new StateRepair(_store).RunAsync(dryRun: false, default);

        var task = _store.Read().Required("T001");
        Assert.Equal((PlanTaskStatus.Failed, 2, "make test: exit code 2"), (task.Status, task.Attempts, task.Error));
        Assert.Equal("FAIL", (string?)task.Verification!["verdict"]);
    }

    [Fact]
    public async Task What_is_whole_of_a_state_with_wrong_parts_stays()
    {
        var state = Written();
        state["execution"]!["total_tokens"] = "many";
        state["tasks"]!["T003"]!["status"] = 7;
        state["halt"] = new JsonArray();
        state["own"] = "kept";
        Break(state.ToJsonString());
        File.WriteAllText(Folder.StateBackup, "{");

        var report = await new StateRepair(_store).RunAsync(dryRun: false, default);

        var after = _store.Read();
        Assert.Contains(report.Lost, line => line.StartsWith("/execution/total_tokens: ", StringComparison.Ordinal));
        Assert.Equal("kept", after.Text("own"));
        Assert.Equal([PlanTaskStatus.Complete, PlanTaskStatus.Failed, PlanTaskStatus.Blocked], after.Tasks.Select(task => task.Status));
        Assert.Equal(2, report.Kept.Count);
        Assert.Empty(PlanningSchemas.Problems(PlanningSchemas.State, after.Node));
    }

    [Fact]
    public async Task An_earlier_copy_is_gone_on_from_and_results_since_then_count()
    {
        File.Copy(Folder.StateBackup, Path.Combine(Folder.Root, "state.json.20300102120000000.bak"));
        var old = JsonFile.Read(Folder.StateBackup, "it");
        old["tasks"]!["T001"]!["status"] = "pending";
        await JsonFile.WriteAsync(Path.Combine(_target, "archive", "shop", "planning", "1", "state.json"), old, default);
        File.Delete(Folder.StateBackup);
        Break("{");

        var report = await new StateRepair(_store).RunAsync(dryRun: false, default);

        Assert.Contains("an earlier copy", report.Source, StringComparison.Ordinal);
        Assert.Equal(30, JsonView.Number(_store.Read().Execution["total_tokens"]));
        Assert.Equal(PlanTaskStatus.Failed, _store.Read().Required("T002").Status);
    }

    [Fact]
    public async Task The_log_of_events_gives_back_what_left_no_file()
    {
        for (var i = 0; i < PlanStore.MostEvents; i++)
        {
            await _store.ChangeAsync((state, now) => UsageRules.Log(state, new UsageReport($"s{i}", 1, 1, 0), add: false, now), default);
        }

        File.AppendAllText(Folder.EventLog, "{\"type\":\"task_st");
        File.Delete(Folder.Result("T001"));
        File.Delete(Folder.StateBackup);
        Break("");

        var report = await new StateRepair(_store).RunAsync(dryRun: false, default);

        var state = _store.Read();
        Assert.Contains(report.Rebuilt, line => line.Contains("older events", StringComparison.Ordinal));
        Assert.Equal(PlanTaskStatus.Complete, state.Required("T001").Status);
        Assert.True(JsonView.Number(state.Execution["total_tokens"]) > 100);
        Assert.True((long)state.Node["event_count"]! > 100);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_tells_the_same()
    {
        File.Delete(Folder.StateBackup);
        Break("{");
        var before = Directory.GetFiles(Folder.Root, "*", SearchOption.AllDirectories);

        var told = await new StateRepair(_store).RunAsync(dryRun: true, default);

        Assert.Equal(before, Directory.GetFiles(Folder.Root, "*", SearchOption.AllDirectories));
        Assert.Equal("{", File.ReadAllText(Folder.State));
        Assert.Equal(told.Rebuilt, (await new StateRepair(_store).RunAsync(dryRun: false, default)).Rebuilt);
    }

    [Fact]
    public async Task A_state_of_a_version_that_is_not_known_is_left_to_its_program()
    {
        Break("""{"version":"9.0","tasks":{}}""");

        var refused = await Assert.ThrowsAsync<PlanningException>(() => new StateRepair(_store).RunAsync(dryRun: false, default));

        Assert.Equal(PlanningCodes.Schema, refused.Code);
        Assert.Equal("""{"version":"9.0","tasks":{}}""", File.ReadAllText(Folder.State));
    }

    [Fact]
    public async Task Where_no_plan_is_none_is_made()
    {
        var empty = Path.Combine(_target, "empty");

        await Assert.ThrowsAsync<PlanningException>(() => new StateRepair(new PlanStore(new PlanningFolder(empty), _time, "a test"))
            .RunAsync(dryRun: false, default));

        Assert.False(Directory.Exists(empty));
    }

    private JsonObject Written() => JsonFile.Read(Folder.State, "The state");

    private void Break(string? text)
    {
        if (text is null)
        {
            File.Delete(Folder.State);
        }
        else
        {
            File.WriteAllText(Folder.State, text);
        }
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(Folder.Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
