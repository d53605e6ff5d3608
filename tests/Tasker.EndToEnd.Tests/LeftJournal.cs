using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Storage.Sqlite;

namespace Tasker.EndToEnd.Tests;

/// <summary>Reads the journal that a command left behind, in a copy: looking must not repair what the next owner is to find.</summary>
internal static class LeftJournal
{
    /// <summary>The run and its facts; null when the kill came before the run was there.</summary>
    /// <param name="binary">Where the run is.</param>
    /// <param name="runId">The run; null: the only one there is.</param>
    public static async Task<(RunState Run, ImmutableArray<RunFact> Facts)?> ReadAsync(RealBinary binary, string? runId)
    {
        var copy = Directory.CreateTempSubdirectory("tasker-e2e-copy-").FullName;
        try
        {
            foreach (var file in new[] { "tasker.db", "tasker.db-wal" }.Where(f => File.Exists(binary.PathOf(".tasker/" + f))))
            {
                File.Copy(binary.PathOf(".tasker/" + file), Path.Combine(copy, file));
            }

            await using var journal = new SqliteJournal(Path.Combine(copy, "tasker.db"), TimeProvider.System, _ => false);
            if ((runId ?? await OnlyAsync(journal)) is not { } wanted)
            {
                return null;
            }

            var facts = new List<RunFact>();
            return (await RunReader.ReadAsync(journal, wanted, facts, CancellationToken.None), [.. facts]);
        }
        catch (RunNotFoundException)
        {
            return null;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task<string?> OnlyAsync(SqliteJournal journal)
    {
        string? only = null;
        await foreach (var run in journal.ListAsync(new RunFilter(), CancellationToken.None))
        {
            Assert.True(only is null, $"There are two runs: {only}, {run.RunId}.");
            only = run.RunId;
        }

        return only;
    }
}
