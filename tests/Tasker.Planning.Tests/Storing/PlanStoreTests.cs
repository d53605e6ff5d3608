using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Storing;

public sealed class PlanStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-store-").FullName;
    private readonly ManualTime _time = new();
    private readonly PlanStore _store;

    public PlanStoreTests() => _store = new PlanStore(PlanningFolder.OfTarget(_folder), _time, "a test");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_plan_begins_with_its_folders_and_is_not_begun_twice()
    {
        await BeginAsync();

        Assert.All(PlanningFolder.Folders, name => Assert.True(Directory.Exists(Path.Combine(_store.Folder.Root, name))));
        Assert.Equal(("ingestion", _folder), (_store.Read().Phase, _store.Read().TargetDir));
        var refused = await Assert.ThrowsAsync<PlanningException>(BeginAsync);
        Assert.Equal(PlanningCodes.Exists, refused.Code);
        Assert.Equal(["state.json", "state.json.bak", "state.json.lock", "state.json.lock.owner"],
            Directory.GetFiles(_store.Folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_is_not_known_stays_where_it_is_and_times_and_texts_too()
    {
        Write("""{"version":"2.0","own":{"b":1,"a":[true]},"phase":{"current":"ready","completed":["x"],"why":"é<&>"},"target_dir":"/t","tasks":{"T1":{"id":"T1","status":"pending","x":1.50}}}""");

        await _store.ChangeAsync(
            (state, now) =>
            {
                state.AddEvent(now, "touched");
                return 0;
            },
            default);

        var text = File.ReadAllText(_store.Folder.State);
        Assert.StartsWith("{\n  \"version\": \"2.0\",\n  \"own\": {\n    \"b\": 1,\n    \"a\": [\n      true\n    ]\n  },\n", text);
        Assert.Contains("\"why\": \"é<&>\"", text);
        Assert.Contains("\"x\": 1.50", text);
        Assert.EndsWith("}\n", text);
        Assert.Equal(text, File.ReadAllText(_store.Folder.StateBackup));
    }

    [Fact]
    public async Task What_is_refused_changes_nothing()
    {
        await BeginAsync();
        var before = File.ReadAllBytes(_store.Folder.State);

        await Assert.ThrowsAsync<PlanningException>(() => _store.ChangeAsync<int>(
            (state, now) =>
            {
                state.AddEvent(now, "begun");
                throw new PlanningException(PlanningCodes.BadStatus, "No.");
            },
            default));

        Assert.Equal(before, File.ReadAllBytes(_store.Folder.State));
    }

    [Fact]
    public async Task Old_events_leave_the_state_and_none_is_lost()
    {
        await BeginAsync();
        for (var i = 0; i < PlanStore.MostEvents + 5; i++)
        {
            await _store.ChangeAsync(
                (state, now) =>
                {
                    state.AddEvent(now, "counted");
                    return 0;
                },
                default);
        }

        var kept = (JsonArray)_store.Read().Node["events"]!;
        var spilled = File.ReadAllLines(_store.Folder.EventLog).Select(line => JsonNode.Parse(line)!);
        Assert.All(spilled, line => Assert.Empty(PlanningSchemas.Problems("event", line)));
        Assert.Empty(PlanningSchemas.Problems(PlanningSchemas.State, JsonFile.Read(_store.Folder.State, "The state")));
        Assert.True(kept.Count <= PlanStore.MostEvents);
        Assert.Equal(
            Enumerable.Range(1, PlanStore.MostEvents + 6), spilled.Concat(kept).Select(entry => (int)JsonView.Number(entry!["seq"])!));
    }

    [Theory]
    [InlineData("{\"version\":\"2.0\",\"tasks\":{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"version\":\"2.0\",\"tasks\":3}")]
    [InlineData("{\"version\":\"2.0\",\"tasks\":{\"T1\":null}}")]
    [InlineData("{\"version\":\"2.0\",\"version\":\"2.0\"}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":7,\"tasks\":{}}")]
    [InlineData("{\"version\":\"2.0\",\"events\":{},\"phase\":{\"current\":\"ready\"},\"tasks\":{}}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"rdy\"},\"tasks\":{}}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"ready\"}}")]
    [InlineData("{\"version\":\"2.0\"}")]
    [InlineData("{}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"ready\"},\"tasks\":{\"T001\":{\"id\":\"T001\",\"status\":\"done\"}}}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"ready\"},\"tasks\":{\"T001\":{\"id\":\"T001\",\"status\":\"\"}}}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"ready\"},\"tasks\":{\"T001\":{\"id\":\"T001\",\"status\":3}}}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"ready\"},\"tasks\":{\"first\":{\"id\":\"T001\",\"status\":\"pending\"}}}")]
    [InlineData("{\"version\":\"2.0\",\"phase\":{\"current\":\"ready\"},\"tasks\":{\"../T001\":{}}}")]
    public void A_broken_state_is_named_with_a_way_out(string text)
    {
        Write(text);

        var refused = Assert.Throws<PlanningException>(_store.Read);

        Assert.Equal(PlanningCodes.Corrupt, refused.Code);
        Assert.EndsWith("'tasker doctor --repair' makes it anew from what is there, and keeps the broken file.", refused.Message);
    }

    [Fact]
    public async Task What_killed_processes_were_writing_in_the_folders_of_a_plan_goes()
    {
        await BeginAsync();
        using var gone = System.Diagnostics.Process.Start("true");
        await gone.WaitForExitAsync();
        var half = Path.Combine(_store.Folder.Bundles, $".T001-bundle.json.tasker-new.{gone.Id}");
        File.WriteAllText(half, "{");
        File.WriteAllText(_store.Folder.Result("T001"), "{}");

        await PlanLeftovers.RemoveAsync(_store, default);

        Assert.Equal([_store.Folder.Result("T001")], Directory.GetFiles(_store.Folder.Bundles));
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("Ready")]
    [InlineData("IN_PROGRESS")]
    [InlineData("Completed")]
    public void Words_of_other_programs_for_a_status_are_understood(string word)
    {
        Write($$$"""{"version":"2.0","phase":{"current":"ready"},"target_dir":"/t","tasks":{"T001":{"id":"T001","status":"{{{word}}}" },"T002":{"id":"T002"} } }""");

        Assert.Equal(PlanTaskStatus.Pending, _store.Read().Required("T002").Status);
        Assert.Equal(PlanTaskWords.Status(word), _store.Read().Required("T001").Status);
    }

    [Theory]
    [InlineData("folder", "is a folder")]
    [InlineData("link", "is a link to 'nowhere', which is not there")]
    [InlineData("pipe", "is empty, or no file at all but a pipe or a device")]
    public async Task What_is_no_file_in_the_place_of_the_state_is_told_and_put_away_by_a_repair(string kind, string told)
    {
        await BeginAsync();
        File.Delete(_store.Folder.State);
        await MakeAsync(kind, _store.Folder.State);

        var refused = Assert.Throws<PlanningException>(_store.Read);
        Assert.Equal((PlanningCodes.Corrupt, true), (refused.Code, _store.Exists));
        Assert.Contains($"'{_store.Folder.State}' {told}", refused.Message);
        await Assert.ThrowsAsync<PlanningException>(() => PlanBeginning.BeginAsync(_store, _folder, "ready", force: true, default));

        var report = await new Tasker.Planning.Repairing.StateRepair(_store).RunAsync(dryRun: false, default);

        Assert.Equal("ingestion", _store.Read().Phase);
        Assert.True(Path.Exists(report.Kept.Single()) || new FileInfo(report.Kept.Single()).LinkTarget is not null);
    }

    [Fact]
    public async Task A_plan_is_begun_only_for_a_directory_that_is_there()
    {
        var missing = Path.Combine(_folder, "x", "y");
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        var refused =
            await Assert.ThrowsAsync<PlanningException>(() => PlanBeginning.BeginAsync(_store, missing, "ready", force: false, default));
        Assert.Contains($"There is no target directory '{missing}'", refused.Message);
        await Assert.ThrowsAsync<PlanningException>(
            () => PlanBeginning.BeginAsync(_store, Path.Combine(_folder, "file"), "ready", force: false, default));

        Assert.Equal(["file"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Who_waits_too_long_for_the_lock_is_told_who_has_it()
    {
        await BeginAsync();
        var (began, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = _store.HoldAsync(
            async _ =>
            {
                began.SetResult();
                await end.Task;
                return 0;
            },
            default);
        await began.Task;

        var waiting = new PlanStore(_store.Folder, _time, "another").ChangeAsync((_, _) => 0, default);
        while (!waiting.IsCompleted)
        {
            await Task.WhenAny(waiting, _time.NextArmedAsync(default));
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        var refused = await Assert.ThrowsAsync<PlanningException>(() => waiting);
        end.SetResult();
        await holder;
        Assert.Equal(PlanningCodes.Locked, refused.Code);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message);
        Assert.Contains("(a test)", refused.Message);

        // Whoever gave up does not get it later: it is free for the next one.
        Assert.Equal(1, await _store.ChangeAsync((_, _) => 1, default).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_session_of_an_interview_becomes_a_plan_and_is_kept()
    {
        const string session =
            """{"version":"3.0","target_dir":"/t","phase":{"current":"clarify","completed":["scope"],"step":2},"scope":{"goal":"g"}}""";
        Write(session);
        Assert.Equal(("ingestion", "/t"), (_store.Read().Phase, _store.Read().TargetDir));
        Assert.Equal(session, File.ReadAllText(_store.Folder.State)); // Reading changes nothing.

        await _store.ChangeAsync(
            (state, now) =>
            {
                state.AddEvent(now, "touched");
                return 0;
            },
            default);

        var kept = Directory.GetFiles(_store.Folder.Root, "state.json.3.0.*.bak").Single();
        Assert.Equal(session, File.ReadAllText(kept));
        Assert.Equal("g", (string?)JsonFile.Read(Path.Combine(_store.Folder.Root, "spec_session.json"), "x")["scope"]!["goal"]);
        Assert.Equal("2.0", _store.Read().Text("version"));
    }

    [Fact]
    public void A_state_of_the_first_version_is_read()
    {
        Write("""{"version":"1.2","phase":"executing","target_dir":"/t","tasks":[{"id":"T001","name":"n","status":"completed"}],"extra":1}""");

        var state = _store.Read();

        Assert.Equal(("executing", PlanTaskStatus.Complete), (state.Phase, state.Required("T001").Status));
        Assert.Equal(1, state.Whole("extra"));
    }

    [Fact]
    public void A_version_that_is_not_known_is_refused()
    {
        Write("""{"version":"4.0"}""");

        Assert.Contains("'4.0'", Assert.Throws<PlanningException>(_store.Read).Message);
    }

    private Task BeginAsync() => PlanBeginning.BeginAsync(_store, _folder, PlanPhases.First, force: false, default);

    private static async Task MakeAsync(string kind, string path)
    {
        if (kind == "folder")
        {
            Directory.CreateDirectory(path);
        }
        else if (kind == "link")
        {
            File.CreateSymbolicLink(path, "nowhere");
        }
        else
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
            await made.WaitForExitAsync();
        }
    }

    private void Write(string state)
    {
        Directory.CreateDirectory(_store.Folder.Root);
        File.WriteAllText(_store.Folder.State, state);
    }
}
