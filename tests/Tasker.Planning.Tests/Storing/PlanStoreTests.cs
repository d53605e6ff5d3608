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
        Assert.Equal(["state.json", "state.json.bak", "state.json.lock", "state.json.lock.owner"], Directory.GetFiles(_store.Folder.Root).Select(Path.GetFileName).Order());
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
        Assert.Equal(Enumerable.Range(1, PlanStore.MostEvents + 6), spilled.Concat(kept).Select(entry => (int)entry!["seq"]!));
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
    public void A_broken_state_is_named_with_a_way_out(string text)
    {
        Write(text);

        var refused = Assert.Throws<PlanningException>(_store.Read);

        Assert.Equal(PlanningCodes.Corrupt, refused.Code);
        Assert.EndsWith("'tasker doctor --repair' makes it anew from what is there, and keeps the broken file.", refused.Message);
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
    }

    [Fact]
    public async Task A_session_of_an_interview_becomes_a_plan_and_is_kept()
    {
        const string session = """{"version":"3.0","target_dir":"/t","phase":{"current":"clarify","completed":["scope"],"step":2},"scope":{"goal":"g"}}""";
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

    private void Write(string state)
    {
        Directory.CreateDirectory(_store.Folder.Root);
        File.WriteAllText(_store.Folder.State, state);
    }
}
