using Tasker.Core.Runs;
using Tasker.Core.Values;

namespace Tasker.EndToEnd.Tests;

/// <summary>What a run has come to, without times and numbers of attempts: the same however often it was disturbed.</summary>
internal static class FinalState
{
    public static string[] Of(RunState run) =>
    [
        run.Status.ToString(),
        .. Enumerable.Range(1, run.Count - 1).Select(n => $"{run.IdOf(n)}: {run.StatusOf(n)} {ValueJson.Write(run.OutputsOf(n))}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What came out otherwise than expected, and how the journal says that it ended.</summary>
    public static string Difference(string[] expected, RunState run)
    {
        var others = Of(run).Except(expected).ToHashSet(StringComparer.Ordinal);
        var ends = Enumerable.Range(1, run.Count - 1)
            .Where(n => others.Any(o => o.StartsWith($"{run.IdOf(n)}: ", StringComparison.Ordinal)) && run.LastEndOf(n) is not null)
            .Select(n => $"{run.IdOf(n)}, attempt {run.AttemptsOf(n)}: {run.LastEndOf(n)}");
        return string.Join('\n', others.Concat(ends));
    }

    /// <summary>What a plan comes to when nothing disturbs it.</summary>
    public static async Task<string[]> UndisturbedAsync(string plan)
    {
        using var binary = new RealBinary();
        binary.Write("plan.yaml", plan);
        var (exit, _, error) = await binary.RunAsync("run", "plan.yaml", "--run-id", KilledRun.Id, "-q");
        Assert.True(exit is 0 or 1, error);
        var left = await LeftJournal.ReadAsync(binary, KilledRun.Id);
        Assert.True(left is { Run.HasEnded: true }, error);
        return Of(left!.Value.Run);
    }
}
