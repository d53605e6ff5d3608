using System.Text.Json;
using Tasker.Core.Runs;

namespace Tasker.EndToEnd.Tests;

/// <summary>
/// The command that runs a tree of tasks is killed at any time at all, while somebody reads its status files without a pause.
/// </summary>
public sealed class TreeKillTests
{
    private static int Kills => RealBinary.IsSlow ? 13 : 5;

    private static int Trees => RealBinary.IsSlow ? 30 : 1;

    /// <summary>The seed is all that is needed to see a failure again: <c>TASKER_SEED=17</c> runs that one alone.</summary>
    [LinuxFact]
    public async Task A_tree_killed_at_any_time_ends_as_if_nothing_had_happened()
    {
        var only = Environment.GetEnvironmentVariable("TASKER_SEED");
        foreach (var seed in only is null ? Enumerable.Range(1, Trees) : [int.Parse(only)])
        {
            await KillAsync(seed);
        }
    }

    private static async Task KillAsync(int seed)
    {
        using var binary = new RealBinary();
        var tree = new RandomTree(binary, seed);
        var run = new KilledRun(binary, new Witness(binary, runId: null), ["orchestrate", "--json"], ["orchestrate", "--json"]);
        using var over = new CancellationTokenSource();
        var reader = ReadAsync(tree, binary, over.Token);

        await run.KillHeldAsync($"Seed {seed}");
        await run.KillAsync(new Random(seed), Kills, further: 7, $"Seed {seed}");
        var last = await run.FinishAsync();
        await over.CancelAsync();

        Assert.True(await reader > tree.Tasks.Count(), $"Seed {seed}: the reader saw the end only.");
        Assert.Equal(RunStatus.Failed, last.Status);
        var (exit, _, error) = await binary.RunAsync("progress");
        Assert.True(exit == 0, error);
        foreach (var task in tree.Tasks)
        {
            var expected = tree.Expected(task);
            Assert.Equal($"{task} {expected}", $"{task} {RandomTree.Told(binary, task)}");
            Assert.False(File.Exists(binary.PathOf($"workspace/pids/{task}.pid")), $"Seed {seed}: {task} has a process.");
            string[] made = expected.StartsWith("blocked", StringComparison.Ordinal) ? [] : [$"made by {task}"];
            Assert.Equal(made, binary.Lines($"workspace/outputs/{task}/made"));
            Assert.Equal(made.Length, binary.Lines($"workspace/logs/{task}.log").Count(line => line == $"{task} was here"));
        }

        CheckLimits(binary, seed);
    }

    /// <summary>
    /// The limits held at every time, also while the command was dead and when it came again. What was lost has no end and is not counted.
    /// </summary>
    private static void CheckLimits(RealBinary binary, int seed)
    {
        var ended = Ledger.Of(binary).Ended.ToHashSet(StringComparer.Ordinal);
        HashSet<string> working = [];
        foreach (var line in binary.Lines(Ledger.File))
        {
            var key = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            if (ended.Contains(key) && !working.Add(key))
            {
                working.Remove(key);
            }

            Assert.True(
                working.Count <= RandomTree.MostAtOnce
                    && working.Count(k => k.Contains("validation", StringComparison.Ordinal)) <= RandomTree.MostValidations,
                $"Seed {seed}: at once were {string.Join(", ", working)}.");
        }
    }

    /// <summary>Reads every status file over and over: each is whole. Gives the number of different files seen.</summary>
    private static Task<int> ReadAsync(RandomTree tree, RealBinary binary, CancellationToken over) => Task.Factory.StartNew(
        () =>
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (!over.IsCancellationRequested)
            {
                foreach (var task in tree.Tasks)
                {
                    if (Text(binary.PathOf($"workspace/status/{task}.json")) is { } text && seen.Add(text))
                    {
                        using var document = JsonDocument.Parse(text);
                        Assert.Equal(task, document.RootElement.GetProperty("task_id").GetString());
                    }
                }
            }

            return seen.Count;
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string? Text(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (FileNotFoundException)
        {
            return null; // It waits again since we looked.
        }
    }
}
