namespace Tasker.Cli.Tui.Pictures;

/// <summary>One run that is looked at.</summary>
/// <param name="Entry">The run.</param>
/// <param name="Message">Why it ended as it did; may be empty.</param>
/// <param name="Rows">Its groups and steps as a tree.</param>
/// <param name="Events">Its newest facts, the newest first.</param>
internal sealed record RunPicture(RunEntry Entry, string Message, IReadOnlyList<BoardRow> Rows, IReadOnlyList<BoardEvent> Events);
