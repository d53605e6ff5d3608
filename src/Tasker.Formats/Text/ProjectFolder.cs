using Tasker.Engine.Files;

namespace Tasker.Formats.Text;

/// <summary>The files of a project. A path that leaves the root is refused, also when a link leads out of it.</summary>
public sealed class ProjectFolder : ISourceFiles
{
    private const int MostLinks = 40;

    private readonly string _root;

    /// <param name="root">The project root; it may itself be reached through links.</param>
    public ProjectFolder(string root) => _root = Resolve(Path.GetFullPath(root)) ?? Path.GetFullPath(root);

    /// <inheritdoc/>
    public SourceFile Read(string path) => Read(path, SourceText.MaxSize, onlyHead: false);

    /// <summary>Reads the beginning of a file of any size.</summary>
    /// <inheritdoc cref="Read(string)"/>
    /// <param name="path">Path from the root with <c>/</c> between its parts and without <c>..</c>.</param>
    /// <param name="most">The most bytes.</param>
    public SourceFile ReadHead(string path, int most) => Read(path, most, onlyHead: true);

    private SourceFile Read(string path, int most, bool onlyHead)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (path.Length == 0 || path.Contains('\0') || Path.IsPathRooted(path))
            {
                return SourceFile.Missing("is no path below the project root");
            }

            var full = Resolve(Path.GetFullPath(Path.Combine(_root, path)));
            if (full is null)
            {
                return SourceFile.Missing("leads through links without end");
            }

            if (!full.StartsWith(Path.TrimEndingDirectorySeparator(_root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return SourceFile.Missing("leads out of the project root");
            }

            // Length first: a device or a pipe has none, and would never end or never begin.
            var file = new FileInfo(full);
            return !file.Exists ? SourceFile.Missing(Directory.Exists(full) ? "is a folder" : "does not exist")
                : file.Length > most && !onlyHead ? SourceFile.Missing($"is no file of at most {most:N0} bytes")
                : SourceFile.Of(RegularFile.IsEmpty(full) ? [] : file.Length <= most ? File.ReadAllBytes(full) : Head(full, most));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return SourceFile.Missing($"cannot be read ({problem.GetType().Name})");
        }
    }

    private static byte[] Head(string file, int most)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[most];
        return head[..RandomAccess.Read(handle, head, 0)];
    }

    /// <summary>True when a path, from the root, stays below it once every link is followed. It need not be there.</summary>
    public bool Holds(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsFolderBeneath(path) || HoldsOther(path);
    }

    private bool IsFolderBeneath(string path) => path.Length > 0 && !Path.IsPathRooted(path) && Beneath.HasFolder(_root, path);

    /// <summary>The same of what is known to be no folder of the root.</summary>
    private bool HoldsOther(string path)
    {
        if (path.Length > 0 && !Path.IsPathRooted(path) && IsPlainBeneath(path))
        {
            return true;
        }

        var full = Resolve(Path.GetFullPath(Path.Combine(_root, path)));
        return full is not null
            && full.StartsWith(Path.TrimEndingDirectorySeparator(_root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>Makes a folder, and those above it, unless it is there.</summary>
    /// <param name="path">The folder, from the root.</param>
    /// <returns>False when it is not below the root once every link is followed; nothing is made then.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public bool Make(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsFolderBeneath(path))
        {
            return true;
        }

        if (!HoldsOther(path))
        {
            return false;
        }

        Directory.CreateDirectory(Path.Combine(_root, path));
        return true;
    }

    /// <summary>
    /// True when the folder above is below the root, and the last part names something in it that is no link, or nothing.
    /// </summary>
    private bool IsPlainBeneath(string path)
    {
        var name = Path.GetFileName(path);
        return name is not ("" or "." or "..") && Beneath.HasFolder(_root, Path.GetDirectoryName(path)!)
            && new FileInfo(Path.Combine(_root, path)).LinkTarget is null;
    }

    /// <summary>The path with every link in it followed; null when there are too many.</summary>
    private static string? Resolve(string path)
    {
        var links = 0;
        var rest = new Stack<string>(Parts(path).Reverse());
        var at = Path.GetPathRoot(path) ?? "";
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(at, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            var full = Path.GetFullPath(Path.Combine(at, target));
            at = Path.GetPathRoot(full) ?? "";
            foreach (var step in Parts(full).Reverse())
            {
                rest.Push(step);
            }
        }

        return at;
    }

    private static string[] Parts(string path) =>
        path[(Path.GetPathRoot(path) ?? "").Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
}
