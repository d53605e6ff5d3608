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
    private const int UsualHead = 2048;
    private const int MostVisited = 100_000;

    private readonly ProjectFolder _folder = new(root);

    /// <inheritdoc/>
    public IReadOnlyList<TreeFile> Markdown(string folder, out bool isCut)
    {
        isCut = false;
        var top = Path.TrimEndingDirectorySeparator(Path.Combine(root, folder));
        if (!_folder.Holds(folder) || !Directory.Exists(top))
        {
            return [];
        }

        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Deepest,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        var below = top.Length + 1;
        var found = new FileSystemEnumerable<TreeFile>(top, (ref FileSystemEntry entry) => new TreeFile(Listed(folder, entry.ToFullPath(), below), IsLink(ref entry)), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".md", StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
        };
        var files = found.Take(MostFiles + 1).ToArray();
        isCut = files.Length > MostFiles;
        Array.Sort(files, (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return isCut ? files[..MostFiles] : files;
    }

    /// <summary>A folder and all below it that are looked into; links and hidden ones are not.</summary>
    /// <param name="top">The folder; absolute.</param>
    public static IEnumerable<string> Folders(string top) => !Directory.Exists(top) ? [] : new FileSystemEnumerable<string>(
        top,
        (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Deepest,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory && !IsLink(ref entry),
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
    }.Prepend(top);

    /// <inheritdoc/>
    public byte[]? Head(TreeFile file, out string problem)
    {
        if (file.IsLink)
        {
            return Read(file.Path, out problem); // It may lead out of the project.
        }

        try
        {
            problem = "";
            if (RegularFile.IsEmpty(Path.Combine(root, file.Path)))
            {
                return [];
            }

            using var handle = File.OpenHandle(Path.Combine(root, file.Path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> usual = stackalloc byte[UsualHead];
            var read = RandomAccess.Read(handle, usual, 0);
            if (read < UsualHead || FrontMatter.IsWhole(usual))
            {
                return usual[..read].ToArray();
            }

            var more = new byte[FrontMatter.MostBytes];
            return more[..RandomAccess.Read(handle, more, 0)];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            problem = $"cannot be read ({closed.GetType().Name})";
            return null;
        }
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

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private static string Listed(string folder, string full, int below) =>
        (folder.Length == 0 ? full[below..] : $"{folder}/{full.AsSpan(below)}").Replace(Path.DirectorySeparatorChar, '/');

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
