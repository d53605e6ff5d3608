using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>Everything one below the other, for pipes and files: one picture without keys. Pure.</summary>
/// <param name="pen">What it is drawn with.</param>
/// <param name="isAscii">True where only characters that every terminal has are wanted.</param>
internal sealed class BoardOnce(Pen pen, bool isAscii)
{
    private const int MostRows = 60;
    private const int MostRuns = 8;
    private const int MostEvents = 8;

    /// <summary>The lines, none wider than asked for.</summary>
    public IEnumerable<string> Lines(Board board, int width) => All(board, width).Select(line => isAscii ? SafeText.Ascii(line) : line);

    private IEnumerable<string> All(Board board, int width)
    {
        foreach (var line in Heads.Lines(board, pen, width))
        {
            yield return line;
        }

        var text = new PaneText(board, pen);
        foreach (var pane in BoardView.PanesOf(board))
        {
            IReadOnlyList<string> lines = pane switch
            {
                Pane.Tasks => Rows(board, width),
                Pane.Runs => First(text.Lines(pane, width, null), MostRuns, "tasker runs list"),
                Pane.Events => First(text.Lines(pane, width, null), MostEvents, ""),
                _ => text.Lines(pane, width, null),
            };
            yield return "";
            yield return pen.Ink.Bold(text.Title(pane));
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    /// <summary>All rows where they are few; else those that ask for attention, with every heading.</summary>
    private string[] Rows(Board board, int width)
    {
        var rows = board.Rows.Count <= MostRows ? board.Rows
            : [.. board.Rows.Where(row => row.IsHeading || row.Status is ItemStatus.Running or ItemStatus.Failed or ItemStatus.Held or ItemStatus.Ready).Take(MostRows)];
        var drawn = new RowText(pen, width, RowText.WidthOf(rows, width));
        string[] lines = [.. rows.Select(row => drawn.Line(row, isChosen: false).TrimEnd())];
        return rows.Count == 0 ? [pen.Ink.Dim("There are none yet.")]
            : rows.Count == board.Rows.Count ? lines
            : [.. lines, pen.Ink.Dim($"... {board.Rows.Count - rows.Count} more; --json tells all.")];
    }

    private IReadOnlyList<string> First(IReadOnlyList<string> lines, int most, string more) => lines.Count <= most ? lines
        : [.. lines.Take(most), pen.Ink.Dim($"... {lines.Count - most} more{(more.Length > 0 ? $"; {more}" : "")}")];
}
