using System.Text;

namespace Tasker.EndToEnd.Tests;

/// <summary>The real command is killed with SIGKILL by the steps that it runs, at known points, and goes on afterwards.</summary>
public sealed class KillTests
{
    private const int Width = 4;

    private static int Steps => Environment.GetEnvironmentVariable("TASKER_SLOW") is null ? 40 : 300;

    private static int EveryNthKills => Environment.GetEnvironmentVariable("TASKER_SLOW") is null ? 8 : 6;

    [Fact]
    public async Task A_run_killed_again_and_again_does_every_step_and_none_twice()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no SIGKILL to be survived.
        }

        using var binary = new RealBinary();
        binary.Write("plan.yaml", Plan());
        var result = await binary.RunAsync("run", "plan.yaml", "--run-id", "killed", "-q");
        var kills = 0;
        while (result.ExitCode != 0)
        {
            Assert.True(result.ExitCode == 137, $"Exit code {result.ExitCode} after {kills} kills: {result.Error}");
            Assert.True(++kills <= Steps, "It is killed more often than there are steps that kill.");
            var before = binary.Lines("ran").Length;
            result = await binary.RunAsync("runs", "resume", "killed");
            Assert.True(binary.Lines("ran").Length >= before, "Work that was done is gone.");
        }

        Assert.True(kills >= Steps / EveryNthKills / 2, $"Only {kills} kills happened; the test shows nothing.");
        var ran = binary.Lines("ran");
        Assert.Equal(Enumerable.Range(0, Steps).Select(i => $"s{i}").Order(StringComparer.Ordinal), ran.Order(StringComparer.Ordinal));
        var list = await binary.RunAsync("runs", "list");
        Assert.Contains("succeeded", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_owner_is_refused_and_told_who_the_first_is()
    {
        using var binary = new RealBinary();
        binary.Write("plan.yaml", """
            name: owned
            steps:
              other:
                run: '"$OTHER_TASKER" runs keep owned >other.out 2>&1; echo $? >other.code; echo "process $PPID " >owner'
                pass-env: [OTHER_TASKER]
            """);

        var result = await binary.RunAsync("run", "plan.yaml", "--run-id", "owned", "-q");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("1", Assert.Single(binary.Lines("other.code")));
        Assert.Contains(Assert.Single(binary.Lines("owner")), string.Join('\n', binary.Lines("other.out")), StringComparison.Ordinal);
    }

    /// <summary>
    /// Layers of steps, one at a time so that nothing else is under way at a kill (what is may be done twice, and says so);
    /// every n-th kills its owner in its first attempt, before it has done its work.
    /// </summary>
    private static string Plan()
    {
        var text = new StringBuilder("name: killed\nmax-parallel: 1\nsteps:\n");
        for (var i = 0; i < Steps; i++)
        {
            var work = $"echo s{i} >> ran";
            var kill = i % EveryNthKills == 3 ? $"[ -e k{i} ] || {{ touch k{i}; kill -9 $PPID; sleep 60; }}; " : "";
            text.Append($"  s{i}:\n    run: '{kill}{work}'\n");
            if (i >= Width)
            {
                text.Append($"    needs: s{i - Width}\n");
            }
        }

        return text.ToString();
    }
}
