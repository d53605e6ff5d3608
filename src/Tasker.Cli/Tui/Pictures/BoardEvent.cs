namespace Tasker.Cli.Tui.Pictures;

/// <summary>Something that happened.</summary>
/// <param name="At">When; null when nobody can tell.</param>
/// <param name="Kind">What, in a word or two.</param>
/// <param name="Item">The task or step; empty: all of it.</param>
/// <param name="Details">More; foreign text.</param>
internal sealed record BoardEvent(DateTimeOffset? At, string Kind, string Item, string Details);
