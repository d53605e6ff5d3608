using System.Runtime.InteropServices;

namespace Tasker.Cli.Hosting;

/// <summary>Leaving the terminal that the program was started from.</summary>
internal static partial class Detachment
{
    /// <summary>Makes this process the leader of its own session, so that closing the terminal does not end it. Where there are no sessions it does nothing.</summary>
    public static void LeaveTerminal()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetSid(); // Fails only for who leads a group already, as under a supervisor: that is as good.
        }
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetSid();
}
