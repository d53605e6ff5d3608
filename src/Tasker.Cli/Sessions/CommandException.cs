namespace Tasker.Cli.Sessions;

/// <summary>Ends a command with one clear message. Thrown and caught inside this room only.</summary>
/// <param name="exitCode">What the program ends with.</param>
/// <param name="message">What, why, fix; for people.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>What the program ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
