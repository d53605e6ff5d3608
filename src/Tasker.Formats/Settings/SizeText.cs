using System.Globalization;

namespace Tasker.Formats.Settings;

/// <summary>Sizes as people write them: <c>50 MB</c>, <c>64 KiB</c>, <c>1.5GB</c>, <c>1000</c> (bytes).</summary>
internal static class SizeText
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("kib", 1024), ("mib", 1024 * 1024), ("gib", 1024.0 * 1024 * 1024), ("tib", 1024.0 * 1024 * 1024 * 1024),
        ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12), ("b", 1), ("bytes", 1), ("", 1),
    ];

    /// <summary>A size for people, such as <c>8 GB</c> and <c>7.6 GiB</c>: in the units in which it is rounder.</summary>
    public static string Write(long bytes)
    {
        var (unit, size) = bytes % 1_000_000 == 0 ? ("GB", bytes / 1e9) : ("GiB", bytes / (1024.0 * 1024 * 1024));
        return size < 0.1
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {unit}");
    }

    /// <summary>The size in bytes; null when the text is none.</summary>
    public static long? Read(string text)
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        var unit = trimmed[digits..].Trim();
        foreach (var (name, bytes) in Units)
        {
            if (name == unit
                && double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * bytes < long.MaxValue / 2)
            {
                return (long)(number * bytes);
            }
        }

        return null;
    }
}
