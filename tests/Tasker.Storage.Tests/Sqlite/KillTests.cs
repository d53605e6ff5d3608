using System.Diagnostics;
using System.Globalization;
using Tasker.Storage.Tests.Host;
using static Tasker.Storage.Tests.Sqlite.JournalSample;

namespace Tasker.Storage.Tests.Sqlite;

// The promise that matters most, on real processes that are killed: what was acknowledged is there.
public sealed class KillTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    private string Db => _folder[".tasker/tasker.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_acknowledged_append_survives_kill_9()
    {
        var acknowledged = 0L;
        for (var round = 0; round < 5; round++)
        {
            using var writer = Start("r1");
            var last = await KillAfterAsync(writer, acknowledged + 40 + (round * 17));
            Assert.True(last > acknowledged);
            acknowledged = await AssertKeptAsync("r1", last);
        }
    }

    [Fact]
    public async Task Two_processes_that_append_to_one_file_lose_nothing_when_both_are_killed()
    {
        using var first = Start("r1");
        using var second = Start("r2");

        var last = await Task.WhenAll(KillAfterAsync(first, 60), KillAfterAsync(second, 60));

        await AssertKeptAsync("r1", last[0]);
        await AssertKeptAsync("r2", last[1]);
    }

    // Everything that was acknowledged, at most one more that was not, and nothing else.
    private async Task<long> AssertKeptAsync(string runId, long acknowledged)
    {
        await using var journal = Open(Db);
        var read = await ReadAsync(journal, runId);

        Assert.InRange(read.Count, acknowledged, acknowledged + 1);
        Assert.Equal(Enumerable.Range(0, read.Count).Select(i => AppendForEver.FactAt(i)), read);
        return read.Count;
    }

    private static async Task<long> KillAfterAsync(Process writer, long position)
    {
        var (last, killed, error) = (0L, false, writer.StandardError.ReadToEndAsync());
        while (await writer.StandardOutput.ReadLineAsync().WaitAsync(Guard) is { } line)
        {
            last = long.Parse(line, CultureInfo.InvariantCulture);
            if (last >= position && !killed)
            {
                writer.Kill();
                killed = true;
            }
        }

        await writer.WaitForExitAsync().WaitAsync(Guard);
        Assert.True(killed, $"the writer ended by itself with exit code {writer.ExitCode}: {await error}");
        return last;
    }

    private Process Start(string runId)
    {
        var host = typeof(AppendForEver).Assembly.Location;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", host, "append", Db, runId },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
