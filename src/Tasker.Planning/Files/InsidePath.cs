namespace Tasker.Planning.Files;

/// <summary>Paths that a file names, kept inside a folder, with links followed.</summary>
internal static class InsidePath
{
    /// <summary>The full path; null when it leads out of the folder, by dots or by a link.</summary>
    /// <param name="folder">The folder; absolute.</param>
    /// <param name="path">What the file says, relative to the folder or absolute.</param>
    public static string? Resolve(string folder, string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var full = Path.GetFullPath(path, folder);
        return IsInside(Path.GetFullPath(folder), full) && IsInside(Real(Path.GetFullPath(folder)), Real(full)) ? full : null;
    }

    private static bool IsInside(string folder, string path) =>
        path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with every link on the way followed; what is not there stays as it is.</summary>
    private static string Real(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var at = Path.Combine(Real(parent), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(at) ? new DirectoryInfo(at) : new FileInfo(at);
        return info.LinkTarget is null ? at : info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? at;
    }
}
