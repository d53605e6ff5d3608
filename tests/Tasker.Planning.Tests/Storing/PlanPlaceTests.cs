using Tasker.Planning.Files;
using Tasker.Planning.Hooks;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Storing;

/// <summary>A plan that lies elsewhere than it was made for says so, and does nothing to the directory of before.</summary>
public sealed class PlanPlaceTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("tasker-place-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_plan_that_was_copied_or_moved_is_told_and_touches_nothing_until_it_has_its_directory(bool isMoved)
    {
        var (old, here) = (await ProjectAsync("old"), Path.Combine(_place, "new"));
        await new TaskOperations(old).StartAsync("T001", force: false, default);
        await new TaskOperations(old).StartAsync("T002", force: false, default);
        Move(old.Folder.Parent, here, isMoved);
        var copy = Store(PlanningFolder.OfTarget(here));
        var tasks = new TaskOperations(copy);

        Func<Task>[] acts =
        [
            () => tasks.StartAsync("T003", force: true, default),
            () => tasks.FailAsync("T001", new TaskFailure("red"), ["mine.txt"], force: false, noRollback: false, default),
            () => tasks.CommitAsync("T001", noVerify: false, default),
            () => new PostTaskCommit(copy).RunAsync("T001", null, noVerify: false, default),
        ];
        foreach (var act in acts)
        {
            var refused = await Assert.ThrowsAsync<PlanningException>(act);
            Assert.Equal(PlanningCodes.Moved, refused.Code);
            Assert.Contains($"'tasker state set-target {here}'", refused.Message);
            Assert.Contains(isMoved ? "which is not there" : $"'tasker -p {old.Folder.Root}' means the one over there", refused.Message);
        }

        Assert.Equal(isMoved ? null : "theirs", ReadIfThere(Path.Combine(old.Folder.Parent, "mine.txt")));
        var before = await copy.ChangeAsync((state, now) => PlanPlace.Set(copy.Folder, state, here, now), default);
        var report = await tasks.FailAsync("T001", new TaskFailure("red"), [], force: false, noRollback: false, default);

        Assert.Equal(old.Folder.Parent, before);
        Assert.Equal(here, copy.Read().TargetDir);
        Assert.NotNull(report.Rollback);
    }

    [Fact]
    public async Task A_plan_beside_its_target_directory_and_one_behind_a_link_belong_where_they_are()
    {
        var target = Directory.CreateDirectory(Path.Combine(_place, "target")).FullName;
        var beside = Store(new PlanningFolder(Path.Combine(_place, "plans", ".tasker")));
        await PlanBeginning.BeginAsync(beside, target, "ready", force: false, default);
        Assert.Null(PlanPlace.Problem(beside.Folder, beside.Read()));

        Move(beside.Folder.Parent, Path.Combine(_place, "others"), isMoved: false);
        var copy = Store(new PlanningFolder(Path.Combine(_place, "others", ".tasker")));
        Assert.NotNull(PlanPlace.Problem(copy.Folder, copy.Read()));

        var inside = await ProjectAsync("real");
        Directory.CreateSymbolicLink(Path.Combine(_place, "link"), inside.Folder.Parent);
        var linked = PlanningFolder.OfTarget(Path.Combine(_place, "link"));
        Assert.Null(PlanPlace.Problem(linked, Store(linked).Read()));
    }

    [Fact]
    public async Task A_target_directory_is_not_changed_while_tasks_run_in_it_nor_to_one_that_is_not_there()
    {
        var store = await ProjectAsync("here");
        var other = Directory.CreateDirectory(Path.Combine(_place, "other")).FullName;
        await new TaskOperations(store).StartAsync("T001", force: false, default);

        var running = await Assert.ThrowsAsync<PlanningException>(
            () => store.ChangeAsync((state, now) => PlanPlace.Set(store.Folder, state, other, now), default));
        var missing = await Assert.ThrowsAsync<PlanningException>(
            () => store.ChangeAsync((state, now) => PlanPlace.Set(store.Folder, state, other + "/no", now), default));

        Assert.Contains("T001", running.Message);
        Assert.Equal(PlanningCodes.NotFound, missing.Code);
        Assert.Equal(store.Folder.Parent, store.Read().TargetDir);
    }

    private async Task<PlanStore> ProjectAsync(string name)
    {
        var target = Directory.CreateDirectory(Path.Combine(_place, name)).FullName;
        File.WriteAllText(Path.Combine(target, "mine.txt"), "theirs");
        var store = Store(PlanningFolder.OfTarget(target));
        await PlanBeginning.BeginAsync(store, target, "ready", force: false, default);
        await store.ChangeAsync(
            (state, now) =>
            {
                foreach (var id in new[] { "T001", "T002", "T003" })
                {
                    state.Add(id, new() { ["id"] = id, ["name"] = id, ["status"] = "pending", ["phase"] = 1 });
                }

                state.AddEvent(now, "tasks_loaded");
                return 0;
            },
            default);
        return store;
    }

    private PlanStore Store(PlanningFolder folder) => new(folder, _time, "a test");

    private static string? ReadIfThere(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private static void Move(string from, string to, bool isMoved)
    {
        if (isMoved)
        {
            Directory.Move(from, to);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
