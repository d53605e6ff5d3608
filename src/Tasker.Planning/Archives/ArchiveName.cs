using System.Globalization;
using System.Text;

namespace Tasker.Planning.Archives;

/// <summary>Names of projects and archives. What somebody types never leads out of the folder of archives.</summary>
internal static class ArchiveName
{
    private const int Longest = 100;

    /// <summary>The folder of a project: letters, digits, <c>.</c>, <c>_</c> and <c>-</c> stay, everything else becomes <c>-</c>.</summary>
    /// <exception cref="PlanningException">Nothing is left of it.</exception>
    public static string OfProject(string? project)
    {
        var name = new StringBuilder();
        foreach (var c in (project ?? "").Trim())
        {
            name.Append(char.IsLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-');
        }

        var folder = name.ToString().Trim('.', '-');
        return folder.Length is > 0 and <= Longest ? folder : throw new PlanningException(
            PlanningCodes.Usage, $"'{project}' is no name of a project: it takes up to {Longest} letters, digits, '.', '_' and '-'.");
    }

    /// <summary>The id of an archive of that time; the n-th one of the same second says so.</summary>
    public static string OfTime(DateTimeOffset at, int n)
    {
        var id = at.UtcDateTime.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
        return n == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}_{n}");
    }

    /// <summary>The id itself.</summary>
    /// <exception cref="PlanningException">It could lead elsewhere.</exception>
    public static string Checked(string id) => id.Length is > 0 and <= Longest && id[0] != '.' && id.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.')
        ? id
        : throw new PlanningException(PlanningCodes.NotFound, $"'{id}' is no id of an archive. 'tasker archive list' shows them.");
}
