namespace Tasker.Formats.Steps.Spec;

/// <summary>Paths in prose and commands: relative, inside the project, without anything that a shell would
/// expand.</summary>
internal static class PathText
{
    private const int Longest = 260;

    /// <summary>
    /// True for a text that names a file (with an extension) or a folder (with a slash) below the project root.
    /// </summary>
    public static bool IsPath(string text)
    {
        if (!IsInside(text) || text[0] == '-')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!(char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '/'))
            {
                return false;
            }
        }

        return text.Any(char.IsLetter) && (text.Contains('/') || HasExtension(text));
    }

    /// <summary>
    /// True for a relative path that stays inside the folder that it starts in; any characters but control characters
    /// and <c>\</c>.
    /// </summary>
    public static bool IsInside(string path) =>
        path.Length is > 0 and <= Longest && path[0] is not ('/' or '~')
            && !path.Any(c => char.IsControl(c) || c is '\\' or ':')
        && path.Split('/').All(part => part != "..");

    /// <summary>
    /// The path itself, or the paths among the words of a command line. Values of <c>--option=path</c> are found too.
    /// </summary>
    public static IEnumerable<string> In(string text)
    {
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var bare = word.Trim('"', '\'', ',', ';');
            var equals = bare.StartsWith('-') ? bare.IndexOf('=') : -1;
            bare = bare[(equals + 1)..];
            if (IsPath(bare) && !(bare.Contains('/') && !bare.EndsWith('/') && !HasExtension(bare)))
            {
                yield return bare;
            }
        }
    }

    /// <summary>True when a path is another one, or lies in the folder that it names.</summary>
    public static bool IsWithin(string path, string other)
    {
        var (inner, outer) = (Plain(path), Plain(other));
        return inner == outer || (other.EndsWith('/') && inner.StartsWith(outer + "/", StringComparison.Ordinal));
    }

    private static string Plain(string path) =>
        (path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path).TrimEnd('/');

    /// <summary>
    /// An extension of letters and digits with a letter in front: <c>a.py</c>, not <c>1.5</c>; at most six signs, so
    /// that a dotted name is rarely taken for a file.
    /// </summary>
    private static bool HasExtension(string text)
    {
        var dot = text.LastIndexOf('.');
        var extension = dot < 0 ? "" : text[(dot + 1)..];
        return dot > 0 && text[dot - 1] != '/' && extension.Length is >= 1 and <= 6 && char.IsLetter(extension[0]);
    }
}
