using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>Rows of tasks and steps, one line each.</summary>
/// <param name="pen">What they are drawn with.</param>
/// <param name="width">Columns.</param>
/// <param name="idWidth">Columns of the ids.</param>
internal sealed class RowText(Pen pen, int width, int idWidth)
{
    private const int WidestId = 24;
    private const int DeepestIndent = 8;

    /// <summary>Columns that the ids of some rows need.</summary>
    public static int WidthOf(IEnumerable<BoardRow> rows, int width) =>
        Math.Min(Math.Min(WidestId, Math.Max(6, width / 3)), rows.Where(row => !row.IsHeading).Select(row => TextWidth.Of(Label(row))).DefaultIfEmpty(0).Max());

    /// <summary>One row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isChosen">True for the chosen one.</param>
    public string Line(BoardRow row, bool isChosen)
    {
        // What is chosen is turned around as a whole: colours of its own would end that in the middle.
        var own = isChosen ? pen with { Ink = new Ink(false) } : pen;
        var line = $"{(isChosen ? ">" : " ")} {(row.IsHeading ? Heading(own, row) : Item(own, row))}";
        return isChosen ? pen.Ink.Reverse(TextWidth.Fill(line, width)) : TextWidth.Cut(line, width);
    }

    private static string Heading(Pen own, BoardRow row)
    {
        var counts = row.Counts is { } c ? $"  {c.Done}/{c.Total}" : "";
        return own.Ink.Bold(SafeText.Of(row.Name)) + own.Ink.Dim(counts);
    }

    private string Item(Pen own, BoardRow row)
    {
        var indent = new string(' ', Math.Min(DeepestIndent, row.Depth * 2));
        var time = row.Status is ItemStatus.Running ? own.Since(row.Since) : row.Took is { } took ? Words.Of(took) : "";
        var tries = row.Attempts > 1 ? $"×{row.Attempts} " : "";
        var name = SafeText.Of(row.Name);
        var about = row.Counts is { } counts ? $"{name}{(name.Length > 0 ? "  " : "")}{counts.Done}/{counts.Total}" : name;
        var note = row.Note.Length > 0 ? own.Coloured(row.Status, SafeText.Of(row.Note)) : "";
        var id = TextWidth.Fill(SafeText.Of(Label(row)), Math.Max(4, idWidth));
        return Pen.Both($"{indent}{own.Marked(row.Status)} {(row.Counts is null ? id : own.Ink.Bold(id))}  {about}{(about.Length > 0 && note.Length > 0 ? "  " : "")}{note}", own.Ink.Dim(tries + time), width - 2);
    }

    /// <summary>The id; inside a group its last part.</summary>
    private static string Label(BoardRow row) => row.Depth > 0 && row.Id.LastIndexOf('/') is >= 0 and var slash ? row.Id[(slash + 1)..] : row.Id;
}
