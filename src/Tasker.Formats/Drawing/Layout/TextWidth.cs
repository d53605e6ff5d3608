using System.Text;

namespace Tasker.Formats.Drawing.Layout;

/// <summary>How wide text will be, measured generously: the fonts of the reader are not known.</summary>
internal static class TextWidth
{
    /// <summary>Width in pixels of text in a sans-serif font.</summary>
    public static double Of(string text, double size) => text.EnumerateRunes().Sum(Share) * size;

    /// <summary>Width in pixels of text in a font whose letters are all as wide.</summary>
    public static double Mono(string text, double size) => text.EnumerateRunes().Sum(MonoShare) * size;

    /// <summary>The text, cut with <c>…</c> so that it is at most so wide.</summary>
    public static string Cut(string text, double size, double most) => Cut(text, size, most, Share);

    /// <inheritdoc cref="Cut(string, double, double)"/>
    public static string CutMono(string text, double size, double most) => Cut(text, size, most, MonoShare);

    private static string Cut(string text, double size, double most, Func<Rune, double> share)
    {
        if (text.EnumerateRunes().Sum(share) * size <= most)
        {
            return text;
        }

        var kept = new StringBuilder();
        var width = size; // Of the ellipsis.
        foreach (var rune in text.EnumerateRunes())
        {
            width += share(rune) * size;
            if (width > most)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.ToString().TrimEnd() + "…";
    }

    private static double MonoShare(Rune rune) => rune.Value >= 0x1100 ? 1.2 : 0.62;

    private static double Share(Rune rune) => rune.Value switch
    {
        'i' or 'l' or 'j' or 'f' or 't' or 'r' or ' ' => 0.4,
        '.' or ',' or ':' or ';' or '\'' or '|' or '!' or '(' or ')' or '[' or ']' or '/' or '-' => 0.4,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '…' => 0.98,
        >= 'A' and <= 'Z' or '$' or '&' or '_' or '=' or '+' or '<' or '>' or '#' => 0.74,
        < 0x250 => 0.61,
        >= 0x1100 => 1.1,
        _ => 0.75,
    };
}
