using System.Collections.Immutable;
using System.Text;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite;
using Tasker.Testing;

namespace Tasker.Storage.Tests.Sqlite;

/// <summary>What the tests of the SQLite journal say again and again.</summary>
internal static class JournalSample
{
    public static readonly CancellationToken None = CancellationToken.None;
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    public static readonly OwnerIdentity Owner = new("host", "boot", 1, 1);

    public static SqliteJournal Open(string path, SqliteSettings? settings = null) =>
        new(path, new ManualTime(), _ => true, settings ?? SqliteSettings.Default);

    public static Task<RunOwnership> CreateAsync(IJournal journal, string runId = "r1") => journal.CreateAsync(
        new NewRun(
            runId, "build", "steps", "SPEC.md", DateTimeOffset.UnixEpoch, "hash", Bytes("workflow"), 1, Bytes("created"),
            ImmutableSortedDictionary<string, string>.Empty),
        Owner, Lease, None);

    public static ValueTask AppendAsync(IJournal journal, RunOwnership run, long position, string facts) =>
        journal.AppendAsync(run, position, 1, Bytes(facts), null, None);

    /// <summary>A closed journal of one run with the facts created, one, two, three.</summary>
    public static async Task WriteSampleAsync(string path)
    {
        await using var journal = Open(path);
        var run = await CreateAsync(journal);
        await AppendAsync(journal, run, 1, "one");
        await AppendAsync(journal, run, 2, "two");
        await AppendAsync(journal, run, 3, "three");
    }

    public static async Task<List<string>> ReadAsync(IJournal journal, string runId = "r1", List<string>? into = null)
    {
        into ??= [];
        await foreach (var segment in journal.ReadAsync(runId, 0, None))
        {
            into.Add(Encoding.UTF8.GetString(segment.Facts.Span));
        }

        return into;
    }

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
