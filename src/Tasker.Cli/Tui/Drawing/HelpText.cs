using Tasker.Cli.Screens;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>What every key does.</summary>
internal static class HelpText
{
    private static readonly (string Keys, string Does)[] Keys =
    [
        ("↑ ↓ j k", "move"),
        ("PgUp PgDn space", "move by a screen"),
        ("Home End g G", "to the first, to the last"),
        ("Enter →", "open: a task, a step, a run"),
        ("Esc ← b", "back"),
        ("Tab Shift-Tab 1-5", "to another part: tasks, now, gates, runs, events"),
        ("h", "halt the plan, or pause the run that is looked at; asks first"),
        ("r", "resume it; asks first"),
        ("/", "show only rows with a text in them; Esc shows all"),
        ("Ctrl-L", "paint everything anew"),
        ("q Ctrl-C", "leave; runs go on"),
    ];

    private static readonly string[] Marks = ["✓ done", "✗ failed", "⊘ blocked", "▶ runs", "◎ ready", "○ waits", "↻ held, tried again", "- skipped", "■ stopped"];

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(Pen pen, int width) =>
    [
        pen.Ink.Bold("Keys"),
        "",
        .. Keys.SelectMany(key => width >= 60
            ? new[] { TextWidth.Cut($"  {pen.Ink.Cyan(TextWidth.Fill(key.Keys, 18))} {key.Does}", width) }
            : [TextWidth.Cut($"  {pen.Ink.Cyan(key.Keys)}", width), .. SafeText.Wrap(key.Does, width - 4).Select(row => $"    {row}")]),
        "",
        .. SafeText.Wrap(string.Join("   ", Marks), width - 2).Select(row => $"  {row}"),
    ];
}
