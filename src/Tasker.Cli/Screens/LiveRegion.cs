using System.Text;

namespace Tasker.Cli.Screens;

/// <summary>Lines at the bottom of a terminal that are painted over again and again, with other lines added above them for good.</summary>
/// <remarks>
/// A frame is one write, inside the marks by which terminals show it at once; nothing is erased before it is written over, so nothing
/// flickers. When the terminal gets narrower, it breaks the lines that are there: the rows they take then are counted again.
/// </remarks>
/// <param name="writer">The terminal.</param>
internal sealed class LiveRegion(TextWriter writer)
{
    private const string Begin = "\e[?2026h\e[?25l";
    private const string End = "\e[?2026l";
    private const string NoWrap = "\e[?7l";
    private const string Wrap = "\e[?7h";
    private const string ShowCursor = "\e[?25h";
    private const string EraseLine = "\e[K";
    private const string EraseBelow = "\e[J";

    private readonly List<int> _widths = [];
    private readonly StringBuilder _frame = new();

    /// <summary>Paints.</summary>
    /// <param name="above">Lines that stay for good; they may be wider than the terminal.</param>
    /// <param name="lines">The lines of the region, none wider than the terminal.</param>
    /// <param name="width">Columns of the terminal.</param>
    public void Paint(IReadOnlyList<string> above, IReadOnlyList<string> lines, int width)
    {
        _frame.Clear().Append(Begin);
        ToTop(width);
        if (above.Count > 0)
        {
            _frame.Append(EraseBelow);
            foreach (var line in above)
            {
                _frame.Append(line).Append("\r\n");
            }
        }

        _frame.Append(NoWrap);
        _widths.Clear();
        for (var i = 0; i < lines.Count; i++)
        {
            _frame.Append(i == 0 ? "" : "\r\n").Append(lines[i]).Append(EraseLine);
            _widths.Add(TextWidth.Of(lines[i]));
        }

        _frame.Append(EraseBelow).Append(Wrap).Append(End);
        Flush();
    }

    /// <summary>Takes the region away and gives the terminal back.</summary>
    /// <param name="above">Lines that stay for good in its place.</param>
    /// <param name="width">Columns of the terminal.</param>
    public void Close(IReadOnlyList<string> above, int width)
    {
        _frame.Clear().Append(Begin);
        ToTop(width);
        _frame.Append(EraseBelow);
        foreach (var line in above)
        {
            _frame.Append(line).Append("\r\n");
        }

        _frame.Append(ShowCursor).Append(End);
        _widths.Clear();
        Flush();
    }

    private void ToTop(int width)
    {
        if (_widths.Count == 0)
        {
            return;
        }

        var rows = 0;
        foreach (var line in _widths)
        {
            rows += Math.Max(1, (line + width - 1) / Math.Max(1, width));
        }

        _frame.Append('\r');
        if (rows > 1)
        {
            _frame.Append($"\e[{rows - 1}A");
        }
    }

    private void Flush()
    {
        writer.Write(_frame.ToString());
        writer.Flush();
    }
}
