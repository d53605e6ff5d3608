using System.Globalization;

namespace Tasker.Planning.Files;

/// <summary>Points in time as files hold them.</summary>
public static class Timestamps
{
    /// <summary>UTC with microseconds: <c>2030-01-02T12:00:00.000000Z</c>.</summary>
    public static string Text(DateTimeOffset at) =>
        // The round-trip form without its last digit: a form of one's own is compiled at the start of every command that writes a time.
        string.Concat(at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture).AsSpan(0, "2030-01-02T12:00:00.000000".Length), "Z");

    /// <summary>Reads <c>Z</c>, an offset, or neither (then it is UTC), with any number of decimals; null for anything else.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
