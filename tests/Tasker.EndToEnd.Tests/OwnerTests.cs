namespace Tasker.EndToEnd.Tests;

/// <summary>One run has one owner at a time.</summary>
public sealed class OwnerTests
{
    private const string Plan = """
        name: owned
        steps:
          work: 'echo $$ >> pids; [ -e go ] || { sleep 60; exit 1; }'
        """;

    [LinuxFact]
    public async Task A_second_owner_is_refused_with_the_first_one_named_and_changes_nothing()
    {
        using var binary = new RealBinary();
        binary.Write("plan.yaml", Plan);
        using var first = binary.Start("run", "plan.yaml", "--run-id", "owned", "-q");
        await binary.UntilAsync("pids", lines => lines.Length > 0);
        var before = await LeftJournal.ReadAsync(binary, "owned");

        var second = await binary.RunAsync("runs", "keep", "owned");
        var again = await binary.RunAsync("run", "plan.yaml", "--run-id", "owned", "-q");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"process {first.Id} ", second.Error, StringComparison.Ordinal);
        Assert.Contains(Environment.MachineName, second.Error, StringComparison.Ordinal);
        Assert.Single(second.Error.TrimEnd().Split('\n'));
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("owned", again.Error, StringComparison.Ordinal);
        Assert.Single(again.Error.TrimEnd().Split('\n'));
        Assert.Equal(before!.Value.Facts.Length, (await LeftJournal.ReadAsync(binary, "owned"))!.Value.Facts.Length);
        Assert.Single(binary.Lines("pids"));

        // Dead, it loses the run at once: the next owner does not wait for the lease of 20 s, nor is it refused.
        first.Kill();
        await first.EndAsync();
        binary.Write("go", "");
        var next = await binary.RunAsync("runs", "resume", "owned");
        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Equal(2, binary.Lines("pids").Length);
        LiveProcess.NoneOf(binary.Lines("pids"));
    }

    [LinuxFact]
    public async Task Of_many_that_take_a_run_up_at_once_one_gets_it()
    {
        using var binary = new RealBinary();
        binary.Write("plan.yaml", Plan);
        using (var first = binary.Start("run", "plan.yaml", "--run-id", "owned", "-q"))
        {
            await binary.UntilAsync("pids", lines => lines.Length > 0);
            first.Kill();
            await first.EndAsync();
        }

        var owners = Enumerable.Range(0, 4).Select(_ => binary.RunAsync("runs", "keep", "owned")).ToArray();
        await binary.UntilAsync("pids", lines => lines.Length > 1);
        var refused = new List<Task<(int ExitCode, string Output, string Error)>>(owners);
        while (refused.Count > 1)
        {
            var over = await Task.WhenAny(refused);
            Assert.Equal(1, (await over).ExitCode);
            Assert.Contains("has run 'owned' and lives", (await over).Error, StringComparison.Ordinal);
            refused.Remove(over);
        }

        Assert.Equal(2, binary.Lines("pids").Length);
        var (exit, _, error) = await binary.RunAsync("runs", "abort", "owned");
        Assert.True(exit == 0, error);
        Assert.Equal(1, (await refused[0]).ExitCode);
        LiveProcess.NoneOf(binary.Lines("pids"));
    }
}
