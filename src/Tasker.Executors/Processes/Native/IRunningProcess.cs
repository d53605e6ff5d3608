namespace Tasker.Executors.Processes.Native;

/// <summary>A process under watch, a child or another's. Disposing ends the watch, not the process.</summary>
internal interface IRunningProcess : IDisposable
{
    /// <summary>Process id.</summary>
    int Pid { get; }

    /// <summary>Its identity; null when it had already ended before anybody asked.</summary>
    ProcessIdentity? Identity { get; }

    /// <summary>True when it leads a session of its own, so that all of its session can be signalled and counted.</summary>
    bool LeadsSession { get; }

    /// <summary>Completes once, when the process has ended. Continuations run on the thread pool.</summary>
    Task<ProcessExit> Exited { get; }

    /// <summary>Signals the process, with all of its group when it leads one; does nothing once it has ended.</summary>
    void Signal(int signal);
}
