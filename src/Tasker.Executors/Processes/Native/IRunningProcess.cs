namespace Tasker.Executors.Processes.Native;

/// <summary>A process under watch, a child or another's. Disposing ends the watch, not the process.</summary>
internal interface IRunningProcess : IDisposable
{
    /// <summary>Process id.</summary>
    int Pid { get; }

    /// <summary>Its identity; null when it had already ended before anybody asked.</summary>
    ProcessIdentity? Identity { get; }

    /// <summary>True when it leads a session of its own, whose members are its work too.</summary>
    bool LeadsSession { get; }

    /// <summary>True when <see cref="Signal"/> reaches all of its group at once.</summary>
    bool SignalsGroup { get; }

    /// <summary>Completes once, when the process has ended. Continuations run on the thread pool.</summary>
    Task<ProcessExit> Exited { get; }

    /// <summary>Signals the process; does nothing once it has ended.</summary>
    void Signal(int signal);
}
