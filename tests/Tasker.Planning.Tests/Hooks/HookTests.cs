using System.Text;
using Tasker.Planning.Files;
using Tasker.Planning.Git;
using Tasker.Planning.Hooks;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Hooks;

/// <summary>What coding agents hand over is understood in every spelling; commits and tokens are made and counted once.</summary>
public sealed class HookTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-hook-").FullName;
    private readonly ManualTime _time = new();
    private readonly PlanStore _store;

    public HookTests() => _store = new PlanStore(PlanningFolder.OfTarget(_target), _time, "a test");

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Theory]
    [InlineData("""{"output":"T001: SUCCESS"}""", "T001")]
    [InlineData("""{"tool_output":"ok T001: SUCCESS, T002: SUCCESS, T001: SUCCESS"}""", "T001 T002")]
    [InlineData("""{"tool_response":"T003: SUCCESS"}""", "T003")]
    [InlineData("""{"tool_response":{"content":[{"type":"text","text":"T004: SUCCESS"}]}}""", "T004")]
    [InlineData("""{"tool_response":{"output":"T005: SUCCESS"}}""", "T005")]
    [InlineData("""{"tool_response":{"result":"T006: SUCCESS"}}""", "T006")]
    [InlineData("""{"output":"T001: FAILED - no, XT002: SUCCESS, T003: SUCCESSFUL"}""", "")]
    [InlineData("""{"output":1}""", "")]
    [InlineData("""[1]""", "")]
    [InlineData("""{ half""", "")]
    [InlineData("", "")]
    public void Tasks_that_were_done_are_found(string input, string tasks) =>
        Assert.Equal(tasks, string.Join(' ', HookPayload.Read(Encoding.UTF8.GetBytes(input)).Succeeded));

    [Fact]
    public async Task A_commit_has_the_files_of_its_task_alone_and_is_made_once()
    {
        await BeginAsync();
        Write("a.txt", "a");
        Write("other.txt", "staged by somebody");
        await GitAsync("add", "other.txt");
        Write(".tasker/bundles/T001-result.json",
            """{"task_id":"T001","name":"Do it","status":"success","files":{"created":["a.txt"]},"notes":"stay"}""");
        var hook = new PostTaskCommit(_store);

        var first = (await hook.RunAsync("T001", null, noVerify: false, default)).Json;
        var second = (await hook.RunAsync("T001", _target, noVerify: false, default)).Json;

        Assert.True((bool)first["committed"]!);
        Assert.Equal(("already committed", (string)first["sha"]!), ((string)second["reason"]!, (string)second["sha"]!));
        Assert.Equal("T001: Do it\n\na.txt", await GitAsync("show", "--format=%s", "--name-only", "HEAD"));
        Assert.Equal("other.txt", await GitAsync("diff", "--cached", "--name-only"));
        var result = JsonFile.Read(_store.Folder.Result("T001"), "it");
        Assert.Equal(("stay", (string)first["sha"]!), ((string)result["notes"]!, (string)result["git"]!["commit_sha"]!));
    }

    [Fact]
    public async Task A_commit_that_nobody_wrote_down_is_found_and_written_down_once()
    {
        await BeginAsync();
        Write("a.txt", "a");
        Write(".tasker/bundles/T001-result.json", """{"task_id":"T001","name":"Do it","status":"success","files":{"created":["a.txt"]}}""");
        await GitAsync("add", "a.txt");
        await GitAsync("commit", "--quiet", "-m", "T001: Do it");
        var sha = await GitAsync("rev-parse", "HEAD");
        var hook = new PostTaskCommit(_store);

        var first = (await hook.RunAsync("T001", null, noVerify: false, default)).Json;
        var result = JsonFile.Read(_store.Folder.Result("T001"), "it");
        result.Remove("git"); // As if it had been killed between the state and the result.
        await JsonFile.WriteAsync(_store.Folder.Result("T001"), result, default);
        await hook.RunAsync("T001", null, noVerify: false, default);

        Assert.Equal(("already committed", sha), ((string)first["reason"]!, (string)first["sha"]!));
        Assert.Equal(sha, (string)JsonFile.Read(_store.Folder.Result("T001"), "it")["git"]!["commit_sha"]!);
        Assert.Equal(sha,
            (string)Assert.Single(_store.Read().Objects("events"), one => (string)one["type"]! == "task_committed")["details"]!["sha"]!);
    }

    [Fact]
    public async Task While_another_git_holds_the_index_it_is_waited_for()
    {
        await BeginAsync();
        Write("a.txt", "a");
        Write(".tasker/bundles/T001-result.json", """{"task_id":"T001","name":"Do it","status":"success","files":{"created":["a.txt"]}}""");
        Write(".git/index.lock", "");

        var committing = new PostTaskCommit(_store).RunAsync("T001", null, noVerify: false, default);
        _time.Advance(await _time.NextArmedAsync(default));
        var pause = await _time.NextArmedAsync(default);
        File.Delete(Path.Combine(_target, ".git/index.lock"));
        _time.Advance(pause);

        Assert.True((bool)(await committing).Json["committed"]!);
    }

    [Fact]
    public async Task A_lock_that_stays_is_told_with_its_path_and_nothing_is_lost()
    {
        await BeginAsync();
        Write("a.txt", "a");
        Write(".tasker/bundles/T001-result.json", """{"task_id":"T001","name":"Do it","status":"success","files":{"created":["a.txt"]}}""");
        Write(".git/index.lock", "");
        using var end = new CancellationTokenSource();
        var (committing, waited) = (new PostTaskCommit(_store).RunAsync("T001", null, noVerify: false, default), TimeSpan.Zero);
        var armed = _time.NextArmedAsync(end.Token);
        for (; await Task.WhenAny(committing, armed) == armed; armed = _time.NextArmedAsync(end.Token))
        {
            waited += await armed;
            _time.Advance(await armed);
        }

        await end.CancelAsync();
        var refused = await Assert.ThrowsAsync<PlanningException>(() => committing);

        Assert.Equal(PlanningCodes.Locked, refused.Code);
        Assert.Contains(".git/index.lock", refused.Message, StringComparison.Ordinal);
        Assert.InRange(waited, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
        File.Delete(Path.Combine(_target, ".git/index.lock"));
        Assert.True((bool)(await new PostTaskCommit(_store).RunAsync("T001", null, noVerify: false, default)).Json["committed"]!);
    }

    [Fact]
    public void Prices_of_the_project_count_before_the_usual_ones_and_models_without_any_are_named()
    {
        Write(
            "log.jsonl",
            """
            {"message":{"id":"m1","model":"claude-opus-4-5","usage":{"input_tokens":1000000}}}
            {"message":{"id":"m2","model":"claude-opus-4-9","usage":{"input_tokens":1000000,"cache_read_input_tokens":1000000}}}
            {"message":{"id":"m3","model":"new-one","usage":{"output_tokens":1000000}}}
            {"message":{"id":"m4","model":"nothing-used","usage":{"output_tokens":0}}}
            """);
        var own = new Dictionary<string, ModelPrices> { ["opus"] = new(1, 1), ["OPUS-4-9"] = new(2, 2, 0, 0.5) };

        var usage = TranscriptUsage.Read(Path.Combine(_target, "log.jsonl"), new PriceTable(own));

        Assert.Equal(1 + 2 + 0.5 + 15, usage.Cost, 9);
        Assert.Equal(["new-one"], usage.Unpriced);
    }

    [Fact]
    public async Task What_did_not_succeed_or_is_not_there_is_not_committed()
    {
        await PlanBeginning.BeginAsync(_store, _target, "executing", false, default);
        Write(".tasker/bundles/T001-result.json", """{"status":"failed","files":{"created":["a.txt"]}}""");
        Write(".tasker/bundles/T002-result.json", """{"status":"success","files":{"created":["a.txt"]}}""");
        var hook = new PostTaskCommit(_store);

        Assert.False((bool)(await hook.RunAsync("T001", null, false, default)).Json["committed"]!);
        Assert.Equal(
            PlanningCodes.NotFound, (await Assert.ThrowsAsync<PlanningException>(() => hook.RunAsync("T002", null, false, default))).Code);
        Assert.Equal(
            PlanningCodes.NotFound, (await Assert.ThrowsAsync<PlanningException>(() => hook.RunAsync("T003", null, false, default))).Code);
        Assert.Equal(
            PlanningCodes.NotFound, (await Assert.ThrowsAsync<PlanningException>(() => hook.RunAsync("../T1", null, false, default))).Code);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_transcript_hangs_nothing()
    {
        var pipe = Path.Combine(_target, "pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync();
        }

        var usage = await Task.Run(() => TranscriptUsage.Read(pipe, PriceTable.Default)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((0L, 0L, 0.0, null), (usage.Input, usage.Output, usage.Cost, usage.Model));
    }

    [Fact]
    public void A_name_that_is_there_twice_is_no_answer_and_no_message()
    {
        Assert.Empty(HookPayload.Read("""{"output":"T001: SUCCESS","output":"T002: SUCCESS"}"""u8).Succeeded);
        Write("twice.jsonl", """{"message":{"id":"a","id":"b","usage":{"input_tokens":5}}}""" + "\n");
        Assert.Equal(0, TranscriptUsage.Read(Path.Combine(_target, "twice.jsonl"), PriceTable.Default).Input);
    }

    [Fact]
    public void A_message_that_is_told_again_counts_once_and_each_model_has_its_price()
    {
        Write(
            "log.jsonl",
            """
            {"message":{"id":"m1","model":"claude-sonnet-4-5","usage":{"input_tokens":10,"output_tokens":1}}}
            {"message":{"id":"m1","model":"claude-sonnet-4-5","usage":{"input_tokens":1000,"output_tokens":100}}}
            {"message":{"id":"m2","model":"claude-haiku-4-5","usage":{"input_tokens":0,"output_tokens":1000,"cache_creation_input_tokens":4000,"cache_read_input_tokens":10000}}}
            {"type":"user","message":{"content":"no usage"}}
            {"message":{"id":"m3","usage":{"input_tokens":-5,"output_tokens":"many"}}}
            { half
            """);

        var usage = TranscriptUsage.Read(Path.Combine(_target, "log.jsonl"), PriceTable.Default);

        Assert.Equal((15_000, 1_100, "claude-haiku-4-5"), (usage.Input, usage.Output, usage.Model));
        Assert.Equal(0.003 + 0.0015 + 0.005 + 0.005 + 0.001, usage.Cost, 9);
        Assert.Throws<PlanningException>(() => TranscriptUsage.Read(Path.Combine(_target, "nothing"), PriceTable.Default));
        Assert.Empty(usage.Unpriced);
    }

    private async Task BeginAsync()
    {
        await PlanBeginning.BeginAsync(_store, _target, "executing", false, default);
        string[] commands = ["init --quiet", "config user.name a", "config user.email a@example.org", "config commit.gpgsign false"];
        foreach (var arguments in commands)
        {
            await GitAsync(arguments.Split(' '));
        }
    }

    private Task<string> GitAsync(params string[] arguments) => GitProgram.AskAsync(_target, null, default, arguments);

    private void Write(string path, string text)
    {
        var full = Path.Combine(_target, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
