using System.Buffers;
using System.Text;

namespace Tasker.Executors.Logs;

/// <summary>Makes a line of foreign output safe to show: what it could do to a terminal is taken out, its colours are kept.</summary>
internal static class TerminalText
{
    private const char Escape = '\u001b';
    private const char Bell = '\a';
    private const char OneByteStart = '\u009b';

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [
            .. Enumerable.Range(0, 0x20).Where(c => c != '\t').Select(c => (char)c),
            .. Enumerable.Range(0x7f, 0x21).Select(c => (char)c),
            .. Enumerable.Range(0x202a, 5).Select(c => (char)c), .. Enumerable.Range(0x2066, 4).Select(c => (char)c),
        ]);

    private static readonly SearchValues<char> ColourDigits = SearchValues.Create("0123456789;:");

    /// <summary>The line as a terminal would show it at the end: of text that was overwritten after a carriage return, the last.</summary>
    public static string Clean(string line)
    {
        var rest = line.AsSpan().TrimEnd('\r');
        rest = rest[(rest.LastIndexOf('\r') + 1)..];
        if (!rest.ContainsAny(Suspicious))
        {
            return rest.Length == line.Length ? line : rest.ToString();
        }

        var clean = new StringBuilder(rest.Length);
        while (rest.Length > 0)
        {
            var at = rest.IndexOfAny(Suspicious);
            if (at < 0)
            {
                clean.Append(rest);
                break;
            }

            clean.Append(rest[..at]);
            rest = rest[at..];
            var length = LengthOfSequence(rest, out var isColour);
            if (isColour)
            {
                clean.Append(rest[..length]);
            }

            rest = rest[length..];
        }

        return clean.ToString();
    }

    private static int LengthOfSequence(ReadOnlySpan<char> text, out bool isColour)
    {
        isColour = false;
        if (text[0] is OneByteStart)
        {
            return LengthOfControl(text, 1, out _);
        }

        if (text[0] is not Escape || text.Length == 1)
        {
            return 1;
        }

        switch (text[1])
        {
            case '[':
                return LengthOfControl(text, 2, out isColour);
            case ']' or 'P' or '^' or '_' or 'X':
                // A string: up to its terminator, or to the end of the line when that is missing.
                var close = text[2..].IndexOfAny(Bell, Escape);
                return close < 0 ? text.Length : 2 + close + (text[2 + close] is Bell ? 1 : Math.Min(2, text.Length - 2 - close));
            default:
                return 2;
        }
    }

    private static int LengthOfControl(ReadOnlySpan<char> text, int start, out bool isColour)
    {
        var i = start;
        while (i < text.Length && text[i] is >= ' ' and <= '?')
        {
            i++;
        }

        isColour = i < text.Length && text[i] is 'm' && text[start..i].IndexOfAnyExcept(ColourDigits) < 0;
        return Math.Min(i + 1, text.Length);
    }
}
