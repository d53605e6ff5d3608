using System.Diagnostics;

namespace Tasker.EndToEnd.Tests;

/// <summary>Kills the command at a system call, before the call is done: <c>strace</c> watches it and sends SIGKILL.</summary>
internal static class KillPoint
{
    private static readonly Lazy<bool> Tried = new(Try);

    /// <summary>True where there is strace and tracing is permitted.</summary>
    public static bool IsPossible => Tried.Value;

    /// <summary>The n-th call of one thread, the first one that gets so far, kills the whole process.</summary>
    /// <remarks>Steps are watched, too: a call that their programs make less often than n times, or never, spares them.</remarks>
    public static Launch At(string call, int nth) => new()
    {
        Wrapper =
        [
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", "signal=none", "-e",
            $"inject={call}:signal=SIGKILL:when={nth}", "--",
        ],
    };

    private static bool Try()
    {
        try
        {
            // It has to work: where tracing is forbidden, strace is there and the command just ends.
            var start = new ProcessStartInfo(
                "strace", ["-f", "-qq", "-o", "/dev/null", "-e", "trace=openat", "-e", "inject=openat:signal=SIGKILL:when=1", "true"])
            {
                RedirectStandardError = true,
            };
            using var strace = Process.Start(start)!;
            strace.StandardError.ReadToEnd();
            strace.WaitForExit();
            return strace.ExitCode == 128 + 9;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
