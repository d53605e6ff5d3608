using System.Runtime.InteropServices;

namespace Tasker.Cli.Sessions;

/// <summary>Keys of the terminal, and what it tells by signals.</summary>
internal static partial class TerminalKeys
{
    private const int Stop = 19;
    private const int StopOfMac = 17;

    /// <summary>Tells the listener until disposed.</summary>
    public static IDisposable Listen(ITerminalListener listener)
    {
        var listening = new Listening();
        new Thread(() => Read(listener, listening)) { IsBackground = true, Name = "keys" }.Start();
        if (!OperatingSystem.IsWindows())
        {
            listening.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => listener.Resized()));
            listening.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => listener.Continued()));
            listening.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context =>
            {
                // Stopped by ourselves, when the terminal is as it was.
                context.Cancel = true;
                listener.Suspending();
                _ = Kill(Environment.ProcessId, OperatingSystem.IsMacOS() ? StopOfMac : Stop);
            }));
        }

        return listening;
    }

    private static void Read(ITerminalListener listener, Listening listening)
    {
        var turn = new SemaphoreSlim(0);
        try
        {
            while (!listening.IsOver)
            {
                listener.Pressed(Console.ReadKey(intercept: true), () => turn.Release());
                turn.Wait();
            }
        }
        catch (Exception gone) when (gone is InvalidOperationException or IOException)
        {
            // The terminal is gone; a signal says so as well.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);

    private sealed class Listening : IDisposable
    {
        private readonly List<IDisposable> _signals = [];
        private volatile bool _isOver;

        public bool IsOver => _isOver;

        public void Add(IDisposable signal) => _signals.Add(signal);

        public void Dispose()
        {
            _isOver = true;
            _signals.ForEach(signal => signal.Dispose());
        }
    }
}
