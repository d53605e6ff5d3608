using System.Globalization;
using System.Text;
using Tasker.Cli.Screens;

namespace Tasker.Cli.Tests.Surroundings;

/// <summary>A terminal that keeps what it shows: understands what the live screen writes, and refuses what it does not know.</summary>
internal sealed class FakeTerminal(int width, int height = 24) : TextWriter
{
    private readonly Lock _gate = new();
    private readonly List<string[]> _rows = [];
    private readonly StringBuilder _written = new();
    private string[][]? _before;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _top;
    private int _row;
    private int _column;
    private bool _wraps = true;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Another size, as a terminal that breaks no lines anew.</summary>
    public void Resize(int columns, int rows)
    {
        lock (_gate)
        {
            Resize(columns);
            height = rows;
        }
    }

    /// <summary>Another width, as a terminal that breaks no lines anew: what was there is cut or followed by blanks.</summary>
    public void Resize(int columns)
    {
        lock (_gate)
        {
            width = columns;
            for (var i = 0; i < _rows.Count; i++)
            {
                _rows[i] = [.. _rows[i].Concat(Enumerable.Repeat(" ", columns)).Take(columns)];
            }

            _column = Math.Min(_column, columns - 1);
        }
    }

    /// <summary>Whether the cursor is shown.</summary>
    public bool HasCursor { get; private set; } = true;

    /// <summary>Whether lines go on in the next row.</summary>
    public bool Wraps => _wraps;

    /// <summary>Whether a program fills it, beside what was there before.</summary>
    public bool IsFull => _before is not null;

    /// <summary>What was written since somebody asked the last time.</summary>
    public string Written
    {
        get
        {
            lock (_gate)
            {
                var written = _written.ToString();
                _written.Clear();
                return written;
            }
        }
    }

    /// <summary>Waits until it shows something; the picture then. Fails when the program ends before.</summary>
    public async Task<string> UntilAsync(Predicate<string> shows, Task program)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (shows(Picture))
                {
                    return Picture;
                }

                next = _more.Task;
            }

            try
            {
                await Task.WhenAny(next, program).WaitAsync(TimeSpan.FromMinutes(1));
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"The terminal never showed it; it shows:\n{Picture}");
            }

            if (!next.IsCompleted)
            {
                await program;
                throw new InvalidOperationException($"The program ended, and it never was shown:\n{Picture}");
            }
        }
    }

    /// <summary>Rows as they are seen, without colours and without blanks at their ends.</summary>
    public string Picture
    {
        get
        {
            lock (_gate)
            {
                var rows = _rows.Skip(_top).Select(r => string.Concat(r).TrimEnd()).ToList();
                while (rows.Count > 0 && rows[^1].Length == 0)
                {
                    rows.RemoveAt(rows.Count - 1);
                }

                return string.Join('\n', rows) + "\n";
            }
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_gate)
        {
            _written.Append(value);
            var rest = value.AsSpan();
            while (rest.Length > 0)
            {
                rest = rest[(rest[0] == '\e' ? Sequence(rest) : Character(rest))..];
            }

            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private int Character(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out var used);
        switch (rune.Value)
        {
            case '\r':
                _column = 0;
                break;
            case '\n':
                _row++;
                Row();
                break;
            default:
                Assert.False(Rune.IsControl(rune), $"The terminal is sent the control character {rune.Value:x2}.");
                Put(rune.ToString(), TextWidth.Of(rune.ToString()));
                break;
        }

        return used;
    }

    private void Put(string text, int columns)
    {
        if (_column + columns > width)
        {
            if (!_wraps)
            {
                _column = width - columns;
            }
            else
            {
                (_row, _column) = (_row + 1, 0);
            }
        }

        var cells = Row();
        cells[_column] = text;
        for (var i = 1; i < columns; i++)
        {
            cells[_column + i] = "";
        }

        _column += columns;
    }

    private string[] Row()
    {
        while (_rows.Count <= _row)
        {
            _rows.Add([.. Enumerable.Repeat(" ", width)]);
        }

        _top = Math.Max(_top, _rows.Count - height);
        return _rows[_row];
    }

    /// <summary>What was there is put aside, and comes back.</summary>
    private void Fill(bool isBegin)
    {
        Assert.NotEqual(isBegin, IsFull);
        var rows = isBegin ? [] : _before!;
        _before = isBegin ? [.. _rows] : null;
        _rows.Clear();
        _rows.AddRange(rows);
        _top = Math.Max(0, _rows.Count - height);
        (_row, _column) = (Math.Max(0, _rows.Count - 1), 0);
    }

    private int Sequence(ReadOnlySpan<char> text)
    {
        if (text[1] is '>')
        {
            return 2; // Keys of numbers as usual.
        }

        Assert.Equal('[', text[1]);
        var end = 2;
        while (text[end] is not (>= '@' and <= '~'))
        {
            end++;
        }

        var number = text[2..end].ToString();
        switch (text[end], number)
        {
            case ('m', _) or ('h' or 'l', "?2026"):
                break;
            case ('l', "?1"):
                break;
            case ('h' or 'l', "?1049"):
                Fill(text[end] == 'h');
                break;
            case ('H', { Length: > 0 }):
                var place = number.Split(';');
                (_row, _column) =
                    (_top + int.Parse(place[0], CultureInfo.InvariantCulture) - 1, int.Parse(place[1], CultureInfo.InvariantCulture) - 1);
                break;
            case ('J', "2"):
                _rows.RemoveRange(_top, _rows.Count - _top);
                break;
            case ('h' or 'l', "?25"):
                HasCursor = text[end] == 'h';
                break;
            case ('h' or 'l', "?7"):
                _wraps = text[end] == 'h';
                break;
            case ('A', _):
                _row = Math.Max(0, _row - int.Parse(number, CultureInfo.InvariantCulture));
                break;
            case ('H', ""):
                (_row, _column) = (_top, 0);
                break;
            case ('K', ""):
                Array.Fill(Row(), " ", _column, width - _column);
                break;
            case ('J', ""):
                Array.Fill(Row(), " ", _column, width - _column);
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            default:
                Assert.Fail($"The terminal does not know the sequence {text[1..(end + 1)]}.");
                break;
        }

        return end + 1;
    }
}
