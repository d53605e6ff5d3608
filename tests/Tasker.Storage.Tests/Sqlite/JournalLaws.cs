using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Storage.Memory;
using Tasker.Storage.Sqlite;
using Tasker.Testing;
using static Tasker.Storage.Tests.Sqlite.JournalSample;

namespace Tasker.Storage.Tests.Sqlite;

/// <summary>Whatever is asked of them in whatever order: the SQLite journal and the memory journal answer the same.</summary>
public sealed class JournalLaws
{
    /// <summary>One call: what, of which run, by which process, with which variation.</summary>
    public sealed record Deed(string What, int Run, int Process, int Variation);

    private static readonly string[] Kinds =
    [
        "create", "append", "append", "append", "append", "append ended", "append misplaced", "acquire", "acquire", "renew", "release",
        "send", "take", "remove", "delete", "wait", "kill", "list", "read", "reopen",
    ];

    [Fact]
    public void Both_journals_answer_the_same()
    {
        var deeds =
            from kind in Gen.Elements(Kinds)
            from run in Gen.Choose(0, 2)
            from process in Gen.Choose(0, 2)
            from variation in Gen.Choose(0, 3)
            select new Deed(kind, run, process, variation);
        var answers = new HashSet<string>();
        Prop.ForAll(deeds.ListOf().ToArbitrary(), list => AnswerTheSame(list, answers).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(80));

        string[] wanted =
        [
            "appended", "RunOwnership", "refused", "True", "False", "sent", "removed", "RunRecord", "released",
            nameof(OwnershipLostException), nameof(RunNotFoundException), nameof(RunExistsException),
        ];
        Assert.All(wanted, answer => Assert.Contains(answer, answers));
    }

    private static async Task AnswerTheSame(IEnumerable<Deed> deeds, HashSet<string> answers)
    {
        using var folder = new TempFolder();
        var world = new World(folder["tasker.db"]);
        var memory = new MemoryJournal(world.Time, world.Lives);
        var model = new Client(_ => memory, world.Time);
        var tested = new Client(world.Journal, world.Time);
        foreach (var deed in deeds)
        {
            await world.ChangeAsync(deed);
            var expected = await model.DoAsync(deed);
            Assert.Equal($"{deed}: {expected}", $"{deed}: {await tested.DoAsync(deed)}");
            answers.Add(expected.Split(' ', ':')[0]);
        }

        await world.CloseAsync();
    }

    private static OwnerIdentity Process(int number) => new("host", "boot", number, 7);

    /// <summary>Time, processes that die, and the journals that they have open over one file.</summary>
    private sealed class World(string path)
    {
        private readonly HashSet<OwnerIdentity> _dead = [];
        private readonly SqliteJournal?[] _journals = new SqliteJournal?[3];

        public ManualTime Time { get; } = new();

        public bool Lives(OwnerIdentity owner) => !_dead.Contains(owner);

        public IJournal Journal(int process) => _journals[process] ??= new SqliteJournal(path, Time, Lives);

        public async Task ChangeAsync(Deed deed)
        {
            switch (deed.What)
            {
                case "wait":
                    Time.Advance(Lease / 2);
                    break;
                case "kill":
                    _dead.Add(Process(deed.Process));
                    break;
                case "reopen" when _journals[deed.Process] is { } open:
                    _journals[deed.Process] = null;
                    await open.DisposeAsync();
                    break;
            }
        }

        public async Task CloseAsync()
        {
            foreach (var journal in _journals.OfType<SqliteJournal>())
            {
                await journal.DisposeAsync();
            }
        }
    }

    /// <summary>Does deeds on journals and tells in words what came of them.</summary>
    private sealed class Client(Func<int, IJournal> journals, ManualTime time)
    {
        private readonly List<RunOwnership> _owned = [new("r0", Process(0), 1)];
        private readonly Dictionary<string, long> _lastMessage = [];
        private int _appends;

