using System.Text;

namespace Tasker.Formats.Steps.Translation;

/// <summary>Texts of plans in a workflow.</summary>
internal static class Texts
{
    /// <summary>A text that means itself: nothing in a plan is a template.</summary>
    public static string Literal(string text) => text.Replace("${{", "$${{", StringComparison.Ordinal);

    /// <summary>A name as the last part of an id: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>; at most 60
    /// signs.</summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name)
        {
            if (slug.Length == 60)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().Trim('-', '.');
        return text.Length > 0 ? text : "unnamed";
    }

    /// <summary>A text on one line, at most so long, without signs that a terminal would obey.</summary>
    public static string Short(string text, int longest = 80)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.AsSpan().Trim().EnumerateRunes())
        {
            if (line.Length >= longest)
            {
                line.Length = longest - 1;
                return line.Append('…').ToString();
            }

            var blank = Rune.IsWhiteSpace(rune);
            if (!blank)
            {
                line.Append(Rune.IsControl(rune)
                    || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) ? "·" : rune.ToString());
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString();
    }
}
