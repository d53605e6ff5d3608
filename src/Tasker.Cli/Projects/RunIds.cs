using System.Globalization;
using System.Text;

namespace Tasker.Cli.Projects;

/// <summary>Ids of new runs: <c>name-20260102-150405-1a2b</c>, in the time of the user's clock.</summary>
internal static class RunIds
{
    private const int LongestName = 40;
    private const int LongestId = 100;

    /// <summary>A new id.</summary>
    public static string New(string workflow, TimeProvider time, Func<int> random) => string.Create(
        CultureInfo.InvariantCulture, $"{Slug(workflow)}-{time.GetLocalNow():yyyyMMdd-HHmmss}-{random() & 0xFFFF:x4}");

    /// <summary>Why an id that somebody chose cannot be one; null when it can.</summary>
    public static string? Problem(string id) =>
        id.Length is 0 or > LongestId ? $"A run id has 1 to {LongestId} characters."
        : !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? $"The run id '{id}' has other characters than letters, digits, '-', '_' and '.'."
        : id[0] is '.' or '-' ? $"The run id '{id}' begins with '{id[0]}'; it names a folder of logs and is typed as an argument."
        : id == "last" ? "'last' already means the newest run."
        : null;

    /// <summary>A name as small letters, digits and single dashes.</summary>
    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(slug.Length, LongestName)).Trim('-');
        return text is "" or "last" ? "run" : text;
    }
}
