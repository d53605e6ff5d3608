using System.Runtime.InteropServices;

namespace Tasker.Cli.Sessions;

/// <summary>A file that may not grow any more (<c>ulimit -f</c>) is told as a failed write, not by death.</summary>
internal static class FileSizeLimit
{
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    // Held until the process ends: a signal is handed on by another thread, and one that comes when nobody listens any more ends it
    // before the failed write is told.
    private static readonly PosixSignalRegistration? Registration =
        OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
            ? PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true)
            : null;

    /// <summary>Has failed writes told from here on; twice is as once. What is started from here takes the signal as usual.</summary>
    public static void TellAsError() => _ = Registration;
}
