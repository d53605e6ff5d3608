using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Text;

/// <summary>Lines and columns of a text as editors count them: a line ends with LF, CRLF or a lone CR.</summary>
internal sealed class LineMap
{
    private readonly string _path;
    private readonly string _text;
    private readonly int _firstLine;
    private readonly List<int> _starts = [0];

    /// <param name="path">Path of every place.</param>
    /// <param name="text">The text.</param>
    /// <param name="firstLine">Number of its first line; more than 1 for a part of a larger file.</param>
    public LineMap(string path, string text, int firstLine = 1)
    {
        (_path, _text, _firstLine) = (path, text, firstLine);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _starts.Add(i + 1);
            }
        }
    }

    /// <summary>Number of lines.</summary>
    public int Count => _starts.Count;

    /// <summary>The line (from 0) that holds a character.</summary>
    public int LineOf(int index)
    {
        var found = _starts.BinarySearch(index);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The text of a line (from 0) without its end.</summary>
    public ReadOnlySpan<char> Line(int line)
    {
        var end = line + 1 < _starts.Count ? _starts[line + 1] : _text.Length;
        return _text.AsSpan(_starts[line], end - _starts[line]).TrimEnd("\r\n");
    }

    /// <summary>Where a character stands.</summary>
    public Place At(int index)
    {
        var line = LineOf(Math.Clamp(index, 0, _text.Length));
        return new Place(_path, line + _firstLine, Math.Clamp(index, 0, _text.Length) - _starts[line] + 1);
    }

    /// <summary>Where a column (from 0) of a line (from 0) stands.</summary>
    public Place At(int line, int column) => new(_path, line + _firstLine, column + 1);
}
