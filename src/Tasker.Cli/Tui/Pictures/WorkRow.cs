namespace Tasker.Cli.Tui.Pictures;

/// <summary>Something that is under way now.</summary>
/// <param name="Id">The task or step.</param>
/// <param name="Name">What it is; foreign text.</param>
/// <param name="Run">The run that does it; empty when none does.</param>
/// <param name="Since">When the attempt began; null when nobody can tell.</param>
/// <param name="Attempt">Number of the attempt.</param>
/// <param name="LastLine">The last line of its output, or what it waits for; foreign text, may be empty.</param>
/// <param name="AsksSomebody">True when it waits for a person.</param>
internal sealed record WorkRow(string Id, string Name, string Run, DateTimeOffset? Since, int Attempt, string LastLine, bool AsksSomebody = false);
