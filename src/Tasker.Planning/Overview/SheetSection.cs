namespace Tasker.Planning.Overview;

/// <summary>A part of what is known about a task.</summary>
/// <param name="Heading">What it is about.</param>
/// <param name="Lines">What is known, as it was written by whoever wrote it: foreign text.</param>
public sealed record SheetSection(string Heading, IReadOnlyList<string> Lines);
