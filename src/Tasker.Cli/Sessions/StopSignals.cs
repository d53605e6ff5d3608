using System.Runtime.InteropServices;

namespace Tasker.Cli.Sessions;

/// <summary>Ctrl-C and its kin.</summary>
internal static class StopSignals
{
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

        FileSizeLimit.TellAsError();
        return new Registrations(registrations);
    }

    private sealed class Registrations(List<PosixSignalRegistration> all) : IDisposable
    {
        public void Dispose() => all.ForEach(r => r.Dispose());
    }
}
