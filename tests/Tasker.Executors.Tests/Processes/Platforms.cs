using Tasker.Executors.Processes;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Tests.Processes;

/// <summary>Makes the platforms under test.</summary>
internal static class Platforms
{
    /// <summary>Tasker's own environment in tests.</summary>
    public static readonly Dictionary<string, string> Environment = new()
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["HOME"] = "/home/somebody",
        ["LC_ALL"] = "C",
        ["SERVICE_TOKEN"] = "token-of-tasker-itself",
        ["UNRELATED"] = "nobody's business",
    };

    public static ProcessHost Host(PlatformKind kind, TimeProvider time, Func<string, long>? freeSpace = null) =>
        new(Create(kind, time), time, Environment, freeSpace ?? (_ => long.MaxValue));

    public static IProcessPlatform Create(PlatformKind kind, TimeProvider time) => kind switch
    {
        PlatformKind.Native => LinuxProcesses.TryCreate()
            ?? throw new InvalidOperationException("This system has no posix_spawn and pidfd."),
        PlatformKind.Portable => new PortableProcesses(time, usePipes: false),
        _ => new PortableProcesses(time, usePipes: true),
    };
}
