using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Tasker.Executors.Processes.Native;

/// <summary>One thread that waits for the ends of all processes under watch.</summary>
/// <remarks>It asks only about processes that it was given, so that those which other code of this program started stay theirs.</remarks>
internal sealed unsafe class ExitWatch : IDisposable
{
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;
    private const int ModifyOperation = 3;
    private const uint ReadableOnce = 0x1 | (1u << 30);
    private const int CloseOnExec = 0x80000;
    private const int MostAtOnce = 64;
    private const long WakeId = 0;

    // The kernel's struct epoll_event is packed on x86 alone.
    private static readonly int IdOffset =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;

    private readonly Dictionary<long, LinuxProcess> _watched = [];
    private readonly Dictionary<LinuxProcess, long> _ids = [];
    private readonly Lock _gate = new();
    private readonly int _epoll;
    private readonly int _wake;
    private Thread? _thread;
    private long _lastId = WakeId;
    private bool _closing;

    /// <exception cref="Win32Exception">The system refuses.</exception>
    public ExitWatch()
    {
        _epoll = Libc.EpollCreate(CloseOnExec);
        if (_epoll < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        _wake = Libc.EventDescriptor(0, CloseOnExec);
        if (_wake < 0 || !Control(AddOperation, _wake, WakeId))
        {
            var error = Marshal.GetLastPInvokeError();
            _ = Libc.Close(_epoll);
            throw new Win32Exception(error);
        }
    }

    /// <summary>Watches a process until it ends. It is kept alive meanwhile.</summary>
    public void Add(LinuxProcess process)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            if (_thread is null)
            {
                _thread = new Thread(Loop) { IsBackground = true, Name = "tasker exits" };
                _thread.Start();
            }

            var id = ++_lastId;
            (_watched[id], _ids[process]) = (process, id);
            if (process.Pidfd >= 0 && Control(AddOperation, process.Pidfd, id))
            {
                return;
            }

            Forget_NeedsLock(process);
        }

        // Out of descriptors: a thread of its own waits for this one.
        new Thread(process.WaitBlocking) { IsBackground = true, Name = "tasker exit" }.Start();
    }

    /// <summary>Ends the watch of a process that is no child.</summary>
    public void Remove(LinuxProcess process)
    {
        lock (_gate)
        {
            if (Forget_NeedsLock(process) && process.Pidfd >= 0)
            {
                Control(RemoveOperation, process.Pidfd, WakeId);
            }
        }
    }

    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            _closing = true;
            thread = _thread;
        }

        var one = 1L;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(long));
        thread?.Join();
        _ = Libc.Close(_wake);
        _ = Libc.Close(_epoll);
    }

    private void Loop()
    {
        var size = IdOffset + sizeof(long);
        var events = stackalloc byte[MostAtOnce * size];
        while (true)
        {
            var count = Libc.EpollWait(_epoll, events, MostAtOnce, -1);
            for (var i = 0; i < count; i++)
            {
                var id = *(long*)(events + (i * size) + IdOffset);
                if (id == WakeId)
                {
                    return;
                }

                OnReadable(id);
            }
        }
    }

    private void OnReadable(long id)
    {
        LinuxProcess? process;
        lock (_gate)
        {
            if (!_watched.TryGetValue(id, out process))
            {
                return;
            }

            Forget_NeedsLock(process);
        }

        if (!process.OnReadable())
        {
            // Told too early: once more.
            lock (_gate)
            {
                (_watched[id], _ids[process]) = (process, id);
                Control(ModifyOperation, process.Pidfd, id);
            }
        }
    }

    private bool Forget_NeedsLock(LinuxProcess process) => _ids.Remove(process, out var id) && _watched.Remove(id);

    private bool Control(int operation, int descriptor, long id)
    {
        var change = stackalloc byte[IdOffset + sizeof(long)];
        *(uint*)change = ReadableOnce;
        *(long*)(change + IdOffset) = id;
        return Libc.EpollControl(_epoll, operation, descriptor, change) == 0;
    }
}
