using System.Runtime.InteropServices;

namespace Tasker.Cli.Sessions;

/// <summary>Ctrl-C and its kin.</summary>
internal static class StopSignals
{
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    /// <summary>Calls <paramref name="asked"/> at each signal that asks to stop, in place of ending the process, until disposed.</summary>
    public static IDisposable Listen(Action asked)
    {
        var registrations = new List<PosixSignalRegistration>();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                asked();
            }));
        }

        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            // A file that may not grow any more (ulimit -f) is told as a failed write, not by death.
            registrations.Add(PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true));
        }

        return new Registrations(registrations);
    }

    private sealed class Registrations(List<PosixSignalRegistration> all) : IDisposable
    {
        public void Dispose() => all.ForEach(r => r.Dispose());
    }
}
