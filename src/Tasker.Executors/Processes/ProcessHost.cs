using System.Collections;
using Tasker.Executors.Logs;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>
/// What executors of processes share on one machine: starting and watching them, looking after their logs, their environment.
/// </summary>
/// <remarks>
/// One per program. Disposing it ends the watching, not the processes: those that outlive their owner can be re-attached to
/// by the next one.
/// </remarks>
public sealed class ProcessHost : IDisposable
{
    /// <param name="platform">The operating system; owned from here on.</param>
    /// <param name="time">Measures grace times and time limits.</param>
    /// <param name="environment">Tasker's own environment.</param>
    /// <param name="freeSpace">Free bytes on the disk of a folder.</param>
    internal ProcessHost(
        IProcessPlatform platform, TimeProvider time, IReadOnlyDictionary<string, string> environment,
        Func<string, long> freeSpace)
    {
        (Platform, Time) = (platform, time);
        Environment = new EnvironmentRules(environment);
        Sweeper = new LogSweeper(time, freeSpace);
        Stop = new TreeStop(platform, time);
        Starter = new ProgramStarter(platform);
    }

    /// <summary>
    /// True when processes are started and watched by the system's own means; false: by those of .NET, which cost more and tell less.
    /// </summary>
    public bool IsNative => Platform.TellsSignals;

    internal IProcessPlatform Platform { get; }

    internal TimeProvider Time { get; }

    internal EnvironmentRules Environment { get; }

    internal LogSweeper Sweeper { get; }

    internal FolderWatches Watches { get; } = new();

    internal TreeStop Stop { get; }

    internal ProgramStarter Starter { get; }

    /// <summary>The host for this machine, with this program's environment as it is now.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="programs">A folder where commands look for programs after those of <c>PATH</c>; null: none.</param>
    public static ProcessHost Create(TimeProvider time, string? programs = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
        if (programs is not null && !programs.Contains(Path.PathSeparator))
        {
            environment["PATH"] = environment.GetValueOrDefault("PATH", EnvironmentRules.UsualPath) + Path.PathSeparator + programs;
        }

        return new ProcessHost(CreatePlatform(time), time, environment, FreeSpace);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Sweeper.Dispose();
        Watches.Dispose();
        Platform.Dispose();
    }

    internal static long FreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    private static IProcessPlatform CreatePlatform(TimeProvider time) =>
        (IProcessPlatform?)LinuxProcesses.TryCreate() ?? new PortableProcesses(time, usePipes: OperatingSystem.IsWindows());
}
