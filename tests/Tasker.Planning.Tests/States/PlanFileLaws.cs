using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Archives;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.States;

/// <summary>What holds on the disk after any order of commands: files that failures undo, results, archives that come back.</summary>
public sealed class PlanFileLaws
{
    private const int Tasks = 2;

    private static readonly string[] Verbs =
    [
        "start", "start", "start", "work", "work", "answer success", "answer failed", "complete", "fail", "fail", "retry", "skip",
        "recover", "batch", "halt", "resume", "resume", "keep", "restore",
    ];

    [Fact]
    public void Any_order_of_commands_keeps_files_results_and_archives() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(20),
        Prop.ForAll(Arb.From(Stories()), story => RunAsync(story).GetAwaiter().GetResult()));

    private static async Task<bool> RunAsync((string Verb, int Number)[] commands)
    {
        using var plan = await Place.BeginAsync();
        foreach (var (verb, number) in commands)
        {
            await plan.DoAsync(verb, $"T00{number + 1}");
        }

        return true;
    }

    private static Gen<(string Verb, int Number)[]> Stories() =>
        from commands in Gen.Elements(Verbs).SelectMany(verb => Gen.Choose(0, Tasks - 1).Select(number => (verb, number))).ListOf(40)
        select commands.ToArray();

    /// <summary>Two tasks that declare a file each.</summary>
    private sealed class Place : IDisposable
    {
        private readonly string _target = Directory.CreateTempSubdirectory("tasker-laws-").FullName;
        private readonly ManualTime _time = new();
        private readonly PlanStore _store;
        private readonly TaskOperations _tasks;
        private readonly CheckpointOperations _batches;
        private readonly PlanArchive _archive;
        private readonly Dictionary<(string Id, int Attempt), string?> _atStart = [];
        private readonly Dictionary<string, string[]> _kept = [];
        private int _works;

        private Place()
        {
            _store = new PlanStore(PlanningFolder.OfTarget(_target), _time, "a test");
            (_tasks, _batches, _archive) = (new TaskOperations(_store), new CheckpointOperations(_store), new PlanArchive(_store));
        }

        public static async Task<Place> BeginAsync()
        {
            var place = new Place();
            await PlanBeginning.BeginAsync(place._store, place._target, "ready", false, default);
            await place._store.ChangeAsync(
                (state, now) =>
                {
                    foreach (var id in new[] { "T001", "T002" })
                    {
                        var task =
                            $$"""{"name":"Do","status":"pending","phase":1,"declared_files":["src/{{id}}.txt"]}""";
                        state.Add(id, JsonNode.Parse(task)!.AsObject());
                    }

                    state.AddEvent(now, "tasks_loaded");
                    return 0;
                },
                default);
            return place;
        }

        public void Dispose() => Directory.Delete(_target, recursive: true);

        public async Task DoAsync(string verb, string id)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            var (before, text) = (_store.Read(), File.ReadAllText(_store.Folder.State));
            var runs = before.Required(id).Status is PlanTaskStatus.Running;
            var running = before.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).ToArray();
            try
            {
                await CommandAsync(verb, id, runs);
            }
            catch (PlanningException)
            {
                Assert.Equal(text, File.ReadAllText(_store.Folder.State));
                return;
            }

            var state = _store.Read();
            var began = state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).Except(running).ToArray();
            Assert.Equal(verb == "start" && !runs ? [id] : verb == "restore" ? began : [], began);
            foreach (var failed in running.Where(one => state.Required(one).Status is PlanTaskStatus.Failed))
            {
                Assert.Equal(_atStart[(failed, state.Required(failed).Attempts)], Content(failed));
            }

            if (verb == "start" && !runs)
            {
                Assert.False(File.Exists(_store.Folder.Result(id)), "A result that was there before is taken for that of the new attempt.");
                _atStart[(id, state.Required(id).Attempts)] = Content(id);
            }

            if (verb == "restore" && _kept.Count > 0)
            {
                Assert.Empty(running);
                Assert.Equal(_kept[_kept.Keys.Max()!], Statuses(state));
            }
        }

        private async Task CommandAsync(string verb, string id, bool runs)
        {
            switch (verb)
            {
                case "start":
                    await _tasks.StartAsync(id, force: false, default);
                    break;
                case "work" when runs:
                    Directory.CreateDirectory(Path.Combine(_target, "src"));
                    File.WriteAllText(PathOf(id), $"work {_works++}");
                    break;
                case "answer success" or "answer failed":
                    await JsonFile.WriteAsync(
                        _store.Folder.Result(id),
                        new JsonObject { ["status"] = verb["answer ".Length..], ["completed_at"] = Timestamps.Text(_time.GetUtcNow()) },
                        default);
                    break;
                case "complete":
                    await _tasks.CompleteAsync(id, [$"src/{id}.txt"], [], default);
                    break;
                case "fail":
                    await _tasks.FailAsync(id, new TaskFailure("It broke."), [], force: false, noRollback: false, default);
                    break;
                case "retry":
                    await _tasks.RetryAsync(id, force: false, default);
                    break;
                case "skip":
                    await _tasks.SkipAsync(id, "Not needed.", default);
                    break;
                case "recover":
                    await _batches.RecoverAsync(default);
                    break;
                case "batch":
                    await _batches.CreateAsync(["T001", "T002"], 3, force: false, default);
                    break;
                case "halt":
                    await new HaltOperations(_store).RequestAsync("manual", "a test", default);
                    break;
                case "resume":
                    await new HaltOperations(_store).ResumeAsync(force: false, default);
                    break;
                case "keep":
                    var statuses = Statuses(_store.Read());
                    _kept[(string)(await _archive.PlanningAsync("laws", clean: false, default)).Json["archive_id"]!] = statuses;
                    Assert.Equal(statuses, Statuses(_store.Read()));
                    break;
                case "restore" when _kept.Count > 0:
                    await new ArchiveRestoring(_store, new ArchiveShelf(_archive.Root)).RunAsync(_kept.Keys.Max()!, "laws", default);
                    break;
                default:
                    break;
            }
        }

        private static string[] Statuses(PlanState state) => [.. state.Tasks.Select(task => $"{task.Id} {task.Status} {task.Attempts}")];

        private string PathOf(string id) => Path.Combine(_target, "src", $"{id}.txt");

        private string? Content(string id) => File.Exists(PathOf(id)) ? File.ReadAllText(PathOf(id)) : null;
    }
}
