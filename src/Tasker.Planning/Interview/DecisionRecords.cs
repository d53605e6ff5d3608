using System.Globalization;

namespace Tasker.Planning.Interview;

/// <summary>The decision records of a target directory: <c>docs/adrs/ADR-0001-name.md</c>.</summary>
internal static class DecisionRecords
{
    /// <summary>The largest number.</summary>
    public const int Last = 9999;

    private const string Begin = "ADR-";
    private const int Digits = 4;

    /// <summary>Where they lie.</summary>
    public static string FolderOf(string target) => new InterviewFiles(target, "x").Adrs;

    /// <summary>The records that are there, by number.</summary>
    public static IReadOnlyList<(int Number, string Path)> Of(string target) => !Directory.Exists(FolderOf(target)) ? [] :
    [
        .. Directory.EnumerateFiles(FolderOf(target), Begin + "*.md").Select(path => (Number: NumberOf(Path.GetFileName(path)), path)).Where(one => one.Number > 0)
            .OrderBy(one => one.Number).ThenBy(one => one.path, StringComparer.Ordinal),
    ];

    /// <summary>The number behind the last one.</summary>
    /// <exception cref="PlanningException">They are all used.</exception>
    public static int Next(string target) => Of(target) is [.., var (last, _)] ? last < Last ? last + 1
        : throw new PlanningException(PlanningCodes.Exists, $"There is a decision record {Last} already; no number is left.") : 1;

    /// <summary>The number as files have it.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"{Begin}{number:0000}");

    private static int NumberOf(string name) => name.Length > Begin.Length + Digits && name[Begin.Length + Digits] is '-' or '.'
        && int.TryParse(name.AsSpan(Begin.Length, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
