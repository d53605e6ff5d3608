using System.Text;

namespace Tasker.Cli.Screens;

/// <summary>Lines at the bottom of a terminal that are painted over again and again, with other lines added above them for good.</summary>
/// <remarks>
/// A frame is one write, inside the marks by which terminals show it at once; nothing is erased before it is written over, so nothing
/// flickers. When the terminal gets another width, it breaks the lines that are there in its own way, and some tell the width later than
/// they do it, so that nobody can say where the region is: what is seen is scrolled out of sight and painted anew below.
/// </remarks>
/// <param name="writer">The terminal.</param>
internal sealed class LiveRegion(TextWriter writer)
{
    private const string Begin = "\e[?2026h\e[?25l";
    private const string End = "\e[?2026l";
    private const string NoWrap = "\e[?7l";
    private const string Wrap = "\e[?7h";
    private const string ShowCursor = "\e[?25h";
    private const string Home = "\e[H";
    private const char NewLine = '\n';
    private const string EraseLine = "\e[K";
    private const string EraseBelow = "\e[J";

    private const int MostKept = 200;

    private readonly Queue<string> _kept = new();
    private readonly StringBuilder _frame = new();
    private int _rows;
    private int _width;

    /// <summary>Paints.</summary>
    /// <param name="above">Lines that stay for good; they may be wider than the terminal.</param>
    /// <param name="lines">The lines of the region, none wider than the terminal.</param>
    /// <param name="size">Columns and rows of the terminal.</param>
    public void Paint(IReadOnlyList<string> above, IReadOnlyList<string> lines, (int Width, int Height) size)
    {
        _frame.Clear().Append(Begin);
        Stay(above, lines.Count, size);
        _frame.Append(NoWrap);
        for (var i = 0; i < lines.Count; i++)
        {
            _frame.Append(i == 0 ? "" : "\r\n").Append(lines[i]).Append(EraseLine);
        }

        _rows = lines.Count;
        _frame.Append(EraseBelow).Append(Wrap).Append(End);
        Flush();
    }

    /// <summary>Takes the region away and gives the terminal back.</summary>
    /// <param name="above">Lines that stay for good in its place.</param>
    /// <param name="size">Columns and rows of the terminal.</param>
    public void Close(IReadOnlyList<string> above, (int Width, int Height) size)
    {
        _frame.Clear().Append(Begin);
        Stay(above, 0, size);
        _frame.Append(EraseBelow).Append(ShowCursor).Append(End);
        _rows = 0;
        Flush();
    }

    /// <summary>Goes to where the region begins and writes what stays above it.</summary>
    private void Stay(IReadOnlyList<string> above, int room, (int Width, int Height) size)
    {
        if (_rows > 0 && size.Width != _width)
        {
            _frame.Append(NewLine, size.Height).Append(Home).Append(EraseBelow);
            foreach (var line in LastThatFit(size, room + above.Sum(l => RowsOf(l, size.Width)) + 1))
            {
                _frame.Append(line).Append("\r\n");
            }
        }
        else if (_rows > 0)
        {
            _frame.Append('\r').Append(_rows > 1 ? $"\e[{_rows - 1}A" : "").Append(above.Count > 0 ? EraseBelow : "");
        }

        _width = size.Width;
        foreach (var line in above)
        {
            _frame.Append(line).Append("\r\n");
            _kept.Enqueue(line);
            if (_kept.Count > MostKept)
            {
                _kept.Dequeue();
            }
        }
    }

    /// <summary>The last lines above the region that there is room for.</summary>
    private IEnumerable<string> LastThatFit((int Width, int Height) size, int taken)
    {
        var (room, fit) = (size.Height - taken, 0);
        foreach (var line in _kept.Reverse())
        {
            room -= RowsOf(line, size.Width);
            if (room < 0)
            {
                break;
            }

            fit++;
        }

        return _kept.Skip(_kept.Count - fit);
    }

    private static int RowsOf(string line, int width) => Math.Max(1, (TextWidth.Of(line) + width - 1) / Math.Max(1, width));

    private void Flush()
    {
        writer.Write(_frame.ToString());
        writer.Flush();
    }
}
