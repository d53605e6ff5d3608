using System.Text;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>Names of nodes for phases and steps: small letters, digits and hyphens; each once in its group.</summary>
internal sealed class PhaseIds
{
    private const int Longest = 40;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A new name.</summary>
    /// <param name="text">What it is made from.</param>
    public string New(string text)
    {
        var slug = Slug(text);
        var name = slug;
        for (var number = 2; !_taken.Add(name); number++)
        {
            name = $"{slug}-{number}";
        }

        return name;
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder(Longest);
        foreach (var c in text)
        {
            if (slug.Length >= Longest)
            {
                break;
            }

            if (char.IsLetterOrDigit(c) || c is '_' or '.')
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var name = slug.ToString().Trim('-', '.');
        return name.Length > 0 ? name : "unnamed";
    }
}
