using System.IO.Enumeration;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>The files of a project on disk.</summary>
/// <param name="root">The project root; absolute.</param>
internal sealed class TreeFiles(string root) : ITreeFiles
{
    /// <summary>The most files of one tree.</summary>
    public const int MostFiles = 200_000;

    private const int Deepest = 16;
    private const int MostVisited = 100_000;

    private readonly ProjectFolder _folder = new(root);

    /// <inheritdoc/>
    public IReadOnlyList<string> Markdown(string folder, out bool isCut)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Deepest,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        var found = new FileSystemEnumerable<string>(Path.Combine(root, folder), (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".md", StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        var paths = found.Take(MostFiles + 1).Select(path => Path.GetRelativePath(root, path).Replace('\\', '/')).ToList();
        isCut = paths.Count > MostFiles;
        paths.Sort(StringComparer.Ordinal);
        return isCut ? paths[..MostFiles] : paths;
    }

    /// <inheritdoc/>
    public byte[]? Read(string path, out string problem)
    {
        var file = _folder.Read(path);
        problem = file.Problem;
        return file.Bytes?.ToArray();
    }

    /// <inheritdoc/>
    public bool Exists(string path)
    {
        var full = Path.Combine(root, path);
        if (!PathText.IsPattern(path))
        {
            return Directory.Exists(full) || (!path.EndsWith('/') && File.Exists(full));
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var visited = 0;
        return Matches(root, parts, ref visited);
    }

    private static bool Matches(string folder, ReadOnlySpan<string> parts, ref int visited)
    {
        if (parts.IsEmpty)
        {
            return true;
        }

        if (!PathText.IsPattern(parts[0]))
        {
            var next = Path.Combine(folder, parts[0]);
            return parts.Length == 1 ? Path.Exists(next) : Directory.Exists(next) && Matches(next, parts[1..], ref visited);
        }

        try
        {
            if (parts[0] == "**" && (parts.Length == 1 || Matches(folder, parts[1..], ref visited)))
            {
                return true;
            }

            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                var isFolder = (entry.Attributes & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == FileAttributes.Directory;
                if (++visited > MostVisited)
                {
                    return false;
                }

                if (parts[0] == "**" ? isFolder && Matches(entry.FullName, parts, ref visited)
                    : FileSystemName.MatchesSimpleExpression(parts[0], entry.Name, ignoreCase: false)
                        && (parts.Length == 1 || (isFolder && Matches(entry.FullName, parts[1..], ref visited))))
                {
                    return true;
                }
            }
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // What cannot be looked into holds nothing for us.
        }

        return false;
    }
}
