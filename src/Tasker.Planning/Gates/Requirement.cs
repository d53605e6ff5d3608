namespace Tasker.Planning.Gates;

/// <summary>One thing that a specification demands.</summary>
/// <param name="Id">As it is written there, in capitals; <c>L</c> and the line where it has none.</param>
/// <param name="Text">What it says.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Section">The title of its section.</param>
internal sealed record Requirement(string Id, string Text, int Line, string Section);
