using System.Globalization;

namespace Tasker.Planning.Specs;

/// <summary>Phases of development in headings: <c>Phase 2: Sync</c>.</summary>
internal static class PhaseText
{
    private static readonly string[] Words = ["phase", "stage", "milestone", "iteration"];
    private static readonly string[] Later = ["future work", "future enhancements", "future phases", "future considerations", "later phases"];
    private static readonly string[] Roman = ["i", "ii", "iii", "iv", "v", "vi"];
    private static readonly string[] Spelled = ["one", "two", "three", "four", "five", "six"];

    /// <summary>The number of the phase that a title names; 2 for what is only called future; null for none. Of a range the first counts.</summary>
    public static int? In(string title)
    {
        var lower = title.ToLowerInvariant();
        foreach (var word in Words)
        {
            for (var at = lower.IndexOf(word, StringComparison.Ordinal); at >= 0; at = lower.IndexOf(word, at + 1, StringComparison.Ordinal))
            {
                if ((at == 0 || !char.IsLetterOrDigit(lower[at - 1])) && Number(lower.AsSpan(at + word.Length)) is { } number)
                {
                    return number;
                }
            }
        }

        return Later.Any(l => lower.Contains(l, StringComparison.Ordinal)) ? 2 : null;
    }

    private static int? Number(ReadOnlySpan<char> rest)
    {
        rest = rest.StartsWith("s ") ? rest[1..] : rest;
        if (rest.Length == 0 || char.IsLetterOrDigit(rest[0]))
        {
            return null;
        }

        rest = rest.TrimStart(" #-_:");
        var length = 0;
        while (length < rest.Length && char.IsLetterOrDigit(rest[length]))
        {
            length++;
        }

        var word = rest[..length].ToString();
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1000 ? number
            : Array.IndexOf(Roman, word) is >= 0 and var roman ? roman + 1
            : Array.IndexOf(Spelled, word) is >= 0 and var spelled ? spelled + 1
            : null;
    }
}
