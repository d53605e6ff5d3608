namespace Tasker.Formats.Steps.Spec;

/// <summary>The lines of a Markdown text, and which of them are prose: not in a fenced block and not in a
/// comment.</summary>
internal static class SpecLines
{
    /// <summary>One line.</summary>
    /// <param name="Number">From 1.</param>
    /// <param name="Start">Where its text begins.</param>
    /// <param name="Length">Length without the line end.</param>
    /// <param name="IsProse">False in fenced blocks, on their fences, and in comments.</param>
    /// <param name="OpenedAt">Number of the line that opened the block which is still open behind this line; 0 when
    /// none is.</param>
    public readonly record struct Line(int Number, int Start, int Length, bool IsProse, int OpenedAt);

    /// <summary>The lines in order; a line ends with LF, CRLF or a lone CR.</summary>
    public static IEnumerable<Line> Of(string text)
    {
        var (number, start) = (1, 0);
        var block = default(Block);
        while (start <= text.Length)
        {
            var end = text.AsSpan(start).IndexOfAny('\r', '\n');
            var length = end < 0 ? text.Length - start : end;
            var line = text.AsSpan(start, length);
            var before = block;
            block = block.After(line, number);
            yield return new Line(number, start, length, !before.IsOpen && !block.IsOpen && !IsComment(line),
                block.OpenedAt);
            if (end < 0)
            {
                yield break;
            }

            var next = start + length + 1;
            start = text[start + length] == '\r' && next < text.Length && text[next] == '\n' ? next + 1 : next;
            number++;
        }
    }

    private static bool IsComment(ReadOnlySpan<char> line) => line.TrimStart(' ').StartsWith("<!--");

    /// <summary>
    /// A fenced block or comment that is open. By the rules of CommonMark: a fence is closed by one of its sign that
    /// is at least as long.
    /// </summary>
    private readonly record struct Block(char Sign, int Size, int OpenedAt)
    {
        public bool IsOpen => OpenedAt > 0;

        public Block After(ReadOnlySpan<char> line, int number)
        {
            var indent = line.Length - line.TrimStart(' ').Length;
            var text = line[indent..];
            if (Sign == '<')
            {
                return text.Contains("-->", StringComparison.Ordinal) ? default : this;
            }

            var size = indent > 3 || text.IsEmpty || text[0] is not ('`' or '~')
                ? 0 : text.Length - text.TrimStart(text[0]).Length;
            if (IsOpen)
            {
                return size >= Size && text[0] == Sign && text[size..].IsWhiteSpace() ? default : this;
            }

            if (size >= 3 && !(text[0] == '`' && text[size..].Contains('`')))
            {
                return new Block(text[0], size, number);
            }

            return indent <= 3 && text.StartsWith("<!--") && !text.Contains("-->", StringComparison.Ordinal)
                ? new Block('<', 0, number) : default;
        }
    }
}
