using System.Globalization;
using System.Text;

namespace Tasker.Formats.Drawing;

/// <summary>Texts of other people inside the syntax of a drawing.</summary>
internal static class DrawnText
{
    /// <summary>
    /// Text for XML content and attributes; what XML cannot hold, and what turns the direction of text, is shown as <c>·</c>.
    /// </summary>
    public static string Xml(string text) => Each(text, (shown, rune) =>
    {
        switch (rune.Value)
        {
            case '&':
                shown.Append("&amp;");
                break;
            case '<':
                shown.Append("&lt;");
                break;
            case '>':
                shown.Append("&gt;");
                break;
            case '"':
                shown.Append("&quot;");
                break;
            case '\'':
                shown.Append("&#39;");
                break;
            default:
                shown.Append(rune.ToString());
                break;
        }
    });

    /// <summary>Text inside a quoted Mermaid label: everything but letters, digits and harmless signs as <c>#code;</c>.</summary>
    public static string Mermaid(string text) => Each(text, (shown, rune) =>
    {
        if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ',' or '-' or '_' or '/' or ':' or '·' or '…' or '+' or '=')
        {
            shown.Append(rune.ToString());
        }
        else
        {
            shown.Append(CultureInfo.InvariantCulture, $"#{(rune.Value == '\n' ? ' ' : rune.Value)};");
        }
    });

    /// <summary>Text inside a quoted string of DOT.</summary>
    public static string Dot(string text) => Each(text, (shown, rune) =>
    {
        switch (rune.Value)
        {
            case '"':
                shown.Append("\\\"");
                break;
            case '\\':
                shown.Append("\\\\");
                break;
            case '\n':
                shown.Append("\\n");
                break;
            default:
                shown.Append(rune.ToString());
                break;
        }
    });

    /// <summary>Text without what no format can hold, such as halves of surrogate pairs.</summary>
    public static string Plain(string text) => Each(text, (shown, rune) => shown.Append(rune.ToString()));

    /// <summary>A number with at most one decimal, the same on every machine.</summary>
    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Each(string text, Action<StringBuilder, Rune> write)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var hidden = rune.Value != '\n' && (Rune.IsControl(rune) || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069
                or 0xFFFE or 0xFFFF or 0x2028 or 0x2029);
            write(shown, hidden ? new Rune('·') : rune);
        }

        return shown.ToString();
    }
}
