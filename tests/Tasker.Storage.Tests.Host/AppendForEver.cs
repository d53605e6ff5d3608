using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite;

namespace Tasker.Storage.Tests.Host;

/// <summary>A process to be killed: it says on stdout what the journal has promised to keep.</summary>
public static class AppendForEver
{
    public static async Task<int> RunAsync(string file, string runId)
    {
        var owner = new OwnerIdentity("host", "boot", Environment.ProcessId, 0);
        await using var journal = new SqliteJournal(file, TimeProvider.System, _ => false);
        // Not the console's stream, which hides that the other end is gone; nobody would stop this process then.
        await using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        var ownership = await OwnAsync(journal, runId, owner);
        var position = (await journal.FindAsync(runId, CancellationToken.None))!.Position;
        while (true)
        {
            var facts = Encoding.UTF8.GetBytes(FactAt(position));
            await journal.AppendAsync(ownership, position, 1, facts, null, CancellationToken.None);
            position++;
            output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position}\n")));
        }
    }

    public static async Task<int> CountAsync(string file, string runId)
    {
        await using var journal = new SqliteJournal(file, TimeProvider.System, _ => false);
        var segments = journal.ReadAsync(runId, 0, CancellationToken.None);
        Console.WriteLine(await segments.Select(segment => segment.Count).SumAsync());
        return 0;
    }

    // Sizes differ, so that some appends spill over many pages.
    public static string FactAt(long position) => $"fact {position} {new string('x', (int)(position * 7919 % 20_000))}";

    private static async Task<RunOwnership> OwnAsync(SqliteJournal journal, string runId, OwnerIdentity owner)
    {
        if (await journal.FindAsync(runId, CancellationToken.None) is not null)
        {
            return (await journal.AcquireAsync(runId, owner, TimeSpan.FromMinutes(1), CancellationToken.None))!;
        }

        var run = new NewRun(
            runId, "kill", "test", "here", DateTimeOffset.UnixEpoch, "hash", default, 0, default,
            ImmutableSortedDictionary<string, string>.Empty);
        return await journal.CreateAsync(run, owner, TimeSpan.FromMinutes(1), CancellationToken.None);
    }
}
