using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>How a process ended, for people.</summary>
internal static class ExitText
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;
    private const int SignalBase = 128;

    /// <summary><c>exit code 3</c>, <c>ended by SIGSEGV</c>. What a shell means by a code is told, but the code stays what it is.</summary>
    public static string Of(ProcessExit exit) => exit switch
    {
        { Signal: { } signal } => $"ended by {Signals.Name(signal)}",
        { Code: NotExecutable } => "exit code 126 (a shell's way to say: may not be executed)",
        { Code: NotFound } => "exit code 127 (a shell's way to say: command not found)",
        { Code: > SignalBase and <= SignalBase + 31 and var code } =>
            $"exit code {code} (a shell's way to say: ended by {Signals.Name(code - SignalBase)})",
        { Code: { } code } => $"exit code {code}",
        _ => "ended in an unknown way",
    };
}
