using System.Collections.Immutable;
using System.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite;

namespace Tasker.Storage.Tests.Host;

/// <summary>What the journal does per second here. Numbers for people; no test depends on them.</summary>
internal static class Bench
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly OwnerIdentity Owner = new("host", "boot", 1, 1);

    public static async Task<int> RunAsync(string folder)
    {
        var home = Path.Combine(folder, $"tasker-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(home);
        try
        {
            await OneByOneAsync(Path.Combine(home, "warm.db"), 500, 120, "warm-up");
            await OneByOneAsync(Path.Combine(home, "one.db"), 20_000, 120, "appends one by one, 120 bytes");
            await SegmentsAsync(Path.Combine(home, "segments.db"), 2_000, 500);
            await EightRunsAsync(Path.Combine(home, "eight.db"), 4_000);
            await ReadAsync(Path.Combine(home, "many.db"), 200_000);
            await OpenAsync(Path.Combine(home, "many.db"));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }

        return 0;
    }

    private static SqliteJournal Open(string file) => new(file, TimeProvider.System, _ => true);

    private static Task<RunOwnership> CreateAsync(SqliteJournal journal, string id) => journal.CreateAsync(
        new NewRun(
            id, "bench", "bench", "here", DateTimeOffset.UnixEpoch, "hash", default, 0, default,
            ImmutableSortedDictionary<string, string>.Empty),
        Owner, TimeSpan.FromHours(1), None);

    private static async Task OneByOneAsync(string file, int appends, int bytes, string name)
    {
        await using var journal = Open(file);
        var run = await CreateAsync(journal, "r1");
        var facts = new byte[bytes];
        var delays = new double[appends];
        var meter = Meter.Start();
        for (var i = 0; i < appends; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            await journal.AppendAsync(run, i, 1, facts, new RunSummaryUpdate(RunStatus.Running, i, 0, appends, null), None);
            delays[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        }

        Array.Sort(delays);
        meter.Tell(name, appends, "appends", $"p50 {delays[appends / 2]:0} us, p99 {delays[appends * 99 / 100]:0} us");
    }

    private static async Task SegmentsAsync(string file, int segments, int factsEach)
    {
        await using var journal = Open(file);
        var run = await CreateAsync(journal, "r1");
        var facts = new byte[factsEach * 60];
        var meter = Meter.Start();
        for (var i = 0; i < segments; i++)
        {
            await journal.AppendAsync(run, (long)i * factsEach, factsEach, facts, null, None);
        }

        meter.Tell($"segments of {factsEach} facts, 60 bytes each", segments * factsEach, "facts", $"{segments} segments");
    }

    private static async Task EightRunsAsync(string file, int appendsEach)
    {
        await using var journal = Open(file);
        var runs = new List<RunOwnership>();
        for (var i = 0; i < 8; i++)
        {
            runs.Add(await CreateAsync(journal, $"r{i}"));
        }

        var before = journal.Flushes;
        var facts = new byte[120];
        var meter = Meter.Start();
        await Task.WhenAll(runs.Select(run => Task.Run(async () =>
        {
            for (var i = 0; i < appendsEach; i++)
            {
                await journal.AppendAsync(run, i, 1, facts, null, None);
            }
        })));
        meter.Tell("8 runs at the same time, one by one", 8 * appendsEach, "appends", $"{journal.Flushes - before} flushes");
    }

    private static async Task ReadAsync(string file, int segments)
    {
        await using var journal = Open(file);
        var runs = new List<RunOwnership>();
        for (var i = 0; i < 64; i++)
        {
            runs.Add(await CreateAsync(journal, $"r{i}"));
        }

        var facts = new byte[120];
        await Task.WhenAll(runs.Select(run => Task.Run(async () =>
        {
            for (var i = 0; i < segments / runs.Count; i++)
            {
                await journal.AppendAsync(run, i, 1, facts, null, None);
            }
        })));

        var meter = Meter.Start();
        var read = 0;
        foreach (var run in runs)
        {
            await foreach (var segment in journal.ReadAsync(run.RunId, 0, None))
            {
                read += segment.Count;
            }
        }

        meter.Tell("reading segments of one fact", read, "segments", "64 runs");
    }

    private static async Task OpenAsync(string file)
    {
        for (var i = 0; i < 3; i++)
        {
            var meter = Meter.Start();
            await using var journal = Open(file);
            await journal.FindAsync("r1", None);
            meter.Tell("open and find one run", 1, "opens", "");
            meter = Meter.Start();
            await journal.AcquireAsync("r1", Owner, TimeSpan.FromHours(1), None);
            await journal.SendAsync("r1", new byte[] { 1 }, None);
            meter.Tell("first write of an open journal", 1, "opens", "");
        }
    }

    private readonly record struct Meter(long Began, TimeSpan Cpu)
    {
        public static Meter Start() => new(Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);

        public void Tell(string name, int count, string unit, string more)
        {
            var elapsed = Stopwatch.GetElapsedTime(Began);
            var cpu = Process.GetCurrentProcess().TotalProcessorTime - Cpu;
            Console.WriteLine(
                $"{name,-42} {count / elapsed.TotalSeconds,12:N0} {unit}/s  {elapsed.TotalMilliseconds,9:N2} ms"
                + $"  cpu {cpu.TotalMilliseconds * 1000 / count,8:N2} us each  {more}");
        }
    }
}
