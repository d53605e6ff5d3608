using Tasker.Planning.Overview;

namespace Tasker.Cli.Tui.Pictures;

/// <summary>All that is known about one task or step.</summary>
/// <param name="Id">The task or step.</param>
/// <param name="Title">What it is; foreign text.</param>
/// <param name="Status">How it is.</param>
/// <param name="Sections">What is known; foreign text.</param>
internal sealed record DetailPage(string Id, string Title, ItemStatus Status, IReadOnlyList<SheetSection> Sections);
