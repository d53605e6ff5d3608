namespace Tasker.EndToEnd.Tests;

/// <summary>The command is killed at system calls by which it changes the world: the journal, the logs, processes, its doorbell.</summary>
public sealed class KillPointTests
{
    /// <summary>In the order in which a run comes to them: its creation, its steps, its recovery.</summary>
    private static readonly (string Call, int[] Nth)[] Points =
    [
        ("mkdir", [1, 2]), ("openat", [95, 105, 115]), ("pwrite64", [1, 2, 4, 9]), ("fcntl", [3, 10, 25, 60]), ("fdatasync", [1, 2, 3, 6]),
        ("clone3", [10, 20]), ("pidfd_open", [1, 3]), ("kill", [1, 6]), ("wait4", [1, 4]), ("unlink", [1, 2]), ("bind", [1]),
        ("ftruncate", [1]), ("pread64", [1, 25]), ("getdents64", [1, 5]), ("write", [2, 9]),
    ];

    [KillPointFact]
    public Task Named_points_of_a_run_and_of_its_recovery() => KillAsync(
        [("pwrite64", 1), ("fdatasync", 2), ("fdatasync", 3), ("pidfd_open", 2), ("clone3", 10), ("kill", 3), ("wait4", 2), ("unlink", 1),
            ("bind", 1), ("pwrite64", 9)],
        steps: 300);

    [KillPointFact(isSlow: true)]
    public Task Every_kind_of_call_in_any_order() => Task.WhenAll(Enumerable.Range(1, 4).Select(seed =>
    {
        var points = Points.SelectMany(p => p.Nth.Select(n => (p.Call, n))).ToArray();
        new Random(seed).Shuffle(points);
        return KillAsync(points, steps: 2000);
    }));

    private static async Task KillAsync((string Call, int Nth)[] points, int steps)
    {
        var plan = Plans.Layered(steps, width: 8, most: 4);
        using var binary = new RealBinary();
        binary.Write("plan.yaml", plan);
        var run = new KilledRun(binary, "plan.yaml");
        foreach (var (call, nth) in points)
        {
            if (!run.HasEnded)
            {
                using var command = run.Start(KillPoint.At(call, nth));
                await run.LookAsync(command, $"Killed at {call} {nth}");
            }
        }

        Assert.True(run.Kills >= points.Length / 2, $"Only {run.Kills} of {points.Length} kills happened; the test shows nothing.");
        Assert.Equal(await FinalState.UndisturbedAsync(plan), FinalState.Of(await run.FinishAsync()));
    }
}
