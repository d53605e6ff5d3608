using System.Text;

namespace Tasker.Formats.Steps.Translation;

/// <summary>Texts of plans in a workflow.</summary>
internal static class Texts
{
    /// <summary>A text that means itself: nothing in a plan is a template.</summary>
    public static string Literal(string text) => text.Replace("${{", "$${{", StringComparison.Ordinal);

    /// <summary>A name as the last part of an id: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>; at most 60 signs.</summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name)
        {
            if (slug.Length == 60)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().Trim('-', '.');
        return text.Length > 0 ? text : "unnamed";
    }

    /// <summary>A text on one line, at most so long.</summary>
    public static string Short(string text, int longest = 80)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= longest ? line : string.Concat(line.AsSpan(0, longest - 1), "…");
    }
}
