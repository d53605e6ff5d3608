using System.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Engine.Control;
using Tasker.Storage.Sqlite;
using Xunit.Abstractions;

namespace Tasker.EndToEnd.Tests;

/// <summary>Other processes steer a run while its owner has its hands full.</summary>
public sealed class ControlTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_is_asked_of_a_busy_owner_happens_before_its_other_work_is_done()
    {
        const int steps = 12_000;
        using var binary = new RealBinary();
        binary.Write("plan.yaml", Busy(steps));
        using var owner = binary.Start("run", "plan.yaml", "--run-id", "busy", "--json");
        await owner.FactAsync("attempt.ended", "s50");

        Assert.Equal((0, ""), await AskAsync(binary, "pause"));
        Assert.Equal((0, ""), await AskAsync(binary, "resume"));
        await owner.LineAsync(l => l.Contains("\"fact\":\"run.resumed/", StringComparison.Ordinal));
        Assert.Equal((0, ""), await AskAsync(binary, "abort"));

        Assert.Equal(1, (await owner.EndAsync()).ExitCode);
        var (run, facts) = (await LeftJournal.ReadAsync(binary, "busy"))!.Value;
        Assert.Equal(RunStatus.Aborted, run.Status);
        var paused = Place<RunFact.Paused>(facts);
        var resumed = Place<RunFact.Resumed>(facts);
        var stopping = Place<RunFact.GroupStopping>(facts);
        Assert.True(paused < resumed && resumed < stopping, $"{paused}, {resumed}, {stopping}");
        Assert.DoesNotContain(facts[paused..resumed], f => f is RunFact.AttemptStarted);
        Assert.DoesNotContain(facts[stopping..], f => f is RunFact.AttemptStarted);
        Assert.True(facts.Count(f => f is RunFact.AttemptStarted) < steps, "All work was done before the abort was heard.");
    }

    /// <summary>Measures, and asserts only that each request is heard while there is work left.</summary>
    [SlowFact]
    public async Task How_long_a_busy_owner_takes_to_hear()
    {
        using var binary = new RealBinary();
        binary.Write("plan.yaml", Busy(30_000));
        using var owner = binary.Start("run", "plan.yaml", "--run-id", "busy", "--json");
        await owner.FactAsync("attempt.ended", "s200");
        await using var journal = new SqliteJournal(binary.StorePath, TimeProvider.System, _ => true);
        var bell = new SocketBell(binary.StorePath);
        var heard = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            var (ask, fact) = i % 2 == 0 ? ("pause", "run.paused/") : ("resume", "run.resumed/");
            var nth = (i / 2) + 1;
            var clock = Stopwatch.StartNew();
            await journal.SendAsync("busy", new ControlMessage(ask, "test").Encode(), CancellationToken.None);
            bell.Ring("busy");
            var seen = 0;
            var from = 0;
            await owner.UntilAsync(lines =>
            {
                for (; from < lines.Count; from++)
                {
                    seen += lines[from].Contains(fact, StringComparison.Ordinal) ? 1 : 0;
                }

                return seen >= nth;
            });
            heard.Add(clock.Elapsed.TotalMilliseconds);
            if (ask == "resume")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        heard.Sort();
        output.WriteLine(
            $"From asking to the fact on the owner's standard output: median {heard[20]:0.0} ms, 90 % "
                + $"{heard[36]:0.0} ms, most {heard[^1]:0.0} ms.");
        var commands = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal((0, ""), await AskAsync(binary, i % 2 == 0 ? "pause" : "resume"));
            commands.Add(clock.Elapsed.TotalMilliseconds);
        }

        commands.Sort();
        output.WriteLine($"The whole command, with its start: median {commands[5]:0} ms, most {commands[^1]:0} ms.");
        Assert.Equal((0, ""), await AskAsync(binary, "abort"));
        Assert.Equal(1, (await owner.EndAsync()).ExitCode);
    }

    private static int Place<T>(IReadOnlyList<RunFact> facts)
    {
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i] is T)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"There is no {typeof(T).Name}.");
    }

    private static async Task<(int ExitCode, string Error)> AskAsync(RealBinary binary, string what)
    {
        var (exit, _, error) = await binary.RunAsync("runs", what, "busy");
        return (exit, error);
    }

    private static string Busy(int steps) =>
        "name: busy\nmax-parallel: 2\nsteps:\n" + string.Concat(Enumerable.Range(0, steps).Select(i => $"  s{i}: 'true'\n"));
}
