namespace Tasker.Executors.Processes.Native;

/// <summary>How a process ended. At most one of the two is known; neither: nobody could see it.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Signal">The signal that ended it.</param>
internal readonly record struct ProcessExit(int? Code, int? Signal)
{
    /// <summary>It ended, and nobody could see how.</summary>
    public static ProcessExit Unknown => default;

    /// <summary>Reads what <c>waitpid</c> tells.</summary>
    public static ProcessExit FromWaitStatus(int status) => (status & 0x7f) == 0
        ? new ProcessExit((status >> 8) & 0xff, null)
        : new ProcessExit(null, status & 0x7f);
}
