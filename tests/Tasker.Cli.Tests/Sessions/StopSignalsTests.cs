using System.Globalization;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Tests.Sessions;

public sealed class StopSignalsTests
{
    private const int FileTooLarge = 25;

    /// <summary>
    /// Another thread hands the signal on, perhaps after the run: were nobody there, it would end Tasker before the error is told.
    /// </summary>
    [Fact]
    public void A_file_too_large_ends_nothing_after_the_run_either()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // The masks of signals are read from /proc.
        }

        StopSignals.Listen(() => { }).Dispose();
        StopSignals.Listen(() => { }).Dispose();
        Assert.True(IsCaught(FileTooLarge), File.ReadAllText("/proc/self/status"));
    }

    private static bool IsCaught(int signal)
    {
        var line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("SigCgt:", StringComparison.Ordinal));
        var mask = ulong.Parse(line.AsSpan("SigCgt:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (mask >> (signal - 1) & 1) == 1;
    }
}
