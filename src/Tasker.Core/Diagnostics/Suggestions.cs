namespace Tasker.Core.Diagnostics;

/// <summary>"Did you mean …?": the known name nearest to a misspelt one.</summary>
public static class Suggestions
{
    private const int LongestCompared = 64;

    /// <summary>The known name nearest to <paramref name="found"/> by edits (a swap of neighbours counts as one).</summary>
    /// <param name="found">What somebody wrote.</param>
    /// <param name="known">The names that would have been right.</param>
    /// <returns>The nearest name at most a third of its length away and not all other letters, upper and lower case alike; the first of
    /// equals; else <see langword="null"/>.</returns>
    public static string? Nearest(string found, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(known);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var name in known)
        {
            var limit = Math.Max(1, Math.Max(name.Length, found.Length) / 3);
            if (Math.Abs(name.Length - found.Length) > limit || name.Length > LongestCompared)
            {
                continue;
            }

            var distance = Distance(found, name);
            if (distance <= limit && distance < bestDistance && distance < name.Length)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    /// <summary><c>Did you mean 'x'?</c>, or <paramref name="otherwise"/> when nothing known is near.</summary>
    public static string DidYouMean(string found, IEnumerable<string> known, string otherwise) =>
        Nearest(found, known) is { } near ? $"Did you mean '{near}'?" : otherwise;

    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
