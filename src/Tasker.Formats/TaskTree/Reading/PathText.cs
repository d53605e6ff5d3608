using System.IO.Enumeration;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Paths as texts, from the project root with <c>/</c> between their parts.</summary>
internal static class PathText
{
    /// <summary>The longest path that systems take.</summary>
    public const int LongestPath = 4096;

    /// <summary>True when it has a wildcard.</summary>
    public static bool IsPattern(ReadOnlySpan<char> path) => path.IndexOfAny('*', '?') >= 0;

    /// <summary>A path that starts in a folder, from the project root; null when it leaves the root or cannot be a path.</summary>
    /// <param name="folder">The folder, from the project root; empty for the root.</param>
    /// <param name="path">The path; a slash at its end is kept.</param>
    public static string? Join(string folder, string path)
    {
        if (!CanBe(path))
        {
            return null;
        }

        Span<char> buffer = stackalloc char[folder.Length + path.Length + 2];
        var length = Join(folder, "", path, buffer);
        return length <= 0 ? null : buffer[..length].ToString();
    }

    /// <summary>The same into a buffer: a tree of many tasks asks for some hundred thousand of these.</summary>
    /// <param name="folder">The folder, from the project root; empty for the root.</param>
    /// <param name="below">A folder in it; empty for itself.</param>
    /// <param name="path">The path, for which <see cref="CanBe"/> is true.</param>
    /// <param name="buffer">Gets it; as long as all three and three more.</param>
    /// <returns>Its length; -1 when it leaves the root.</returns>
    public static int Join(ReadOnlySpan<char> folder, ReadOnlySpan<char> below, ReadOnlySpan<char> path, Span<char> buffer)
    {
        var length = 0;
        if (!Append(folder, buffer, ref length) || !Append(below, buffer, ref length) || !Append(path, buffer, ref length) || length == 0)
        {
            return -1;
        }

        if (path[^1] == '/')
        {
            buffer[length++] = '/';
        }

        return length;
    }

    /// <summary>False for what cannot start in a folder: empty, too long, from a root, with control characters or templates.</summary>
    public static bool CanBe(string path) =>
        path.Length is > 0 and <= LongestPath && path[0] != '/'
        && !path.AsSpan().ContainsAnyInRange('\0', '\u001F') && !path.AsSpan().ContainsAnyInRange('\u007F', '\u009F')
        && !path.Contains("${{", StringComparison.Ordinal) && (path.Length == 1 || path[1] != ':');

    /// <summary>True when it is its own shortest form: no part is empty, <c>.</c> or <c>..</c>; a slash at its end is allowed.</summary>
    public static bool IsShortest(ReadOnlySpan<char> path)
    {
        if (path is "" or "/")
        {
            return false;
        }

        foreach (var range in path[..^(path[^1] == '/' ? 1 : 0)].Split('/'))
        {
            if (path[range] is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the parts of a path; false when it leaves the root.</summary>
    private static bool Append(ReadOnlySpan<char> path, Span<char> buffer, ref int length)
    {
        foreach (var range in path.Split('/'))
        {
            var part = path[range];
            if (part is "..")
            {
                if (length == 0)
                {
                    return false;
                }

                length = Math.Max(0, buffer[..length].LastIndexOf('/'));
            }
            else if (part is not ("" or "."))
            {
                if (length > 0)
                {
                    buffer[length++] = '/';
                }

                part.CopyTo(buffer[length..]);
                length += part.Length;
            }
        }

        return true;
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

        return !path.IsEmpty && FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false)
            && Matches(pattern[1..], path[1..]);
    }
}
