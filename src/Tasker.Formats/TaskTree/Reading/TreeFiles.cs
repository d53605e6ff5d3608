using System.IO.Enumeration;
using Tasker.Engine.Files;
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

    private static readonly EnumerationOptions Looking = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = Deepest,
        IgnoreInaccessible = true,
        AttributesToSkip = OperatingSystem.IsWindows() ? FileAttributes.Hidden | FileAttributes.System : FileAttributes.Hidden,
    };

    private readonly ProjectFolder _folder = new(root);

    /// <inheritdoc/>
    public IReadOnlyList<string> Markdown(string folder, out bool isCut)
    {
        isCut = false;
        var top = Path.TrimEndingDirectorySeparator(Path.Combine(root, folder));
        if (!_folder.Holds(folder) || !Directory.Exists(top))
        {
            return [];
        }

        // Only kinds are asked for, which come with the names: whatever else one asks about an entry is a call to the system for each.
        var below = top.Length + 1;
        var found = new FileSystemEnumerable<string>(top, (ref FileSystemEntry entry) => Listed(folder, entry.ToFullPath(), below), Looking)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith(".md", StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
        };
        var files = found.Take(MostFiles + 1).ToArray();
        isCut = files.Length > MostFiles;
        Array.Sort(files, string.CompareOrdinal);
        return isCut ? files[..MostFiles] : files;
    }

    /// <summary>A folder and all below it that are looked into; links and hidden ones are not.</summary>
    /// <param name="top">The folder; absolute.</param>
    public static IEnumerable<string> Folders(string top) => !Directory.Exists(top) ? [] : new FileSystemEnumerable<string>(
        top,
        (ref FileSystemEntry entry) => entry.ToFullPath(),
        Looking)
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory && !IsLink(ref entry),
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
    }.Prepend(top);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Head(string path, ReadBuffers buffers, out string? problem)
    {
        problem = null;
        var full = Path.Combine(root, path);
        var read = PlainFile.ReadHead(full, buffers.Head);
        if (read < 0)
        {
            var file = _folder.ReadHead(path, FrontMatter.MostBytes); // A link, which may lead out of the project; or it cannot be read.
            problem = file.Bytes is null ? file.Problem : null;
            return file.Bytes is { } bytes ? bytes.Span : [];
        }

        if (read == buffers.Head.Length && read < FrontMatter.MostBytes && !FrontMatter.IsWhole(buffers.Head))
        {
            buffers.Head = new byte[FrontMatter.MostBytes];
            read = PlainFile.ReadHead(full, buffers.Head);
        }

        return buffers.Head.AsSpan(0, Math.Max(0, read));
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
