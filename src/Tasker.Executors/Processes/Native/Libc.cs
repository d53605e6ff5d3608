using System.Runtime.InteropServices;

namespace Tasker.Executors.Processes.Native;

/// <summary>The calls of the C library that .NET does not offer. Numbers are those of Linux unless a name says otherwise.</summary>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0x0;
    public const int WriteOnly = 0x1;
    public const int ReadWrite = 0x2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int Append = 0x400;
    public const int CloseOnExec = 0x80000;
    public const int NoBlocking = 0x800;
    public const int NoHang = 1;
    public const int ByPid = 1;
    public const int WhenExited = 4;
    public const int LeaveUncollected = 0x1000000;
    public const int SignalInfoSize = 128;
    public const int PunchHole = 0x2;
    public const int KeepSize = 0x1;
    public const int Executable = 1;

    public const int NotPermitted = 1;
    public const int NoSuchEntry = 2;
    public const int NoSuchProcess = 3;
    public const int Interrupted = 4;
    public const int ArgumentsTooLong = 7;
    public const int NoExecutableFormat = 8;
    public const int TryAgain = 11;
    public const int OutOfMemory = 12;
    public const int NoAccess = 13;
    public const int IsThere = 17;
    public const int NotADirectory = 20;

    /// <summary>Refuses a path that is a link.</summary>
    public static readonly int NoFollow =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    private const long PidfdSendSignalNumber = 424;
    private const long PidfdOpenNumber = 434;

    /// <summary>A descriptor that is readable once the process has ended; -1 and errno when there is none.</summary>
    public static int PidfdOpen(int pid) => (int)Syscall(PidfdOpenNumber, pid, 0, 0, 0);

    /// <summary>Signals the process that the descriptor stands for, and never another one that has got its id.</summary>
    public static int PidfdSendSignal(int pidfd, int signal) => (int)Syscall(PidfdSendSignalNumber, pidfd, signal, 0, 0);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    public static partial int PosixSpawn(int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int SpawnAttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SpawnAttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SpawnAttributesSetSignalDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SpawnAttributesSetSignalMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int SpawnAttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int FileActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int FileActionsAddDup2(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    public static partial int FileActionsAddOpen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    public static partial int FileActionsAddChdir(byte* actions, byte* path);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int FileActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int SignalSetEmpty(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    public static partial int SignalSetFill(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    public static partial int SignalAction(int signal, byte* action, byte* old);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int kind, int pid, byte* info, int options);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    /// <summary>Needs a buffer of 4097 bytes; null when there is no such path.</summary>
    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* RealPath(string path, byte* buffer);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Fallocate(SafeHandle descriptor, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int most, int timeout);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(long number, nint a, nint b, nint c, nint d);
}
