using System.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Hosting;

namespace Tasker.Bench;

/// <summary>From a step's end to the start of the step that waited for it, the durable journal in between.</summary>
internal static class Latency
{
    /// <returns>One delay in milliseconds for each step of a chain but the first. Each step ends on a thread of its own, as a process
    /// does.</returns>
    public static async Task<IReadOnlyList<double>> MillisecondsAsync(int steps)
    {
        using var folder = new TemporaryFolder();
        var delays = new List<double>(steps);
        long ended = 0;
        await using var journal = Engines.Journal(folder.Path);
        var parts = Engines.Parts(journal, folder.Path, async (_, _) =>
        {
            if (ended != 0)
            {
                delays.Add(Stopwatch.GetElapsedTime(ended).TotalMilliseconds);
            }

            await Task.Yield();
            ended = Stopwatch.GetTimestamp();
            return AttemptEnd.DoneInProcess;
        });
        await using var host = await RunHost.CreateAsync(
            parts, Engines.Workflow(Graphs.Needs("chain", steps)), "bench", Value.Map.Empty, CancellationToken.None);
        Endings.MustSucceed(await host.RunAsync(CancellationToken.None));
        return delays;
    }
}
