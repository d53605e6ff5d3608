using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Tasker.Executors.Processes.Native;

/// <summary>Linux: <c>posix_spawn</c> to start, pidfd and epoll to wait, <c>/proc</c> to find.</summary>
/// <remarks>
/// Each process leads a session of its own, so that a signal typed at the terminal reaches Tasker alone, which then stops its work
/// in order. Signals that .NET ignores are back to their defaults in it.
/// </remarks>
internal sealed unsafe class LinuxProcesses : IProcessPlatform
{
    // The structures are opaque; those of all known C libraries are smaller.
    private const int OpaqueSize = 1024;
    private const int SignalSetSize = 128;
    private const short SetSignalMask = 0x08;
    private const short SetSignalDefaults = 0x04;
    private const short SetSession = 0x80;
    private const int ChildSignal = 17;

    private readonly ProcTable _table = new();
    private readonly ExitWatch _watch;
    private readonly byte* _attributes;
    private readonly int _null;
    private bool _disposed;

    private LinuxProcesses(ExitWatch watch, byte* attributes, int nothing)
    {
        (_watch, _null) = (watch, nothing);
        _attributes = attributes;
    }

    public bool TellsSignals => true;

    /// <summary>Null where the system lacks something that this needs: another system, an old kernel, a sandbox.</summary>
    public static LinuxProcesses? TryCreate()
    {
        if (!OperatingSystem.IsLinux() || !HasPidfd() || ChildrenAreIgnored())
        {
            return null;
        }

        try
        {
            ProbeFileActions();
            var attributes = CreateAttributes();
            var nothing = Libc.Open("/dev/null", Libc.ReadWrite | Libc.CloseOnExec, 0);
            return nothing < 0 ? null : new LinuxProcesses(new ExitWatch(), attributes, nothing);
        }
        catch (Exception e) when (e is Win32Exception or EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    public StartResult Start(ProcessStart start)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int pid, error;
        using (var strings = new NativeStrings(start))
        {
            var actions = stackalloc byte[OpaqueSize];
            _ = Libc.FileActionsInit(actions);
            if (strings.Stdin is not null)
            {
                _ = Libc.FileActionsAddOpen(actions, 0, strings.Stdin, Libc.ReadOnly, 0);
            }
            else
            {
                _ = Libc.FileActionsAddDup2(actions, _null, 0);
            }

            _ = Libc.FileActionsAddDup2(actions, Descriptor(start.Stdout), 1);
            _ = Libc.FileActionsAddDup2(actions, Descriptor(start.Stderr), 2);
            _ = Libc.FileActionsAddChdir(actions, strings.Directory);
            error = Libc.PosixSpawn(&pid, strings.Program, actions, _attributes, strings.Argv, strings.Envp);
            _ = Libc.FileActionsDestroy(actions);
        }

        GC.KeepAlive(start);
        if (error != 0)
        {
            return new StartResult(null, Problem(error), new Win32Exception(error).Message);
        }

        var process = new LinuxProcess(_watch, _table, pid, Libc.PidfdOpen(pid), known: null, isChild: true);
        _watch.Add(process);
        return new StartResult(process);
    }

    public IRunningProcess? Watch(ProcessIdentity identity)
    {
        if (identity.Pid <= 1)
        {
            return null;
        }

        // First the descriptor, then the look: while it stands for a living process the id cannot be another's.
        var pidfd = Libc.PidfdOpen(identity.Pid);
        if (pidfd < 0)
        {
            return null;
        }

        if (_table.Read(identity.Pid) is not { IsAlive: true } entry || entry.Identity != identity)
        {
            _ = Libc.Close(pidfd);
            return null;
        }

        var process = new LinuxProcess(
            _watch, _table, identity.Pid, pidfd, identity, isChild: false, leadsSession: entry.Session == identity.Pid);
        _watch.Add(process);
        return process;
    }

    public ProcessIdentity? Identify(int pid) => _table.Read(pid) is { IsAlive: true } entry ? entry.Identity : null;

    public bool Signal(ProcessIdentity identity, int signal)
    {
        if (identity.Pid <= 1 || identity.Pid == Environment.ProcessId)
        {
            return false;
        }

        var pidfd = Libc.PidfdOpen(identity.Pid);
        if (pidfd < 0)
        {
            return false;
        }

        var sent = _table.IsAlive(identity) && Libc.PidfdSendSignal(pidfd, signal) == 0;
        _ = Libc.Close(pidfd);
        return sent;
    }

    public IReadOnlyList<FamilyMember> Family(FamilyQuery query) => _table.Family(query);

    public bool SessionMayLive(int leader) =>
        Libc.Kill(-leader, 0) == 0 || Marshal.GetLastPInvokeError() != Libc.NoSuchProcess;

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _watch.Dispose();
        _ = Libc.Close(_null);
        _ = Libc.SpawnAttributesDestroy(_attributes);
        NativeMemory.Free(_attributes);
    }

    private static StartProblem Problem(int error) => error switch
    {
        Libc.NoSuchEntry or Libc.NotADirectory => StartProblem.Missing,
        Libc.NoAccess or Libc.NotPermitted => StartProblem.NotExecutable,
        Libc.NoExecutableFormat => StartProblem.UnknownFormat,
        Libc.ArgumentsTooLong => StartProblem.TooLong,
        Libc.TryAgain or Libc.OutOfMemory => StartProblem.NoRoom,
        _ => StartProblem.Other,
    };

    private static byte* CreateAttributes()
    {
        var attributes = (byte*)NativeMemory.AllocZeroed(OpaqueSize);
        var signals = stackalloc byte[SignalSetSize];
        _ = Libc.SpawnAttributesInit(attributes);
        _ = Libc.SpawnAttributesSetFlags(attributes, SetSignalMask | SetSignalDefaults | SetSession);
        _ = Libc.SignalSetEmpty(signals);
        _ = Libc.SpawnAttributesSetSignalMask(attributes, signals);

        // All of them: the C library asks about each one that is not named, which costs a call more.
        _ = Libc.SignalSetFill(signals);
        _ = Libc.SpawnAttributesSetSignalDefaults(attributes, signals);
        return attributes;
    }

    /// <exception cref="EntryPointNotFoundException">The C library is too old to start a process in another folder.</exception>
    private static void ProbeFileActions()
    {
        var actions = stackalloc byte[OpaqueSize];
        var folder = stackalloc byte[] { (byte)'/', 0 };
        _ = Libc.FileActionsInit(actions);
        _ = Libc.FileActionsAddChdir(actions, folder);
        _ = Libc.FileActionsDestroy(actions);
    }

    private static bool HasPidfd()
    {
        var pidfd = Libc.PidfdOpen(Environment.ProcessId);
        if (pidfd < 0)
        {
            return false;
        }

        // Signal 0 only asks. Some sandboxes let a descriptor be opened and not be used.
        var works = Libc.PidfdSendSignal(pidfd, 0) == 0;
        _ = Libc.Close(pidfd);
        return works;
    }

    /// <summary>Whoever started Tasker so that the system collects its children leaves no exit codes to read.</summary>
    private static bool ChildrenAreIgnored()
    {
        var action = stackalloc byte[OpaqueSize];
        const nint ignore = 1;
        return Libc.SignalAction(ChildSignal, null, action) == 0 && *(nint*)action == ignore;
    }

    private int Descriptor(Logs.LogFile? file) => file is null ? _null : (int)file.Handle.DangerousGetHandle();
}
