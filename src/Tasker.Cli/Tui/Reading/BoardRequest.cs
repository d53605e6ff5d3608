namespace Tasker.Cli.Tui.Reading;

/// <summary>What is to be read besides what every screen shows.</summary>
/// <param name="Run">The run that is looked at; null: the plan, and where there is none the newest run.</param>
/// <param name="Item">The task or step that is opened; null: none.</param>
internal sealed record BoardRequest(string? Run = null, string? Item = null);
