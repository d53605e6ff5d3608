using System.IO.Enumeration;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Paths as texts, from the project root with <c>/</c> between their parts.</summary>
internal static class PathText
{
    /// <summary>True when it has a wildcard.</summary>
    public static bool IsPattern(ReadOnlySpan<char> path) => path.IndexOfAny('*', '?') >= 0;

    /// <summary>A path that starts in a folder, from the project root; null when it leaves the root or cannot be a path.</summary>
    /// <param name="folder">The folder, from the project root; empty for the root.</param>
    /// <param name="path">The path; a slash at its end is kept.</param>
    public static string? Join(string folder, string path)
    {
        if (path.Length == 0 || path[0] == '/' || path.Any(char.IsControl) || path.Contains("${{", StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':'))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in $"{folder}/{path}".Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 ? null : string.Join('/', parts) + (path[^1] == '/' ? "/" : "");
    }

    /// <summary>True when a path without wildcards matches a pattern.</summary>
    public static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        if (pattern[0] == "**")
        {
            for (var skip = 0; skip <= path.Length; skip++)
            {
                if (Matches(pattern[1..], path[skip..]) || (pattern.Length == 1 && skip < path.Length))
                {
                    return true;
                }
            }

            return false;
        }

        return !path.IsEmpty && FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false) && Matches(pattern[1..], path[1..]);
    }
}
