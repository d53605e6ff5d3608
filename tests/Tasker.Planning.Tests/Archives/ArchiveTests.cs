using System.Text.Json.Nodes;
using Tasker.Planning.Archives;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Archives;

/// <summary>An archive is whole, never in the place of another, and gives back what it was given.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-archive-").FullName;
    private readonly PlanStore _store;
    private readonly PlanArchive _archive;

    public ArchiveTests()
    {
        _store = new PlanStore(PlanningFolder.OfTarget(_target), new ManualTime(), "a test");
        _archive = new PlanArchive(_store);
    }

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public async Task A_plan_comes_back_byte_for_byte_and_what_was_there_is_beside_it()
    {
        await FillAsync();
        var id = await KeepAsync();
        Write("inputs/spec.md", "another");
        Write("tasks/T009.json", "{}");
        Write("bundles/T001-bundle.json", "{}");
        Write("STOP", "");

        var restored = await RestoreAsync(id);

        Assert.Equal("# Spec\n", Read("inputs/spec.md"));
        Assert.False(File.Exists(Full("tasks/T009.json")));
        Assert.True(File.Exists(Full("bundles/T001-bundle.json")) && File.Exists(Full("STOP")), "What an archive does not hold stays.");
        var backup = restored.Json["backup"]!.GetValue<string>();
        Assert.Equal("another", File.ReadAllText(Path.Combine(backup, "inputs/spec.md")));
        Assert.True(File.Exists(Path.Combine(backup, "tasks/T009.json")) && File.Exists(Path.Combine(backup, "state.json")));
        Assert.Contains(_store.Read().Node["events"]!.AsArray(), one => (string?)one!["type"] == "restored");
    }

    [Fact]
    public async Task A_plan_that_is_restored_elsewhere_says_so_and_one_at_its_place_does_not()
    {
        await FillAsync();
        var id = await KeepAsync();
        var elsewhere = new PlanStore(
            PlanningFolder.OfTarget(Directory.CreateDirectory(Path.Combine(_target, "elsewhere")).FullName), new ManualTime(), "a test");

        var told = await new ArchiveRestoring(elsewhere, new ArchiveShelf(_archive.Root)).RunAsync(id, null, default);

        Assert.Contains($"'tasker state set-target {elsewhere.Folder.Parent}'", told.Text);
        Assert.Equal(_target, elsewhere.Read().TargetDir);
        Assert.False((await RestoreAsync(id)).Json.ContainsKey("elsewhere"));
    }

    [Fact]
    public async Task Archives_of_one_second_are_two_and_the_newest_comes_first()
    {
        await FillAsync();
        var (first, second) = (await KeepAsync(), await KeepAsync());

        Assert.NotEqual(first, second);
        var listed = new ArchiveShelf(_archive.Root).List(null);
        Assert.Equal([second, first], listed.Json["archives"]!.AsArray().Select(one => (string)one!["archive_id"]!));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_archive.Root, "shop", "planning"), ".*"));
    }

    [Theory]
    [InlineData("../../outside", "outside")]
    [InlineData("my shop", "my-shop")]
    [InlineData("a/b", "a-b")]
    public async Task A_project_never_leads_out_of_the_archives(string project, string folder)
    {
        await FillAsync();

        var path = (string)(await _archive.PlanningAsync(project, clean: false, default)).Json["path"]!;

        Assert.StartsWith(Path.Combine(_archive.Root, folder, "planning"), path);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("///")]
    public async Task A_project_without_a_name_is_refused(string project)
    {
        await FillAsync();

        var refused = await Assert.ThrowsAsync<PlanningException>(() => _archive.PlanningAsync(project, clean: false, default));

        Assert.Equal(PlanningCodes.Usage, refused.Code);
        Assert.False(Directory.Exists(_archive.Root));
    }

    [Theory]
    [InlineData("inputs/spec.md")]
    [InlineData("inputs/added.md")]
    [InlineData("state.json")]
    public async Task An_archive_that_was_changed_is_not_restored(string file)
    {
        await FillAsync();
        var kept = await _archive.PlanningAsync("shop", clean: false, default);
        File.WriteAllText(Path.Combine((string)kept.Json["path"]!, file), "changed");
        Write("inputs/spec.md", "mine");

        var refused = await Assert.ThrowsAsync<PlanningException>(() => RestoreAsync((string)kept.Json["archive_id"]!));

        Assert.Equal(PlanningCodes.Drift, refused.Code);
        Assert.Equal("mine", Read("inputs/spec.md"));
        Assert.Empty(Directory.GetDirectories(_target, ".tasker-backup*"));
    }

    [Fact]
    public async Task While_a_task_runs_nothing_is_restored_or_cleaned()
    {
        await FillAsync();
        var id = await KeepAsync();
        await ChangeAsync(state => state.Required("T001").Status = PlanTaskStatus.Running);

        Assert.Equal(PlanningCodes.BadStatus, (await Assert.ThrowsAsync<PlanningException>(() => RestoreAsync(id))).Code);
        Assert.Equal(PlanningCodes.BadStatus,
            (await Assert.ThrowsAsync<PlanningException>(() => _archive.PlanningAsync("shop", clean: true, default))).Code);
        Assert.Equal("# Spec\n", Read("inputs/spec.md"));
    }

    [Fact]
    public async Task A_cleaned_plan_makes_room_and_comes_back_also_into_an_empty_folder()
    {
        await FillAsync();
        var id = (string)(await _archive.PlanningAsync("shop", clean: true, default)).Json["archive_id"]!;
        Assert.False(_store.Exists || File.Exists(Full("inputs/spec.md")));
        Directory.Delete(_store.Folder.Root, recursive: true);

        await RestoreAsync(id);

        Assert.Equal(("# Spec\n", "definition"), (Read("inputs/spec.md"), _store.Read().Phase));
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        await FillAsync();
        Directory.CreateSymbolicLink(Full("reports/etc"), "/etc");
        File.CreateSymbolicLink(Full("reports/hostname"), "/etc/hostname");

        var path = (string)(await _archive.PlanningAsync("shop", clean: false, default)).Json["path"]!;

        Assert.False(Path.Exists(Path.Combine(path, "reports")));
    }

    [Fact]
    public async Task An_execution_is_kept_when_there_was_one_and_is_not_restored()
    {
        await FillAsync();
        Assert.Null((await _archive.ExecutionAsync("shop", default)).Json["archive_id"]);
        Write("bundles/T001-result.json", """{"status":"success"}""");
        Write("logs/activity.log", "a line\n");
        Directory.CreateDirectory(Path.Combine(_target, ".claude", "logs"));
        File.WriteAllText(Path.Combine(_target, ".claude", "logs", "activity.log"), "old\n");

        var kept = await _archive.ExecutionAsync("shop", default);

        var path = (string)kept.Json["path"]!;
        var manifest = JsonFile.Read(Path.Combine(path, "archive-manifest.json"), "it");
        Assert.Equal(["bundles/T001-result.json", "logs/activity.log", "logs/claude/activity.log", "state.json"],
            manifest["files"]!.AsObject().Select(file => file.Key));
        Assert.All(manifest["files"]!.AsObject(), file => Assert.True(File.Exists(Path.Combine(path, file.Key))));
        Assert.Equal(("1.0", "execution", 1),
            ((string)manifest["version"]!, (string)manifest["archive_type"]!, (int)manifest["task_summary"]!["total"]!));
        Assert.Equal(PlanningCodes.NotFound,
            (await Assert.ThrowsAsync<PlanningException>(() => RestoreAsync((string)kept.Json["archive_id"]!))).Code);
    }

    [Theory]
    [InlineData("20260101_000000")]
    [InlineData("../planning")]
    [InlineData("")]
    public async Task What_is_not_there_is_told(string id)
    {
        await FillAsync();

        Assert.Equal(PlanningCodes.NotFound, (await Assert.ThrowsAsync<PlanningException>(() => RestoreAsync(id))).Code);
    }

    private async Task<string> KeepAsync() => (string)(await _archive.PlanningAsync("shop", clean: false, default)).Json["archive_id"]!;

    private Task<PlanningAnswer> RestoreAsync(string id) =>
        new ArchiveRestoring(_store, new ArchiveShelf(_archive.Root)).RunAsync(id, "shop", default);

    private async Task FillAsync()
    {
        await PlanBeginning.BeginAsync(_store, _target, "definition", false, default);
        Write("inputs/spec.md", "# Spec\n");
        Write("tasks/T001.json", """{"id":"T001"}""");
        await ChangeAsync(state => state.Add("T001", JsonNode.Parse("""{"id":"T001","name":"Do","status":"pending"}""")!.AsObject()));
    }

    private Task<int> ChangeAsync(Action<PlanState> change) => _store.ChangeAsync(
        (state, now) =>
        {
            change(state);
            state.AddEvent(now, "touched");
            return 0;
        },
        default);

    private string Full(string path) => Path.Combine(_store.Folder.Root, path);

    private string Read(string path) => File.ReadAllText(Full(path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), text);
    }
}
