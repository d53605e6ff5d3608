using System.Text;

namespace Tasker.Formats.Text;

/// <summary>The beginning of a text that somebody else wrote, fit for one line of a message.</summary>
internal static class Excerpt
{
    private const int Longest = 60;

    /// <summary>At most 60 characters on one line; control characters are shown as <c>·</c>, what was cut as <c>…</c>.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, Longest) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= Longest)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(Rune.IsControl(rune) || IsDirection(rune) ? "·" : rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>Characters that turn the direction of what follows would make a message lie.</summary>
    private static bool IsDirection(Rune rune) => rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;
}
