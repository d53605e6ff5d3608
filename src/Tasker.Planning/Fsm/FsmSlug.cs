using System.Text;

namespace Tasker.Planning.Fsm;

/// <summary>Names of files from names that people gave.</summary>
internal static class FsmSlug
{
    private const int Longest = 60;

    /// <summary>Lower-case letters, digits and single hyphens, at most 60; never empty.</summary>
    public static string Of(string name, string otherwise)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(slug.Length, Longest)).Trim('-');
        return text.Length > 0 ? text : otherwise;
    }

    /// <summary>The slug, or the first of slug-2, slug-3 … that is not used.</summary>
    public static string Unique(string slug, IReadOnlySet<string> used)
    {
        var unique = slug;
        for (var number = 2; used.Contains(unique); number++)
        {
            unique = $"{slug}-{number}";
        }

        return unique;
    }
}
