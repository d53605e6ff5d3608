using System.Globalization;
using Tasker.Core.Times;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>Times in phase tasks: a number with its unit, or a bare number of milliseconds.</summary>
internal static class TimeText
{
    /// <summary>Reads a time. A bare number is milliseconds, as the format has it.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="time">The time; zero when it cannot be read.</param>
    /// <param name="problem">Why it cannot be read, as a clause; else empty.</param>
    public static bool TryParse(string text, out TimeSpan time, out string problem)
    {
        var trimmed = text.Trim();
        if (trimmed.Length is > 0 and < 16 && trimmed.All(char.IsAsciiDigit))
        {
            var milliseconds = long.Parse(trimmed, CultureInfo.InvariantCulture);
            time = milliseconds <= (long)DurationText.Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.Zero;
            problem = milliseconds > 0 && time == TimeSpan.Zero
                ? $"'{trimmed}' milliseconds are more than {DurationText.Longest.Days} days"
                : "";
            return problem.Length == 0;
        }

        return DurationText.TryParse(text, out time, out problem);
    }
}
