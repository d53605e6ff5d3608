namespace Tasker.Planning.Rollbacks;

/// <summary>Files of the target directory, as tasks name them: from it, or absolute.</summary>
/// <param name="target">The target directory; absolute.</param>
public sealed class TargetFiles(string target)
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(Real(target));

    /// <summary>The target directory, links resolved.</summary>
    public string Root => _root;

    /// <summary>The path from the target directory, with <c>/</c>; null for one that leads out of it, also by a link, or into <c>.git</c> or <c>.tasker</c>.</summary>
    public string? Relative(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
        {
            return null;
        }

        var full = Path.GetFullPath(path, Path.GetFullPath(target));
        var parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return null;
        }

        var relative = Path.GetRelativePath(_root, Path.Combine(Real(parent), Path.GetFileName(full))).Replace('\\', '/');
        var first = relative.Split('/')[0];
        return relative == "." || Path.IsPathRooted(relative) || first is ".." or ".git" or ".tasker" ? null : relative;
    }

    /// <summary>Those of the paths that lie inside, once each.</summary>
    public IReadOnlyList<string> Inside(IEnumerable<string> paths) => [.. paths.Select(Relative).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The full path of a relative one.</summary>
    public string Full(string relative) => Path.Combine(_root, relative);

    /// <summary>The nearest folder above a relative path that is there, relative as well; empty: the target directory.</summary>
    public string Existing(string relative)
    {
        var at = Path.GetDirectoryName(relative) ?? "";
        while (at.Length > 0 && !Directory.Exists(Full(at)))
        {
            at = Path.GetDirectoryName(at) ?? "";
        }

        return at;
    }

    /// <summary>The folder with every link on the way resolved; what does not exist stays as it is called.</summary>
    private static string Real(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = Path.Combine(Real(parent), Path.GetFileName(full));
        try
        {
            return new DirectoryInfo(here) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } end ? Real(end.FullName) : here;
        }
        catch (IOException)
        {
            return Path.Combine(Path.GetPathRoot(full)!, "\u0001"); // Links in a circle lead nowhere: outside.
        }
    }
}
