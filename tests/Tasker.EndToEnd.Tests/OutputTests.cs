using System.Globalization;
using System.Text.RegularExpressions;

namespace Tasker.EndToEnd.Tests;

/// <summary>Much output, and output without end, through the real command.</summary>
public sealed partial class OutputTests
{
    [Fact]
    public async Task Sixty_megabytes_hang_nothing_and_the_log_keeps_both_ends()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no seq.
        }

        const int last = 8_000_000;
        using var binary = new RealBinary();
        binary.Write("plan.yaml", $"name: much\nsteps:\n  much: seq 1 {last}\n  after: {"{"} run: echo done, needs: much {"}"}\n");

        var (exit, _, error) = await binary.RunAsync("run", "plan.yaml", "--run-id", "much", "-q");

        Assert.True(exit == 0, error);
        var log = await File.ReadAllTextAsync(binary.PathOf(".tasker/logs/much/much.1.log"));
        Assert.StartsWith("1\n2\n3\n", log, StringComparison.Ordinal);
        Assert.EndsWith($"\n{last - 1}\n{last}\n", log, StringComparison.Ordinal);
        var note = CutNote().Match(log);
        Assert.True(note.Success, "The log does not say that something was cut.");
        var written = Enumerable.Range(1, 7)
            .Sum(digits => (digits == 7 ? last - 999_999L : 9 * (long)Math.Pow(10, digits - 1)) * (digits + 1));
        Assert.Equal(written, log.Length - note.Length + long.Parse(note.Groups["bytes"].Value, CultureInfo.InvariantCulture));
        Assert.True(log.Length <= (50 << 20) + note.Length, $"The log has {log.Length} bytes.");
    }

    [Fact]
    public async Task A_step_that_writes_without_end_is_stopped_and_says_why()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no yes.
        }

        using var binary = new RealBinary();
        binary.Write("tasker.yaml", "limits: { log-limit: 1 MB }\n");
        binary.Write("plan.yaml", "name: endless\nsteps:\n  endless: yes again\n");

        var (exit, output, _) = await binary.RunAsync("run", "plan.yaml", "--run-id", "endless", "-q");

        Assert.Equal(1, exit);
        Assert.Contains("20 times what a log keeps", output, StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync(binary.PathOf(".tasker/logs/endless/endless.1.log"));
        Assert.StartsWith("again\nagain\n", log, StringComparison.Ordinal);
        Assert.Matches(CutNote(), log);
        Assert.True(log.Length < 1_100_000, $"The log has {log.Length} bytes.");
    }

    // It stands between whole lines.
    [GeneratedRegex(@"(?<=\n)\[tasker: (?<bytes>\d+) bytes cut here\]\n")]
    private static partial Regex CutNote();
}
