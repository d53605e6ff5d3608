using System.Runtime.InteropServices;

namespace Tasker.Executors.Processes.Native;

/// <summary>A process under watch by its pidfd.</summary>
internal sealed unsafe class LinuxProcess : IRunningProcess
{
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly ExitWatch _watch;
    private readonly ProcTable _table;
    private readonly bool _isChild;
    private ProcessIdentity? _identity;
    private int _pidfd;
    private bool _ended;

    /// <param name="watch">Tells when it has ended.</param>
    /// <param name="table">Tells who it is.</param>
    /// <param name="pid">Process id.</param>
    /// <param name="pidfd">Its descriptor, owned from here on; -1: there is none, a child is then waited for by other means.</param>
    /// <param name="known">Its identity where known; a child's is looked up when asked for.</param>
    /// <param name="isChild">True: started here, leader of its session, and to be collected here.</param>
    /// <param name="leadsSession">True: leader of its session. A child always is.</param>
    public LinuxProcess(
        ExitWatch watch, ProcTable table, int pid, int pidfd, ProcessIdentity? known, bool isChild, bool leadsSession = false)
    {
        (_watch, _table, Pid, _pidfd, _identity, _isChild) = (watch, table, pid, pidfd, known, isChild);
        LeadsSession = isChild || leadsSession;
    }

    public int Pid { get; }

    public bool LeadsSession { get; }

    public bool SignalsGroup => _isChild;

    public Task<ProcessExit> Exited => _exited.Task;

    public ProcessIdentity? Identity
    {
        get
        {
            lock (_gate)
            {
                // Until it is collected its id cannot be another's.
                return _identity ??= _ended ? null : _table.Read(Pid)?.Identity;
            }
        }
    }

    public int Pidfd => _pidfd;

    public void Signal(int signal)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            if (_isChild)
            {
                _ = Libc.Kill(-Pid, signal);
            }
            else
            {
                _ = Libc.PidfdSendSignal(_pidfd, signal);
            }
        }
    }

    /// <summary>The system says that it has ended.</summary>
    /// <returns>False when it has not after all.</returns>
    public bool OnReadable()
    {
        var exit = ProcessExit.Unknown;
        lock (_gate)
        {
            if (_isChild && !TryCollect_NeedsLock(out exit))
            {
                return false;
            }

            Close_NeedsLock();
        }

        _exited.TrySetResult(exit);
        return true;
    }

    /// <summary>Waits for a child on the calling thread, without holding signals back.</summary>
    public void WaitBlocking()
    {
        var info = stackalloc byte[Libc.SignalInfoSize];
        while (Libc.WaitId(Libc.ByPid, Pid, info, Libc.WhenExited | Libc.LeaveUncollected) < 0
            && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
        }

        OnReadable();
    }

    public void Dispose()
    {
        // A living child stays under watch, or it would never be collected.
        if (!_isChild)
        {
            _watch.Remove(this);
            lock (_gate)
            {
                Close_NeedsLock();
            }
        }
    }

    private bool TryCollect_NeedsLock(out ProcessExit exit)
    {
        int status, found;
        do
        {
            found = Libc.WaitPid(Pid, &status, Libc.NoHang);
        }
        while (found < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted);

        // An error means that somebody else collected it: that it ended is sure, how is not.
        exit = found == Pid ? ProcessExit.FromWaitStatus(status) : ProcessExit.Unknown;
        return found != 0;
    }

    private void Close_NeedsLock()
    {
        _ended = true;
        if (_pidfd >= 0)
        {
            _ = Libc.Close(_pidfd);
            _pidfd = -1;
        }
    }
}
