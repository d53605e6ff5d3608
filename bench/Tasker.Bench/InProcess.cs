using System.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Hosting;

namespace Tasker.Bench;

/// <summary>Steps that do nothing in this process: what deciding and the durable journal cost.</summary>
internal static class InProcess
{
    private const int Width = 1000;

    /// <param name="Steps">Steps of the graph: layers of 1000, each step needs three of the layer before.</param>
    /// <param name="Seconds">From the start of the run to its end; making the graph is not in it.</param>
    /// <param name="StateBytes">Bytes of the run's state for each waiting step.</param>
    /// <param name="TextBytes">Bytes of the workflow itself for each step.</param>
    /// <param name="JournalBytes">Size of the file for each step.</param>
    public sealed record Result(int Steps, double Seconds, double StateBytes, double TextBytes, double JournalBytes);

    public static async Task<Result> RunAsync(int steps)
    {
        using var folder = new TemporaryFolder();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var workflow = Engines.Workflow(Graphs.Needs("layered", steps, Math.Min(Width, steps)));
        var text = GC.GetTotalMemory(forceFullCollection: true) - before;
        var idle = new RunState(workflow);
        var state = GC.GetTotalMemory(forceFullCollection: true) - before - text;
        GC.KeepAlive(idle);
        idle = null;
        await using var journal = Engines.Journal(folder.Path);
        await using var host =
            await RunHost.CreateAsync(Engines.Parts(journal, folder.Path), workflow, "bench", Value.Map.Empty, CancellationToken.None);
        var watch = Stopwatch.StartNew();
        var run = await host.RunAsync(CancellationToken.None);
        var took = watch.Elapsed.TotalSeconds;
        Endings.MustSucceed(run);
        var file = new DirectoryInfo(folder.Path).EnumerateFiles("tasker.db*").Sum(f => f.Length);
        return new Result(steps, took, state / (double)steps, text / (double)steps, file / (double)steps);
    }
}
