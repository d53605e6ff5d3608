using System.Globalization;
using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>What everything is drawn with.</summary>
/// <param name="Ink">Colours.</param>
/// <param name="Now">The time.</param>
/// <param name="Zone">Where people are.</param>
internal sealed record Pen(Ink Ink, DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>The mark of a status; one column.</summary>
    public static string Mark(ItemStatus status) => status switch
    {
        ItemStatus.Ready => "◎",
        ItemStatus.Running => "▶",
        ItemStatus.Held => "↻",
        ItemStatus.Done => "✓",
        ItemStatus.Failed => "✗",
        ItemStatus.Blocked => "⊘",
        ItemStatus.Skipped => "-",
        ItemStatus.Cancelled => "■",
        _ => "○",
    };

    /// <summary>A text in the colour of a status.</summary>
    public string Coloured(ItemStatus status, string text) => status switch
    {
        ItemStatus.Ready or ItemStatus.Running => Ink.Cyan(text),
        ItemStatus.Done => Ink.Green(text),
        ItemStatus.Failed => Ink.Red(text),
        ItemStatus.Held or ItemStatus.Blocked or ItemStatus.Cancelled => Ink.Yellow(text),
        _ => Ink.Dim(text),
    };

    /// <summary>A mark in its colour.</summary>
    public string Marked(ItemStatus status) => Coloured(status, Mark(status));

    /// <summary>How long something takes so far; empty when nobody knows since when. A clock of another machine may be ahead.</summary>
    public string Since(DateTimeOffset? since) => since is { } start ? Words.Of(start < Now ? Now - start : TimeSpan.Zero) : "";

    /// <summary>The time of the day of something.</summary>
    public string Clock(DateTimeOffset? at) =>
        at is { } when ? TimeZoneInfo.ConvertTime(when, Zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "--:--:--";

    /// <summary>A line with something at its right end, which is kept when both do not fit.</summary>
    public static string Both(string left, string right, int width)
    {
        var room = width - TextWidth.Of(right) - (right.Length > 0 ? 1 : 0);
        return right.Length == 0 ? TextWidth.Cut(left, width)
            : room < 4 ? TextWidth.Cut(left, width)
            : $"{TextWidth.Fill(left, room)} {right}";
    }

    /// <summary>How much of something is done, in so many columns.</summary>
    public string Bar(int done, int bad, int total, int width)
    {
        var all = Math.Max(1, total);
        var good = (int)((long)width * Math.Clamp(done, 0, all) / all);
        var wrong = (int)Math.Min(width - good, (((long)width * Math.Clamp(bad, 0, all)) + all - 1) / all);
        return Ink.Green(new string('━', good)) + Ink.Red(new string('━', wrong)) + Ink.Dim(new string('─', width - good - wrong));
    }
}
