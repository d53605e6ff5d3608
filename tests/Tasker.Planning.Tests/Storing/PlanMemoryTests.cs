using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Storing;

/// <summary>A process that remembers a plan does exactly what one does that reads it each time, whoever else changes it.</summary>
public sealed class PlanMemoryTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-memory-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public void What_is_written_is_the_same_with_and_without_a_memory() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40),
        Prop.ForAll(Gen.Choose(0, 7).Two().ListOf(25).ToArbitrary(), calls =>
        {
            using var memory = new PlanMemory();
            var (remembers, reads) = (Begin("a", memory), Begin("b", null));
            var others = new[] { "a", "b" }.Select(name => new PlanStore(Folder(name), _time, "another")).ToArray();
            foreach (var (what, which) in calls)
            {
                var id = $"T00{(which % 4) + 1}";
                var told = new[] { (remembers, others[0]), (reads, others[1]) }
                    .Select(both => Do(what == 7 ? both.Item2 : both.Item1, what, id)).ToArray();
                Assert.Equal(told[0], told[1]);
                var read = File.ReadAllText(reads.Folder.State);
                Assert.Equal(
                    read.Replace(reads.Folder.Root, remembers.Folder.Root, StringComparison.Ordinal),
                    File.ReadAllText(remembers.Folder.State));
            }
        }));

    [Fact]
    public async Task What_another_program_writes_without_asking_is_seen()
    {
        using var memory = new PlanMemory();
        var store = Begin("a", memory);
        Assert.Equal("pending", await StatusAsync(store));

        File.WriteAllText(
            store.Folder.State, File.ReadAllText(store.Folder.State).Replace("\"pending\"", "\"complete\"", StringComparison.Ordinal));

        Assert.Equal("complete", await StatusAsync(store));
    }

    [Fact]
    public async Task What_a_refused_change_did_is_not_remembered()
    {
        using var memory = new PlanMemory();
        var store = Begin("a", memory);
        await StatusAsync(store);

        await Assert.ThrowsAsync<PlanningException>(() => store.ChangeAsync<int>(
            (state, _) =>
            {
                state.Required("T001").Set("status", "complete");
                throw new PlanningException(PlanningCodes.BadStatus, "No.");
            },
            default));
        await store.ChangeAsync((state, _) => state.Required("T001").Node["name"] = "not kept", default);

        Assert.Equal("pending", await StatusAsync(store));
        Assert.Null(await store.LookAsync(state => state.Required("T001").Text("name"), default));
    }

    private static Task<string?> StatusAsync(PlanStore store) => store.LookAsync(state => state.Required("T001").Text("status"), default);

    private static string Do(PlanStore store, int what, string id)
    {
        var tasks = new TaskOperations(store);
        try
        {
            Task done = what switch
            {
                0 or 1 => tasks.StartAsync(id, force: false, default),
                2 or 3 => tasks.CompleteAsync(id, ["x"], [], default),
                4 => tasks.FailAsync(id, new TaskFailure("broken", "test"), [], force: false, noRollback: true, default),
                5 => tasks.RetryAsync(id, force: true, default),
                6 => store.LookAsync(state => Readiness.Of(state).Count, default),
                _ => tasks.SkipAsync(id, "not needed", default),
            };
            done.GetAwaiter().GetResult();
            return "";
        }
        catch (PlanningException refused)
        {
            return refused.Message;
        }
    }

    private PlanningFolder Folder(string name) => new(Path.Combine(_target, name));

    private PlanStore Begin(string name, PlanMemory? memory)
    {
        if (Directory.Exists(Folder(name).Root))
        {
            Directory.Delete(Folder(name).Root, recursive: true);
        }

        var store = new PlanStore(Folder(name), _time, "a test", memory);
        PlanBeginning.BeginAsync(store, _target, "ready", force: false, default).GetAwaiter().GetResult();
        store.ChangeAsync(
            (state, now) =>
            {
                for (var i = 1; i <= 4; i++)
                {
                    state.Add(
                        $"T00{i}",
                        new JsonObject
                        {
                            ["id"] = $"T00{i}",
                            ["status"] = "pending",
                            ["phase"] = 1,
                            ["depends_on"] = i > 2 ? new JsonArray($"T00{i - 2}") : new JsonArray(),
                        });
                }

                state.AddEvent(now, "tasks_loaded");
                return 0;
            },
            default).GetAwaiter().GetResult();
        return store;
    }
}
