using System.Reflection;
using System.Text;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Core.Runs;
using Tasker.Engine.Control;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Storage.Sqlite;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Museum;

/// <summary>Journals that earlier versions have written: every later one reads them, to the same state.</summary>
/// <remarks>
/// <c>fixtures/museum/VERSION/</c> holds what that version left. It is never written again. A new version adds its own with
/// <c>TASKER_ACCEPT=1</c>, which makes those exhibits of the current version that are not there.
/// </remarks>
public sealed class MuseumTests
{
    private const int MostBytes = 100_000;

    private static string Root => Path.Combine(RepositoryFiles.Root, "fixtures", "museum");

    public static TheoryData<string> All() => new(Names());

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_journal_of_an_earlier_version_is_read_to_the_same_state(string exhibit)
    {
        using var place = Copy(exhibit);

        Assert.Equal(Expected(exhibit), await ReadAsync(place));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_journal_of_an_earlier_version_can_be_looked_at_and_written_to(string exhibit)
    {
        using var place = Copy(exhibit);
        foreach (var run in await RunsAsync(place))
        {
            foreach (var command in new[] { "runs show", "runs history", "explain" })
            {
                var told = await place.RunAsync([.. command.Split(' '), run, "--json"]);
                Assert.True(told.ExitCode == 0, told.ToString());
                Assert.NotEmpty(told.Json());
            }
        }

        await (await Exhibits.AdoptingAsync(new ManualTime())).SaveAsync(place, "written-now");
        Assert.Contains("written-now", await RunsAsync(place));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Exhibits_stay_small(string exhibit) =>
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(Path.Combine(Root, exhibit))!),
            f => Assert.True(new FileInfo(f).Length < MostBytes, f));

    [Fact]
    public async Task Together_the_exhibits_hold_every_kind_of_fact()
    {
        var seen = new HashSet<string>();
        foreach (var exhibit in Names())
        {
            using var place = Copy(exhibit);
            await using var journal = Open(place);
            foreach (var run in await RunsAsync(place))
            {
                var facts = new List<RunFact>();
                await RunReader.ReadAsync(journal, run, facts, CancellationToken.None);
                seen.UnionWith(facts.Select(f => f.GetType().Name));
            }
        }

        var kinds = typeof(RunFact).GetNestedTypes(BindingFlags.Public).Where(t => t.IsSubclassOf(typeof(RunFact))).Select(t => t.Name);
        Assert.Empty(kinds.Except(seen));
    }

    private static string[] Names()
    {
        MakeWhenAsked().GetAwaiter().GetResult();
        return [.. Directory.GetFiles(Root, "*.db", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    private static string Expected(string exhibit) =>
        File.ReadAllText(Path.ChangeExtension(Path.Combine(Root, exhibit), ".txt")).ReplaceLineEndings("\n");

    private static SqliteJournal Open(CommandLine place) => new(place.Project.StorePath, new ManualTime(), _ => false);

    /// <summary>A project whose journal is a copy: reading one may write beside it.</summary>
    private static CommandLine Copy(string exhibit)
    {
        var place = new CommandLine();
        Directory.CreateDirectory(place.Project.StateFolder);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Path.Combine(Root, exhibit))!, Path.GetFileName(exhibit) + "*"))
        {
            File.Copy(file, place.Project.StorePath + Path.GetFileName(file)[Path.GetFileName(exhibit).Length..]);
        }

        return place;
    }

    private static async Task<List<string>> RunsAsync(CommandLine place)
    {
        await using var journal = Open(place);
        var runs = new List<string>();
        await foreach (var run in journal.ListAsync(new RunFilter(), CancellationToken.None))
        {
            runs.Add(run.RunId);
        }

        runs.Sort(StringComparer.Ordinal);
        return runs;
    }

    /// <summary>All runs and what was asked of them, as text.</summary>
    private static async Task<string> ReadAsync(CommandLine place)
    {
        var text = new StringBuilder();
        await using var journal = Open(place);
        foreach (var id in await RunsAsync(place))
        {
            var record = await journal.FindAsync(id, CancellationToken.None);
            text.Append(
                $"{record!.Name} {record.FrontDoor} {record.Source} {record.WorkflowHash} {record.Summary.Status} "
                    + $"{record.Summary.Done}/{record.Summary.Total}\n");
            text.Append(RunText.Of(await RunReader.ReadAsync(journal, id, null, CancellationToken.None))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// Makes what the current version leaves: a journal that was closed, one whose owner was killed, one in which a person is asked, and
    /// one that was stopped for a reason.
    /// </summary>
    private static async Task MakeWhenAsked()
    {
        var folder = Path.Combine(Root, ProductVersion.Text);
        if (Environment.GetEnvironmentVariable("TASKER_ACCEPT") != "1")
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var time = new ManualTime();
        using var closed = new CommandLine();
        await (await Exhibits.SucceededAsync(time)).SaveAsync(closed);
        await (await Exhibits.AbortedAsync(time)).SaveAsync(closed);
        await (await Exhibits.AdoptingAsync(time)).SaveAsync(closed);
        await LeaveAsync(closed, folder, "closed");
        using var killed = new CommandLine();
        await (await Exhibits.UnderWayAsync(time)).SaveAsync(killed);
        await using var owner = Open(killed);
        await owner.SendAsync("under-way", new ControlMessage("pause", "ada").Encode(), CancellationToken.None);
        await LeaveAsync(killed, folder, "killed");
        using var asked = new CommandLine();
        await (await Exhibits.AskedAsync(time)).SaveAsync(asked);
        await LeaveAsync(asked, folder, "asked");
        using var stopped = new CommandLine();
        await (await Exhibits.StoppedAsync(time)).SaveAsync(stopped);
        await LeaveAsync(stopped, folder, "stopped");
    }

    private static async Task LeaveAsync(CommandLine place, string folder, string name)
    {
        if (File.Exists(Path.Combine(folder, name + ".db")))
        {
            return;
        }

        foreach (var end in new[] { "", "-wal" })
        {
            if (File.Exists(place.Project.StorePath + end))
            {
                File.Copy(place.Project.StorePath + end, Path.Combine(folder, name + ".db" + end));
            }
        }

        await File.WriteAllTextAsync(Path.Combine(folder, name + ".txt"), await ReadAsync(place));
    }
}
