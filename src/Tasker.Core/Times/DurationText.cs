using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Tasker.Core.Diagnostics;

namespace Tasker.Core.Times;

/// <summary>Durations as people write them: <c>5 minutes</c>, <c>90s</c>, <c>500ms</c>, <c>1.5 hours</c>, <c>1h30m</c>.</summary>
/// <remarks>
/// One or more parts, each a number and a unit, largest unit first, blanks between them or not, upper and lower case alike.
/// A bare number is refused: the formats that Tasker reads disagree on whether it would mean seconds or milliseconds.
/// </remarks>
public static class DurationText
{
    private const int LongestText = 100;
    private const string Example = "write a number and a unit, such as '90s', '5 minutes' or '1h30m'";

    private static readonly (long Ticks, string[] Names)[] Units =
    [
        (7 * TimeSpan.TicksPerDay, ["w", "week", "weeks"]),
        (TimeSpan.TicksPerDay, ["d", "day", "days"]),
        (TimeSpan.TicksPerHour, ["h", "hr", "hrs", "hour", "hours"]),
        (TimeSpan.TicksPerMinute, ["m", "min", "mins", "minute", "minutes"]),
        (TimeSpan.TicksPerSecond, ["s", "sec", "secs", "second", "seconds"]),
        (TimeSpan.TicksPerMillisecond, ["ms", "msec", "msecs", "millisecond", "milliseconds"]),
    ];

    /// <summary>The longest duration that is read: ten years of 365 days.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(3650);

    /// <summary>Reads a duration of zero or more, at most <see cref="Longest"/>. Never throws.</summary>
    /// <param name="text">What somebody wrote; blanks around it do not matter.</param>
    /// <param name="duration">The duration, exact to 100 ns; zero when it cannot be read.</param>
    /// <param name="problem">Empty when it was read; else one clause that names the text, the rule and what to write.</param>
    /// <returns>True when it was read.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration, out string problem)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            problem = $"the duration is empty; {Example}";
            return false;
        }

        var shown = Clip(rest);
        if (rest.Length > LongestText)
        {
            problem = $"'{shown}' is longer than {LongestText} characters; {Example}";
            return false;
        }

        if (rest[0] is '-' or '\u2212')
        {
            problem = $"'{shown}' is negative; a duration is zero or more";
            return false;
        }

        var (total, smallest) = (0m, -1);
        while (!rest.IsEmpty)
        {
            if (!TakePart(ref rest, shown, smallest, out var ticks, out var unit, out problem))
            {
                return false;
            }

            (total, smallest) = (total + ticks, unit);
        }

        if (total > Longest.Ticks)
        {
            problem = TooLong(shown);
            return false;
        }

        duration = new TimeSpan((long)decimal.Round(total));
        problem = "";
        return true;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads as exactly this duration.</summary>
    /// <example><c>1h30m</c>, <c>1m30s</c>, <c>1.5s</c>, <c>500ms</c>, <c>0s</c>.</example>
    /// <remarks>A negative duration gets a leading <c>-</c>, which is for people only and is not read back.</remarks>
    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        var left = Math.Abs((decimal)duration.Ticks);
        foreach (var (ticks, name) in new[]
        {
            (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"),
        })
        {
            var count = decimal.Floor(left / ticks);
            left -= count * ticks;
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{name}");
            }
        }

        if (left >= TimeSpan.TicksPerSecond)
        {
            text.Append(CultureInfo.InvariantCulture, $"{left / TimeSpan.TicksPerSecond:0.#######}s");
        }
        else if (left > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{left / TimeSpan.TicksPerMillisecond:0.####}ms");
        }

        return text.ToString();
    }

    /// <summary>The duration for a screen: two units at most, cut and not rounded, so that a running clock never jumps ahead.</summary>
    /// <example><c>0.3s</c>, <c>12s</c>, <c>1m 05s</c>, <c>2h 03m</c>, <c>3d 04h</c>.</example>
    /// <remarks>A negative duration (a clock that was set back) is shown as <c>0.0s</c>.</remarks>
    public static string Humanize(TimeSpan duration) => duration switch
    {
        _ when duration <= TimeSpan.Zero => "0.0s",
        _ when duration < TimeSpan.FromSeconds(10) => $"{duration.Seconds}.{duration.Milliseconds / 100}s",
        _ when duration < TimeSpan.FromMinutes(1) => $"{duration.Seconds}s",
        _ when duration < TimeSpan.FromHours(1) => $"{duration.Minutes}m {duration.Seconds:00}s",
        _ when duration < TimeSpan.FromDays(1) => $"{duration.Hours}h {duration.Minutes:00}m",
        _ => $"{duration.Days}d {duration.Hours:00}h",
    };

    private static bool TakePart(
        ref ReadOnlySpan<char> rest, string shown, int before, out decimal ticks, out int unit, out string problem)
    {
        (ticks, unit, problem) = (0, -1, "");
        var digits = NumberLength(rest);
        if (digits == 0)
        {
            problem = $"'{shown}' is no duration; {Example}";
            return false;
        }

        var number = rest[..digits];
        rest = rest[digits..].TrimStart();
        var letters = 0;
        while (letters < rest.Length && char.IsLetter(rest[letters]))
        {
            letters++;
        }

        if (letters == 0)
        {
            problem = rest.IsEmpty || char.IsAsciiDigit(rest[0]) ? NoUnit(number, shown) : $"'{shown}' is no duration; {Example}";
            return false;
        }

        var name = rest[..letters].ToString();
        rest = rest[letters..].TrimStart();
        unit = Array.FindIndex(Units, u => u.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (unit < 0)
        {
            var hint = Suggestions.DidYouMean(name, Units.SelectMany(u => u.Names).Where(n => n.Length > 2), "");
            problem =
                $"'{shown}' has the unknown unit '{Clip(name)}'; {(hint.Length > 0 ? $"{char.ToLowerInvariant(hint[0])}{hint[1..]} " : "")}"
                + "units are ms, s, m, h, d and w or their English names";
            return false;
        }

        if (unit <= before)
        {
            problem = $"'{shown}' names '{name}' after a smaller or equal unit; write each unit once, the largest first, such as '1h30m'";
            return false;
        }

        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount > Longest.Ticks)
        {
            problem = TooLong(shown);
            return false;
        }

        ticks = amount * Units[unit].Ticks;
        return true;
    }

    /// <summary>The length of <c>12</c> or <c>1.5</c> at the start; 0 when there is none.</summary>
    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var whole = DigitsLength(text);
        if (whole == 0 || whole == text.Length || text[whole] != '.')
        {
            return whole;
        }

        var fraction = DigitsLength(text[(whole + 1)..]);
        return fraction == 0 ? 0 : whole + 1 + fraction;
    }

    private static int DigitsLength(ReadOnlySpan<char> text)
    {
        var other = text.IndexOfAnyExceptInRange('0', '9');
        return other < 0 ? text.Length : other;
    }

    private static string NoUnit(ReadOnlySpan<char> number, string shown)
    {
        var found = Clip(number);
        var where = found == shown ? "" : $" in '{shown}'";
        return $"'{found}'{where} has no unit; write '{found}s' or '{found}m'";
    }

    private static string TooLong(string shown) => $"'{shown}' is longer than {Longest.Days} days, the longest duration there is";

    private static string Clip(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..39]}…";
}
