using System.Collections.Immutable;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>The lines between the <c>---</c> on the first line of a file and the next such line.</summary>
/// <param name="Yaml">The lines, ready for a YAML reader; the first one is line 2 of the file.</param>
/// <param name="Notes">Notes in parentheses behind quoted texts, by their line in the file. YAML does not allow them; in
/// <paramref name="Yaml"/> they are comments.</param>
/// <param name="IsClosed">False when the second <c>---</c> is missing, or comes too late.</param>
/// <param name="Lines">How many lines there are between the two, also of those that are not looked at.</param>
internal sealed record FrontMatter(string Yaml, ImmutableDictionary<int, string> Notes, bool IsClosed, int Lines)
{
    /// <summary>The most bytes of a file that are looked at: front matter is shorter.</summary>
    public const int MostBytes = 256 << 10;

    /// <summary>The most lines that are looked at.</summary>
    public const int MostLines = 2_000;

    /// <summary>True when the beginning of a file holds all of its front matter, or shows that it has none.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> head)
    {
        head = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        return !head.StartsWith("---"u8) || head.IndexOf("\n---\n"u8) >= 0 || head.IndexOf("\n---\r\n"u8) >= 0;
    }

    /// <summary>The beginning of a file as far as its front matter goes; all of it when the end is not found.</summary>
    public static ReadOnlySpan<byte> Only(ReadOnlySpan<byte> head)
    {
        for (var at = head.IndexOf((byte)'\n') + 1; at > 0;)
        {
            var end = head[at..].IndexOf((byte)'\n');
            var line = end < 0 ? head[at..] : head.Slice(at, end);
            if (line.TrimEnd(" \t\r"u8) is var bare && (bare.SequenceEqual("---"u8) || bare.SequenceEqual("..."u8)))
            {
                return head[..(at + line.Length)];
            }

            at = end < 0 ? 0 : at + end + 1;
        }

        return head;
    }

    /// <summary>True when a text begins with front matter.</summary>
    public static bool Begins(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        return end > 0 && text[..end].TrimEnd().SequenceEqual("---");
    }

    /// <summary>Takes the front matter of a text; null when it has none.</summary>
    public static FrontMatter? Of(string text)
    {
        if (!Begins(text))
        {
            return null;
        }

        var notes = ImmutableDictionary.CreateBuilder<int, string>();
        var lines = new List<string>();
        var at = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var line = text[at..(end < 0 ? text.Length : end)].TrimEnd('\r');
            if (line.AsSpan().TrimEnd() is "---" or "...")
            {
                return new FrontMatter(string.Join('\n', lines), notes.ToImmutable(), IsClosed: true, lines.Count);
            }

            if (lines.Count == MostLines)
            {
                break;
            }

            lines.Add(WithoutNote(line, lines.Count + 2, notes));
            at = end < 0 ? text.Length : end + 1;
        }

        var count = lines.Count + LinesToEnd(text.AsSpan(Math.Min(at, text.Length)));
        return new FrontMatter(string.Join('\n', lines), notes.ToImmutable(), IsClosed: false, count);
    }

    /// <summary>How many lines stand before the next end; 0 when there is none.</summary>
    private static int LinesToEnd(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var line in text.EnumerateLines())
        {
            if (line.TrimEnd() is "---" or "...")
            {
                return count;
            }

            count++;
        }

        return 0;
    }

    /// <summary><c>- "text" (note)</c> becomes <c>- "text" #note)</c>: the same columns, and a comment for YAML.</summary>
    private static string WithoutNote(string line, int number, ImmutableDictionary<int, string>.Builder notes)
    {
        var start = StartOfValue(line);
        if (start < 0 || EndOfQuoted(line, start) is not (>= 0 and var end) || end + 1 >= line.Length)
        {
            return line;
        }

        var rest = line.AsSpan(end + 1);
        var note = rest.Trim();
        if (note is not ['(', .., ')'] || rest[0] is not (' ' or '\t'))
        {
            return line;
        }

        notes[number] = note[1..^1].Trim().ToString();
        var open = line.IndexOf('(', end);
        return string.Concat(line.AsSpan(0, open), "#", line.AsSpan(open + 1));
    }

    /// <summary>Where the quote of <c>- "x"</c> or <c>key: "x"</c> stands; -1 when the value is not quoted.</summary>
    private static int StartOfValue(string line)
    {
        var at = line.AsSpan().IndexOfAnyExcept(' ', '\t');
        while (at >= 0 && at + 1 < line.Length && line[at] == '-' && line[at + 1] == ' ')
        {
            var more = line.AsSpan(at + 1).IndexOfAnyExcept(' ');
            at = more < 0 ? -1 : at + 1 + more;
        }

        if (at >= 0 && line[at] is not ('"' or '\''))
        {
            var colon = line.IndexOf(": ", at, StringComparison.Ordinal);
            var more = colon < 0 ? -1 : line.AsSpan(colon + 1).IndexOfAnyExcept(' ');
            at = more < 0 ? -1 : colon + 1 + more;
        }

        return at >= 0 && line[at] is ('"' or '\'') ? at : -1;
    }

    private static int EndOfQuoted(string line, int start)
    {
        for (var i = start + 1; i < line.Length; i++)
        {
            if (line[start] == '"' && line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == line[start])
            {
                if (line[start] == '\'' && i + 1 < line.Length && line[i + 1] == '\'')
                {
                    i++;
                    continue;
                }

                return i;
            }
        }

        return -1;
    }
}
