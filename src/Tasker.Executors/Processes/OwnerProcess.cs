using Tasker.Engine.Ports;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>This process as an owner of runs, and whether another owner still lives.</summary>
public static class OwnerProcess
{
    private const string FirstPidNamespace = "pid:[4026531836]";

    /// <summary>This process.</summary>
    /// <remarks>
    /// Inside a container the host is named with the container's process namespace, since process ids mean nothing across it.
    /// </remarks>
    public static OwnerIdentity Current()
    {
        var identity = Identify(Environment.ProcessId)
            ?? new ProcessIdentity(Environment.ProcessId, 0, "");
        return new OwnerIdentity(Host(), identity.BootId, identity.Pid, identity.StartTime);
    }

    /// <summary>Whether the process of an owner lives; true when in doubt: it is on another machine or in another container.</summary>
    /// <remarks>Another boot of this machine, another process with its id, or one that has ended: it is dead.</remarks>
    public static bool IsAlive(OwnerIdentity owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (owner.Host != Host())
        {
            return true;
        }

        return Identify(owner.ProcessId) is { } found
            && found == new ProcessIdentity(owner.ProcessId, owner.StartTime, owner.BootId);
    }

    private static ProcessIdentity? Identify(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            return new ProcTable().Read(pid) is { IsAlive: true } entry ? entry.Identity : null;
        }

        using var platform = new PortableProcesses(TimeProvider.System, usePipes: false);
        return platform.Identify(pid);
    }

    private static string Host()
    {
        var space = OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget : null;
        return space is null or FirstPidNamespace ? Environment.MachineName : $"{Environment.MachineName} ({space})";
    }
}
