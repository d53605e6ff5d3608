namespace Tasker.Executors.Tests.Processes;

/// <summary>The ways to start processes that this machine can show.</summary>
public enum PlatformKind
{
    /// <summary>posix_spawn, pidfd, epoll.</summary>
    Native,

    /// <summary>System.Diagnostics.Process, output by a line of shell.</summary>
    Portable,

    /// <summary>System.Diagnostics.Process, output by pipes.</summary>
    Piped,
}
