using System.Diagnostics;

namespace Tasker.Executors.Processes.Native;

/// <summary>A process held through <see cref="Process"/>.</summary>
internal sealed class PortableProcess : IRunningProcess
{
    private readonly PortableProcesses _platform;
    private readonly Process _process;

    /// <param name="platform">Knows identities and signals.</param>
    /// <param name="process">The process, owned from here on.</param>
    /// <param name="identity">Its identity; null when it ended before it could be asked.</param>
    /// <param name="isChild">True when its exit code can be read.</param>
    /// <param name="drained">Completes when all of its output was taken over.</param>
    public PortableProcess(
        PortableProcesses platform, Process process, ProcessIdentity? identity, bool isChild, Task drained)
    {
        (_platform, _process, Pid, Identity) = (platform, process, process.Id, identity);
        Exited = WaitAsync(isChild, drained);
    }

    public int Pid { get; }

    public ProcessIdentity? Identity { get; }

    public bool LeadsSession => false;

    public bool SignalsGroup => false;

    public Task<ProcessExit> Exited { get; }

    public void Signal(int signal)
    {
        if (Identity is { } identity && !Exited.IsCompleted)
        {
            _platform.Signal(identity, signal);
        }
    }

    public void Dispose()
    {
        if (Exited.IsCompleted)
        {
            _process.Dispose();
        }
    }

    private async Task<ProcessExit> WaitAsync(bool isChild, Task drained)
    {
        await _process.WaitForExitAsync();
        await drained;
        return isChild ? new ProcessExit(_process.ExitCode, null) : ProcessExit.Unknown;
    }
}
