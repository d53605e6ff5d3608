using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>Composes the screen. Pure: the same board, view, time and size give the same lines.</summary>
/// <param name="pen">What it is drawn with.</param>
/// <param name="isAscii">True for terminals that know no other characters.</param>
internal sealed class BoardFrame(Pen pen, bool isAscii)
{
    /// <summary>From so many columns on, the parts stand beside the list.</summary>
    public const int Wide = 110;

    private const int LeastBody = 14;
    private const string Between = " │ ";

    private int _offset;

    /// <summary>Draws.</summary>
    public Frame Draw(Board board, BoardView view, (int Width, int Height) size)
    {
        var (width, height) = (Math.Max(20, size.Width), Math.Max(4, size.Height));
        _offset = view.Offset;
        var lines = Heads.Lines(board, pen, width);
        if (lines.Count > height / 2)
        {
            lines.RemoveRange(height / 2, lines.Count - (height / 2));
        }

        var body = height - lines.Count - 1;
        lines.AddRange(view.IsHelp ? Scrolled([.. HelpText.Lines(pen, width)], body)
            : board.Page is { } page && view.Item is not null ? Scrolled([.. PageText.Lines(page, pen, width)], body)
            : width >= Wide && body >= LeastBody ? Columns(board, view, width, body)
            : Tabs(board, view, width, body));
        lines.Add(Foot.Line(board, view, pen, width));
        return new Frame([.. lines.Select(line => Fitted(line, size.Width))], _offset);
    }

    private string Fitted(string line, int width)
    {
        var cut = TextWidth.Of(line) > width ? TextWidth.Cut(line, width) : line;
        return isAscii ? SafeText.Ascii(cut) : cut;
    }

    private IEnumerable<string> Tabs(Board board, BoardView view, int width, int body)
    {
        var text = new PaneText(board, pen);
        var tabs = BoardView.PanesOf(board).Select(pane => pane == view.Pane ? pen.Ink.Reverse($"[{text.Title(pane)}]") : $" {pen.Ink.Dim(text.Title(pane))} ");
        return [TextWidth.Cut(string.Concat(tabs), width), .. Part(board, view, view.Pane, width, body - 1)];
    }

    private IEnumerable<string> Columns(Board board, BoardView view, int width, int body)
    {
        var left = Math.Max(56, width * 11 / 20);
        var right = width - left - Between.Length;
        var text = new PaneText(board, pen);
        List<string> list = [Title(text, view, Pane.Tasks, left), .. Part(board, view, Pane.Tasks, left, body - 1)];
        var others = new List<string>();
        Pane[] panes = [.. BoardView.PanesOf(board).Where(pane => pane is not Pane.Tasks)];
        var heights = Heights([.. panes.Select(pane => text.Lines(pane, right, null).Count)], Array.IndexOf(panes, view.Pane), body - panes.Length);
        for (var i = 0; i < panes.Length; i++)
        {
            others.Add(Title(text, view, panes[i], right));
            others.AddRange(Part(board, view, panes[i], right, heights[i]));
        }

        return list.Zip(others, (one, other) => $"{TextWidth.Fill(one, left)}{pen.Ink.Dim(Between)}{other}");
    }

    /// <summary>Rows for each part: what it needs, cut where all need more; the last one gets what is left. The one that keys move in gets more.</summary>
    private static int[] Heights(int[] needs, int focus, int room)
    {
        var (heights, left) = (new int[needs.Length], room);
        var fair = Math.Max(1, room / needs.Length);
        for (var i = 0; i < needs.Length; i++)
        {
            heights[i] = Math.Min(needs[i], fair);
            left -= heights[i];
        }

        foreach (var i in new[] { focus }.Concat(Enumerable.Range(0, needs.Length)).Where(i => i >= 0))
        {
            var more = Math.Clamp(needs[i] - heights[i], 0, left);
            heights[i] += more;
            left -= more;
        }

        heights[^1] += left;
        return heights;
    }

    private string Title(PaneText text, BoardView view, Pane pane, int width)
    {
        var filter = pane is Pane.Tasks && view.Filter.Length > 0 ? $" with '{SafeText.Of(view.Filter)}'" : "";
        var name = $"─ {text.Title(pane)}{filter} ";
        var line = TextWidth.Cut(name + new string('─', Math.Max(0, width - TextWidth.Of(name))), width);
        return pane == view.Pane ? pen.Ink.Bold(line) : pen.Ink.Dim(line);
    }

    /// <summary>A part in exactly so many rows.</summary>
    private string[] Part(Board board, BoardView view, Pane pane, int width, int rows)
    {
        if (pane is Pane.Tasks)
        {
            return Filled(List(board, view, width, rows), rows);
        }

        var chosen = pane is Pane.Runs && view.Pane is Pane.Runs ? view.EntryIn(board) : null;
        var lines = new PaneText(board, pen).Lines(pane, width, chosen);
        return chosen is not null ? Filled(lines.Skip(Top(board.Runs.TakeWhile(entry => entry != chosen).Count(), rows, lines.Count)), rows)
            : pane == view.Pane ? Scrolled(lines, rows)
            : Filled(lines, rows);
    }

    /// <summary>The rows around the chosen one; only what is seen is drawn.</summary>
    private IEnumerable<string> List(Board board, BoardView view, int width, int height)
    {
        var rows = view.Rows(board);
        if (rows.Count == 0)
        {
            yield return pen.Ink.Dim(view.Filter.Length > 0 ? $"  No row has '{SafeText.Of(view.Filter)}' in it. Esc shows all." : board.Plan is null ? "  There are no runs." : "  There are no tasks yet.");
            yield break;
        }

        var index = view.IndexIn(rows);
        var top = Top(Math.Max(0, index), height, rows.Count);
        var seen = rows.Skip(top).Take(height).ToArray();
        var text = new RowText(pen, width, RowText.WidthOf(seen, width));
        for (var i = 0; i < seen.Length; i++)
        {
            yield return text.Line(seen[i], view.Pane is Pane.Tasks && top + i == index);
        }
    }

    private string[] Scrolled(IReadOnlyList<string> lines, int rows)
    {
        _offset = Math.Clamp(_offset, 0, Math.Max(0, lines.Count - rows));
        return Filled(lines.Skip(_offset), rows);
    }

    /// <summary>The first row that is seen so that a chosen one stands in the middle, where there is enough around it.</summary>
    private static int Top(int index, int height, int count) => Math.Clamp(index - (height / 2), 0, Math.Max(0, count - height));

    private static string[] Filled(IEnumerable<string> lines, int rows)
    {
        string[] seen = [.. lines.Take(Math.Max(0, rows))];
        return seen.Length < rows ? [.. seen, .. Enumerable.Repeat("", rows - seen.Length)] : seen;
    }
}
