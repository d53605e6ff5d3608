using System.Text;

namespace Tasker.Cli.Screens;

/// <summary>A screen that fills the terminal, beside what stands there: when it is left, everything before is there again.</summary>
/// <remarks>Only rows that differ from those that are shown are written, in one go, inside the marks by which terminals show a frame at once.</remarks>
/// <param name="writer">The terminal.</param>
internal sealed class FullScreen(TextWriter writer)
{
    private const string Begin = "\e[?2026h";
    private const string End = "\e[?2026l";
    private const string In = "\e[?1049h\e[?25l\e[?7l\e[2J";

    // Keys are told as before, too: reading them has switched the terminal.
    private const string Out = "\e[0m\e[2J\e[?7h\e[?25h\e[?1049l\e[?1l\e>";

    private readonly Lock _gate = new();
    private readonly StringBuilder _frame = new();
    private IReadOnlyList<string> _shown = [];
    private (int Width, int Height) _size;
    private bool _isIn;

    /// <summary>Takes the terminal. Done again it changes nothing.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            if (!_isIn)
            {
                (_isIn, _shown) = (true, []);
                Write(In);
            }
        }
    }

    /// <summary>Gives the terminal back; what is painted after that is not shown. Done again it changes nothing.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (_isIn)
            {
                _isIn = false;
                Write(Out);
            }
        }
    }

    /// <summary>Shows lines, the first one at the top.</summary>
    /// <param name="lines">None wider than the terminal; those below its last row are not shown.</param>
    /// <param name="size">Columns and rows of the terminal.</param>
    /// <param name="anew">True: everything is written, whatever is there.</param>
    public void Paint(IReadOnlyList<string> lines, (int Width, int Height) size, bool anew = false)
    {
        lock (_gate)
        {
            if (!_isIn)
            {
                return;
            }

            _frame.Clear().Append(Begin);
            if (anew || size != _size)
            {
                _frame.Append("\e[0m\e[2J");
                (_shown, _size) = ([], size);
            }

            var before = _frame.Length;
            for (var row = 0; row < Math.Min(size.Height, Math.Max(lines.Count, _shown.Count)); row++)
            {
                var line = row < lines.Count ? lines[row] : "";
                if (line != (row < _shown.Count ? _shown[row] : ""))
                {
                    // Erased first: behind a line that fills its row nothing can be erased without its last character.
                    _frame.Append($"\e[{row + 1};1H\e[K").Append(line);
                }
            }

            _shown = lines;
            if (_frame.Length > before || anew)
            {
                Write(_frame.Append(End).ToString());
            }
        }
    }

    private void Write(string text)
    {
        writer.Write(text);
        writer.Flush();
    }
}
