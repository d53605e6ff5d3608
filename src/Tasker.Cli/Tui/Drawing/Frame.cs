namespace Tasker.Cli.Tui.Drawing;

/// <summary>One picture of the whole screen.</summary>
/// <param name="Lines">As many as the screen has rows; none wider than it.</param>
/// <param name="Offset">How many lines of the part or page are above what is seen: what was asked for, or less where there are no more.</param>
internal sealed record Frame(IReadOnlyList<string> Lines, int Offset);
