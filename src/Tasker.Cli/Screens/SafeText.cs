using System.Globalization;
using System.Text;

namespace Tasker.Cli.Screens;

/// <summary>Foreign text made fit for one row of a screen: nothing in it can move the cursor, change colours, or turn the order of letters around.</summary>
internal static class SafeText
{
    private const int Longest = 2000;
    private const int MostMarks = 2;

    /// <summary>The text on one line, at most 2,000 characters of it. Characters without a width are left out, marks upon a letter limited.</summary>
    public static string Of(string text)
    {
        var line = TextWidth.Plain(text.Length > Longest ? text[..Longest] : text);
        return line.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Filtered(line) : line;
    }

    /// <summary>The text broken into rows of at most so many columns, at blanks where there are some. Line ends of its own are kept.</summary>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        var width = Math.Max(1, columns);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var rest = Of(line);
            while (TextWidth.Of(rest) > width)
            {
                var fits = Fitting(rest, width);
                var blank = rest.LastIndexOf(' ', Math.Min(fits, rest.Length - 1));
                var end = blank > 0 ? blank : fits;
                yield return rest[..end].TrimEnd();
                rest = rest[end..].TrimStart();
            }

            yield return rest;
        }
    }

    /// <summary>Only characters that every terminal has: signs of ours become similar ones, others <c>?</c> for each column.</summary>
    public static string Ascii(string line)
    {
        if (!line.AsSpan().ContainsAnyExceptInRange('\e', '~'))
        {
            return line;
        }

        var ascii = new StringBuilder(line.Length);
        foreach (var rune in line.EnumerateRunes())
        {
            ascii.Append(rune.Value is >= '\e' and <= '~' ? rune.ToString() : Similar(rune.Value) ?? new string('?', TextWidth.Of(rune.ToString())));
        }

        return ascii.ToString();
    }

    private static string? Similar(int code) => code switch
    {
        '✓' => "+",
        '✗' => "x",
        '⊘' => "!",
        '▶' => ">",
        '◎' => "*",
        '○' => ".",
        '↻' => "~",
        '■' => "#",
        '‖' => "=",
        '━' => "#",
        '─' => "-",
        '│' => "|",
        '…' => "~",
        '×' => "x",
        '→' => ">",
        '↑' => "^",
        '↓' => "v",
        '·' => ".",
        _ => null,
    };

    private static string Filtered(string line)
    {
        var (safe, marks) = (new StringBuilder(line.Length), 0);
        foreach (var rune in line.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                    if (++marks <= MostMarks && safe.Length > 0)
                    {
                        safe.Append(rune);
                    }

                    break;
                case UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    safe.Append(' ');
                    break;
                case UnicodeCategory.Format or UnicodeCategory.Control:
                    break;
                default:
                    marks = 0;
                    safe.Append(rune);
                    break;
            }
        }

        return safe.ToString();
    }

    /// <summary>How many characters fit; one at least.</summary>
    private static int Fitting(string text, int columns)
    {
        var (width, at) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            width += TextWidth.Of(rune.ToString());
            if (width > columns && at > 0)
            {
                break;
            }

            at += rune.Utf16SequenceLength;
        }

        return at;
    }
}
