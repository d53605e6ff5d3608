using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Git;
using Tasker.Planning.Operations;
using Tasker.Planning.Rollbacks;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Rollbacks;

/// <summary>A failure leaves files as they were before its attempt, and nothing else is touched.</summary>
public sealed class RollbackTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("tasker-rollback-").FullName;
    private readonly string _target;
    private readonly PlanStore _store;
    private readonly TaskOperations _tasks;

    public RollbackTests()
    {
        _target = Directory.CreateDirectory(Path.Combine(_place, "target")).FullName;
        _store = new PlanStore(PlanningFolder.OfTarget(_target), new ManualTime(), "a test");
        _tasks = new TaskOperations(_store);
    }

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task Declared_files_are_as_they_were_and_what_was_there_meanwhile_is_kept()
    {
        Write("old.txt", "before");
        Write("gone.txt", "needed");
        Directory.CreateDirectory(Full("empty"));
        await BeginAsync("""["old.txt","gone.txt","empty/deep/new.txt","same.txt"]""");
        await _tasks.StartAsync("T001", force: false, default);
        Write("old.txt", "after");
        File.Delete(Full("gone.txt"));
        Write("empty/deep/new.txt", "new");

        var report = await FailAsync();

        Assert.Equal(("before", "needed"), (Read("old.txt"), Read("gone.txt")));
        Assert.True(Directory.Exists(Full("empty")) && !Directory.Exists(Full("empty/deep")), "Only folders that the attempt made go.");
        Assert.Equal(["empty/deep/new.txt"], report.Deleted);
        Assert.Equal(["gone.txt", "old.txt"], report.Restored);
        var kept = Directory.GetDirectories(_store.Folder.Rollbacks).Single();
        Assert.Equal(("after", "new"),
            (File.ReadAllText(Path.Combine(kept, "old.txt")), File.ReadAllText(Path.Combine(kept, "empty/deep/new.txt"))));
        Assert.Contains(_store.Read().Node["events"]!.AsArray(), one => (string?)one!["type"] == "task_rolled_back");
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_file_is_taken_away_and_what_it_leads_to_stays()
    {
        var outside = Path.Combine(_place, "outside.txt");
        File.WriteAllText(outside, "not ours");
        Write("a.txt", "before");
        await BeginAsync("""["a.txt","b.txt"]""");
        await _tasks.StartAsync("T001", force: false, default);
        File.Delete(Full("a.txt"));
        File.CreateSymbolicLink(Full("a.txt"), outside);
        File.CreateSymbolicLink(Full("b.txt"), outside);

        await FailAsync();

        Assert.Equal("not ours", File.ReadAllText(outside));
        Assert.Equal(("before", null), (Read("a.txt"), new FileInfo(Full("a.txt")).LinkTarget));
        Assert.False(File.Exists(Full("b.txt")));
    }

    [Fact]
    public async Task A_folder_that_became_a_link_leads_nowhere()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_place, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(outside, "a.txt"), "not ours");
        await BeginAsync("""["src/a.txt"]""");
        await _tasks.StartAsync("T001", force: false, default);
        Directory.CreateSymbolicLink(Full("src"), outside);

        var report = await FailAsync("src/a.txt", "../outside.txt", "/etc/hostname", ".tasker/state.json", ".git/config", "a\0b", "");

        Assert.Empty(report.Deleted);
        Assert.Equal("not ours", File.ReadAllText(Path.Combine(outside, "a.txt")));
        Assert.True(File.Exists(_store.Folder.State));
    }

    [Fact]
    public async Task What_was_not_declared_comes_from_the_commit_and_without_one_is_told()
    {
        await BeginAsync("[]");
        await _tasks.StartAsync("T001", force: false, default);
        Write("c.txt", "made");
        Assert.Equal(["c.txt"], (await FailAsync("c.txt")).Unrestorable);
        Assert.Equal("made", Read("c.txt"));

        await GitAsync("init", "--quiet");
        Write("d.txt", "in the commit");
        await GitAsync("add", "d.txt");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "first");
        await _tasks.RetryAsync("T001", force: false, default);
        await _tasks.StartAsync("T001", force: false, default);
        Write("d.txt", "changed");
        Write("e/e.txt", "made");

        var report = await FailAsync("d.txt", "e/e.txt");

        Assert.Equal("in the commit", Read("d.txt"));
        Assert.False(Directory.Exists(Full("e")));
        Assert.Equal(["e/e.txt"], report.Deleted);
        Assert.Equal(["d.txt"], report.Restored);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_commit_held_that_is_gone_is_told_and_never_taken_for_new(bool isContentGone)
    {
        await BeginAsync("[]");
        await GitAsync("init", "--quiet");
        Write("d.txt", "in the commit");
        await GitAsync("add", "d.txt");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "first");
        await _tasks.StartAsync("T001", force: false, default);
        Write("d.txt", "changed");
        Write("e/e.txt", "made");
        await LoseAsync(isContentGone ? "HEAD:d.txt" : "HEAD");

        var report = await FailAsync("d.txt", "e/e.txt");

        Assert.Equal(("changed", isContentGone ? null : "made"), (Read("d.txt"), File.Exists(Full("e/e.txt")) ? Read("e/e.txt") : null));
        Assert.Equal(isContentGone ? ["d.txt"] : ["d.txt", "e/e.txt"], report.Unrestorable);
        Assert.Equal(isContentGone ? ["e/e.txt"] : [], report.Deleted);
    }

    [Fact]
    public async Task A_declared_link_that_no_commit_knows_is_told_and_stays()
    {
        File.CreateSymbolicLink(Full("current"), "somewhere");
        await BeginAsync("""["current"]""");
        await GitAsync("init", "--quiet");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--allow-empty", "-m", "first");
        await _tasks.StartAsync("T001", force: false, default);

        var report = await FailAsync();

        Assert.Equal(["current"], report.Unrestorable);
        Assert.Equal("somewhere", new FileInfo(Full("current")).LinkTarget);
    }

    [Fact]
    public async Task A_plan_that_begins_anew_does_not_bring_back_files_of_the_one_before()
    {
        Write("a.txt", "of the plan before");
        await BeginAsync("""["a.txt","b.txt"]""");
        await _tasks.StartAsync("T001", force: false, default);
        File.Delete(_store.Folder.State);
        Write("a.txt", "of this plan");
        Write("b.txt", "there by now");
        await BeginAsync("""["a.txt","b.txt"]""");
        await _tasks.StartAsync("T001", force: false, default);
        Write("a.txt", "broken");
        await _tasks.StartAsync("T001", force: false, default);

        await FailAsync();

        Assert.Equal(("of this plan", "there by now"), (Read("a.txt"), Read("b.txt")));
    }

    [Fact]
    public async Task Files_of_tasks_that_run_or_are_done_are_left_alone()
    {
        await BeginAsync("""["mine.txt"]""", """["theirs.txt"]""", """["done.txt"]""");
        await _tasks.StartAsync("T003", force: false, default);
        Write("done.txt", "done");
        await _tasks.CompleteAsync("T003", ["done.txt"], [], default);
        await _tasks.StartAsync("T001", force: false, default);
        await _tasks.StartAsync("T002", force: false, default);
        Write("mine.txt", "x");
        Write("theirs.txt", "y");

        var report = await FailAsync("mine.txt", "theirs.txt", "done.txt");

        Assert.Equal(["mine.txt"], report.Deleted);
        Assert.Equal(["done.txt", "theirs.txt"], report.Skipped);
        Assert.Equal(("y", "done"), (Read("theirs.txt"), Read("done.txt")));
    }

    [Fact]
    public async Task Undoing_again_changes_nothing_and_a_task_that_never_began_undoes_nothing()
    {
        Write("old.txt", "before");
        await BeginAsync("""["old.txt"]""", """["other.txt"]""");
        await _tasks.StartAsync("T001", force: false, default);
        Write("old.txt", "after");
        await FailAsync();
        Write("other.txt", "by hand");
        var state = _store.Read();

        var again = await new TaskRollback(_store.Folder, _target)
            .RunAsync(state, state.Required("T001"), [], _store.Time.GetUtcNow(), default);
        var (_, never) = await _tasks.FailAsync(
            "T002", new TaskFailure("Its bundle is broken."), ["other.txt"], force: false, noRollback: false, default);

        Assert.Empty(again.Deleted.Concat(again.Restored));
        Assert.Null(never);
        Assert.Equal("by hand", Read("other.txt"));
    }

    [Fact]
    public async Task A_file_gets_its_permissions_back()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There are none of this kind.
        }

        Write("run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(Full("run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await BeginAsync("""["run.sh"]""");
        await _tasks.StartAsync("T001", force: false, default);
        File.Delete(Full("run.sh"));

        await FailAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Full("run.sh")));
    }

    [Fact]
    public async Task Recovery_completes_what_succeeded_undoes_what_failed_and_finds_orphans_once()
    {
        await BeginAsync("""["a.txt"]""", """["b.txt"]""", """["c.txt"]""", """["d.txt"]""");
        var checkpoints = new CheckpointOperations(_store);
        await checkpoints.CreateAsync(["T001", "T002", "T003", "T004"], parallel: 4, force: false, default);
        foreach (var id in new[] { "T001", "T002", "T003" })
        {
            await _tasks.StartAsync(id, force: false, default);
        }

        Write("a.txt", "a");
        Write("b.txt", "b");
        Write(".tasker/bundles/T001-result.json", """{"task_id":"T001","status":"success","files":{"created":["a.txt"]}}""");
        Write(".tasker/bundles/T002-result.json",
            """{"task_id":"T002","status":"failed","error":{"message":"no","category":"test"},"files":{"created":["b.txt"]}}""");
        Write(".tasker/bundles/T003-result.json", "{ half");

        var (checkpoint, found) = (await checkpoints.RecoverAsync(default))!.Value;
        var again = (await checkpoints.RecoverAsync(default))!.Value;

        Assert.Equal([("T001", "success"), ("T002", "failed")], found.Recovered);
        Assert.Equal(["T003"], found.Orphaned);
        Assert.Equal(["T004"], found.NotStarted);
        Assert.Equal(["T003"], again.Found.Orphaned);
        Assert.Empty(again.Found.Recovered);
        var state = _store.Read();
        Assert.Equal(PlanTaskStatus.Complete, state.Required("T001").Status);
        Assert.Equal(["a.txt"], state.Required("T001").FilesCreated);
        Assert.Equal(PlanTaskStatus.Failed, state.Required("T002").Status);
        Assert.True(File.Exists(Full("a.txt")) && !File.Exists(Full("b.txt")), "What failed is undone.");
        Assert.Equal(["T003"], checkpoint.Pending);
        await _tasks.RetryAsync("T003", force: false, default);
        Assert.Equal(PlanTaskStatus.Pending, _store.Read().Required("T003").Status);
    }

    [Fact]
    public async Task The_story_of_a_batch_is_in_the_events()
    {
        await BeginAsync("[]");
        var checkpoints = new CheckpointOperations(_store);
        await checkpoints.CreateAsync(["T001"], parallel: 3, force: false, default);
        await checkpoints.UpdateAsync("T001", "success", default);
        await checkpoints.CompleteAsync(default);
        await checkpoints.CompleteAsync(default);
        await checkpoints.ClearAsync(default);

        var kinds = _store.Read().Node["events"]!.AsArray().Select(one => (string)one!["type"]!)
            .Where(kind => kind.StartsWith("checkpoint", StringComparison.Ordinal));
        Assert.Equal(["checkpoint_created", "checkpoint_updated", "checkpoint_completed", "checkpoint_cleared"], kinds);
    }

    private async Task<RollbackReport> FailAsync(params string[] named) =>
        (await _tasks.FailAsync("T001", new TaskFailure("It broke."), named, force: false, noRollback: false, default)).Rollback!;

    private async Task BeginAsync(params string[] declared)
    {
        await PlanBeginning.BeginAsync(_store, _target, "ready", false, default);
        await _store.ChangeAsync(
            (state, now) =>
            {
                for (var i = 0; i < declared.Length; i++)
                {
                    var id = $"T00{i + 1}";
                    var task = $$"""{"id":"{{id}}","name":"Do","status":"pending","phase":1,"declared_files":{{declared[i]}}}""";
                    state.Add(id, JsonNode.Parse(task)!.AsObject());
                }

                state.AddEvent(now, "tasks_loaded");
                return 0;
            },
            default);
    }

    [Fact]
    public async Task What_a_killed_rollback_was_writing_beside_a_file_goes_with_the_next_one()
    {
        Write("src/a.txt", "before");
        await BeginAsync("""["src/a.txt"]""");
        await _tasks.StartAsync("T001", force: false, default);
        Write("src/a.txt", "after");
        using var gone = System.Diagnostics.Process.Start("true");
        await gone.WaitForExitAsync();
        Write($"src/.a.txt.tasker-new.{gone.Id}", "bef");
        Write($"src/.b.txt.tasker-new.{gone.Id}", "not of this file");

        await FailAsync();

        Assert.Equal([$".b.txt.tasker-new.{gone.Id}", "a.txt"],
            Directory.GetFiles(Full("src")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("before", Read("src/a.txt"));
    }

    /// <summary>As after the garbage of a repository was collected, or in a copy that has not all of it.</summary>
    private async Task LoseAsync(string what)
    {
        var id = await GitProgram.AskAsync(_target, null, default, "rev-parse", what);
        var file = Full($".git/objects/{id[..2]}/{id[2..]}");
        File.SetAttributes(file, FileAttributes.Normal);
        File.Delete(file);
    }

    private Task<string> GitAsync(params string[] arguments) => GitProgram.AskAsync(_target, null, default, arguments);

    private string Full(string path) => Path.Combine(_target, path);

    private string Read(string path) => File.ReadAllText(Full(path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), text);
    }
}
