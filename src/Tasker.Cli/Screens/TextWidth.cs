using System.Globalization;
using System.Text;

namespace Tasker.Cli.Screens;

/// <summary>How many columns a text takes on a terminal, and texts cut to fit. Colour sequences take none.</summary>
internal static class TextWidth
{
    /// <summary>Columns of a text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var width = 0;
        while (text.Length > 0)
        {
            if (SequenceLength(text) is > 0 and var skip)
            {
                text = text[skip..];
                continue;
            }

            Rune.DecodeFromUtf16(text, out var rune, out var used);
            width += Of(rune);
            text = text[used..];
        }

        return width;
    }

    /// <summary>The beginning of a text in at most so many columns; what was cut is shown as <c>…</c>, colours end with it.</summary>
    public static string Cut(string text, int columns)
    {
        if (columns <= 0)
        {
            return "";
        }

        if (text.Length <= columns && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var (width, coloured, keep) = (0, false, 0);
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            if (SequenceLength(rest) is > 0 and var skip)
            {
                coloured = true;
                rest = rest[skip..];
                continue;
            }

            Rune.DecodeFromUtf16(rest, out var rune, out var used);
            var columnsOfRune = Of(rune);
            if (width + columnsOfRune > columns)
            {
                return string.Concat(text.AsSpan(0, keep), "…", coloured ? "\e[0m" : "");
            }

            width += columnsOfRune;
            rest = rest[used..];
            if (width <= columns - 1)
            {
                keep = text.Length - rest.Length;
            }
        }

        return coloured ? text + "\e[0m" : text;
    }

    /// <summary>A text on one line without colours and control characters.</summary>
    public static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            return text.Trim();
        }

        var plain = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            if (SequenceLength(rest) is > 0 and var skip)
            {
                rest = rest[skip..];
                continue;
            }

            plain.Append(char.IsControl(rest[0]) ? ' ' : rest[0]);
            rest = rest[1..];
        }

        return plain.ToString().Trim();
    }

    /// <summary>A text that fills so many columns: cut, or followed by blanks.</summary>
    public static string Fill(string text, int columns)
    {
        var cut = Cut(text, columns);
        return cut + new string(' ', Math.Max(0, columns - Of(cut)));
    }

    /// <summary>Length of the control sequence that a text begins with; 0 for none.</summary>
    private static int SequenceLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '\e' || text[1] != '[')
        {
            return 0;
        }

        for (var i = 2; i < text.Length; i++)
        {
            if (text[i] is >= '@' and <= '~')
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static int Of(Rune rune)
    {
        var code = rune.Value;
        if (code is >= ' ' and < 0x7f)
        {
            return 1;
        }

        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control
            ? 0
            : IsWide(code) ? 2 : 1;
    }

    /// <summary>East Asian wide characters and emoji, by the blocks that terminals show in two columns.</summary>
    private static bool IsWide(int code) => code
        is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0x33FF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF) or (>= 0xA000 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F)
        or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD) or 0x231A or 0x231B or 0x2705
        or 0x274C or 0x2B50;
}