        public async Task<string> DoAsync(Deed deed)
        {
            try
            {
                return await AnswerAsync(deed, journals(deed.Process), $"r{deed.Run}");
            }
            catch (JournalException refusal)
            {
                return $"{refusal.GetType().Name}: {refusal.Message}";
            }
        }

        private async Task<string> AnswerAsync(Deed deed, IJournal journal, string run)
        {
            var ours = _owned.LastOrDefault(o => o.RunId == run && o.Epoch % 2 == deed.Variation % 2) ?? _owned[^1];
            switch (deed.What)
            {
                case "create":
                    var created = new NewRun(
                        run, $"name {deed.Variation}", "steps", "SPEC.md", time.GetUtcNow(), $"hash {deed.Variation}",
                        Bytes($"workflow {deed.Variation}"), deed.Variation, Bytes(deed.Variation == 0 ? "" : "created"),
                        ImmutableSortedDictionary<string, string>.Empty.Add("a", "b"));
                    return Own(await journal.CreateAsync(created, Process(deed.Process), Lease, None));
                case "acquire":
                    return Own(await journal.AcquireAsync(run, Process(deed.Process), Lease, None));
                case "append" or "append ended" or "append misplaced":
                    return await AppendAsync(deed, journal, ours);
                case "renew":
                    return (await journal.RenewAsync(ours, Lease, None)).ToString();
                case "release":
                    await journal.ReleaseAsync(ours, None);
                    return "released";
                case "send":
                    await journal.SendAsync(run, Bytes($"message {_appends}"), None);
                    return "sent";
                case "take":
                    var messages = await journal.TakeMessagesAsync(ours, None);
                    _lastMessage[ours.RunId] = messages.Count > 0 ? messages[messages.Count / 2].Id : 0;
                    return string.Join(", ", messages.Select(m => Encoding.UTF8.GetString(m.Content.Span)));
                case "remove":
                    await journal.RemoveMessagesAsync(ours, _lastMessage.GetValueOrDefault(ours.RunId), None);
                    return "removed";
                case "delete":
                    return (await journal.DeleteAsync(run, None)).ToString();
                case "list":
                    bool? open = deed.Variation switch { 0 => null, 1 => true, _ => false };
                    var filter = new RunFilter(open, deed.Process == 2 ? "name 1" : null, null, deed.Run == 0 ? 2 : 9);
                    return string.Join("\n", await journal.ListAsync(filter, None).Select(Show).ToArrayAsync(None));
                case "read":
                    var read = await journal.ReadAsync(run, deed.Variation, None)
                        .Select(s => $"{s.Position}+{s.Count} {Encoding.UTF8.GetString(s.Facts.Span)}").ToArrayAsync(None);
                    var workflow = await journal.ReadWorkflowAsync(run, None);
                    return $"{Encoding.UTF8.GetString(workflow.Span)}: {string.Join(", ", read)}";
                default:
                    return (await journal.FindAsync(run, None)) is { } found ? Show(found) : "none";
            }
        }

        private async Task<string> AppendAsync(Deed deed, IJournal journal, RunOwnership ours)
        {
            var position = (await journal.FindAsync(ours.RunId, None))?.Position ?? 0;
            var ended = deed.What == "append ended" ? new RunSummaryUpdate(RunStatus.Failed, 1, 1, 2, time.GetUtcNow())
                : deed.Variation == 3 ? new RunSummaryUpdate(RunStatus.Running, _appends, 0, 9, null)
                : null;
            await journal.AppendAsync(
                ours, deed.What == "append misplaced" ? Math.Max(0, position + 1 - (deed.Variation * 2 % 3)) : position, deed.Variation + 1,
                Bytes($"fact {_appends++}"), ended, None);
            return "appended";
        }

        private string Own(RunOwnership? ownership)
        {
            if (ownership is not null)
            {
                _owned.Add(ownership);
            }

            return ownership?.ToString() ?? "refused";
        }

        private static string Show(RunRecord run) => $"{run with { Labels = null! }} {string.Join(',', run.Labels)}";
    }
}
