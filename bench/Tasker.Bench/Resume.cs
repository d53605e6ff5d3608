using System.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;

namespace Tasker.Bench;

/// <summary>Taking over a run in which everything is done but one approval: reading, replaying, and the first turn.</summary>
internal static class Resume
{
    private const string Last = "last";

    public static async Task<IReadOnlyList<double>> SecondsAsync(int steps, int repeats)
    {
        using var folder = new TemporaryFolder();
        var approval = new StepSpec { Id = Last, Action = new StepAction.Approve("Go on?"), Needs = [new Need(Plans.Name(steps - 1))] };
        await LeaveAtApprovalAsync(Engines.Workflow(Graphs.Needs("layered", steps, 1000), approval), folder.Path);
        var times = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            times.Add(await TakeOverAsync(folder.Path));
        }

        return times;
    }

    private static async Task LeaveAtApprovalAsync(Workflow workflow, string folder)
    {
        await using var journal = Engines.Journal(folder);
        using var leave = new CancellationTokenSource();
        var parts = Engines.Parts(journal, folder) with
        {
            Projections = [new Signal(run => run.StepsThat(NodeStatus.Succeeded) == run.StepCount - 1, leave.Cancel)],
        };
        await using var host = await RunHost.CreateAsync(parts, workflow, "bench", Value.Map.Empty, CancellationToken.None);
        await host.RunAsync(leave.Token);
    }

    private static async Task<double> TakeOverAsync(string folder)
    {
        var watch = Stopwatch.StartNew();
        await using var journal = Engines.Journal(folder);
        using var leave = new CancellationTokenSource();
        await using var host = await RunHost.RecoverAsync(Engines.Parts(journal, folder), "bench", CancellationToken.None)
            ?? throw new InvalidOperationException("The run has an owner.");
        var took = watch.Elapsed.TotalSeconds;
        if (host.State.StepsThat(NodeStatus.Succeeded) != host.State.StepCount - 1)
        {
            throw new InvalidOperationException("Not everything was done.");
        }

        return took;
    }
}
