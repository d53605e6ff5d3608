using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>The command that executes a plan is killed, and asked again.</summary>
public sealed class ExecuteKillTests
{
    private const int Tasks = 8;

    [LinuxFact]
    public async Task Killed_while_executors_work_it_goes_on_with_them_and_asks_nobody_twice()
    {
        using var plan = await PlanProject.CreateAsync(
            $"while [ ! -e release ]; do sleep 0.02; done\n{PlanProject.Succeed}", "T001", "T002", "T003: T001");
        using (var first = plan.Binary.Start("execute", "--batch"))
        {
            await plan.Binary.UntilAsync("ledger", lines => lines.Length == 2);
            first.Kill();
            Assert.NotEqual(0, (await first.EndAsync()).ExitCode);
        }

        plan.Write("release", "");
        var (exit, output, error) = await plan.RunAsync("execute", "--batch");

        Assert.True(exit == 0, error + output);
        Assert.Contains("gone on with", error, StringComparison.Ordinal);
        Check(plan);
        Assert.Equal(3, (await plan.CommitsAsync()).Length);
        Assert.Equal(3, plan.Lines("ledger").Count(line => line.StartsWith("begin", StringComparison.Ordinal)));
    }

    [LinuxFact]
    public async Task Killed_at_any_time_nothing_that_is_finished_is_done_again()
    {
        for (var seed = 1; seed <= (RealBinary.IsSlow ? 20 : 1); seed++)
        {
            await KillAsync(seed);
        }
    }

    private static async Task KillAsync(int seed)
    {
        var random = new Random(seed);
        string[] tasks = [.. Enumerable.Range(1, Tasks).Select(
            i => $"T{i:D3}: {string.Join(' ', Enumerable.Range(1, i - 1).Where(_ => random.Next(3) == 0).Select(need => $"T{need:D3}"))}")];
        using var plan = await PlanProject.CreateAsync(PlanProject.Succeed, tasks);
        for (var kill = 0; kill < 6; kill++)
        {
            using var run = plan.Binary.Start("execute", "--batch", "--orphans", "retry", "-q");
            var end = run.EndAsync();
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(random.Next(150, 900)), TimeProvider.System), end);
            run.Kill();
            var (exit, output, error) = await end;
            Assert.True(exit is 0 or 137, $"Seed {seed}: exit code {exit}: {error}\n{output}");
        }

        var last = await plan.RunAsync("execute", "--batch", "--orphans", "retry");
        Assert.True(last.ExitCode == 0, $"Seed {seed}: {last.Error}\n{last.Output}");
        Check(plan);
        Assert.Equal(Tasks, (await plan.CommitsAsync()).Length);
    }

    /// <summary>Each task was started, completed and settled once, and no executor began after its task was complete.</summary>
    private static void Check(PlanProject plan)
    {
        JsonElement[] events =
        [
            .. plan.Lines(".tasker/logs/events.jsonl").Select(line => JsonDocument.Parse(line).RootElement),
            .. plan.State.GetProperty("events").EnumerateArray(),
        ];
        foreach (var task in plan.State.GetProperty("tasks").EnumerateObject())
        {
            string[] own = [.. events.Where(e => e.TryGetProperty("task_id", out var id) && id.GetString() == task.Name)
                .Select(e => e.GetProperty("type").GetString()!)];
            foreach (var once in new[] { "task_started", "task_completed", "criteria_checked", "task_finished" })
            {
                Assert.True(own.Count(type => type == once) == 1, $"{task.Name}: {string.Join(", ", own)}");
            }

            Assert.Equal("complete", task.Value.GetProperty("status").GetString());
        }
    }
}
