using Tasker.Core.Times;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>An expected time as people write it: <c>2-4 hours</c>, <c>1 to 2 days</c>, <c>90 minutes</c>.</summary>
internal static class EstimateText
{
    private static readonly string[] Between = ["-", "–", "—", " to "];

    /// <summary>Reads it; null when it is no time, or a range that goes backwards.</summary>
    public static (TimeSpan Least, TimeSpan Most)? Read(string text)
    {
        var trimmed = text.Trim().TrimStart('~').TrimStart();
        foreach (var dash in Between)
        {
            var at = trimmed.IndexOf(dash, 1 < trimmed.Length ? 1 : 0, StringComparison.Ordinal);
            if (at > 0 && Range(trimmed[..at].Trim(), trimmed[(at + dash.Length)..].Trim()) is { } range)
            {
                return range;
            }
        }

        return DurationText.TryParse(trimmed, out var one, out _) ? (one, one) : null;
    }

    private static (TimeSpan Least, TimeSpan Most)? Range(string from, string to)
    {
        if (!DurationText.TryParse(to, out var most, out _))
        {
            return null;
        }

        // '2-4 hours': the unit stands once and holds for both.
        var unit = to.AsSpan().TrimStart("0123456789. ");
        return (DurationText.TryParse(from, out var least, out _) || DurationText.TryParse($"{from} {unit}", out least, out _))
            && least <= most
            ? (least, most)
            : null;
    }
}
