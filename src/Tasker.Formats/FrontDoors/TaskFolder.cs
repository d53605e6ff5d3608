using System.IO.Enumeration;
using Tasker.Formats.Text;

namespace Tasker.Formats.FrontDoors;

/// <summary>Tells a folder of task files from other folders.</summary>
internal static class TaskFolder
{
    /// <summary>The name that such a folder usually has.</summary>
    public const string UsualName = "tasks";

    private const int MostRead = 500;
    private const int Deepest = 8;
    private const int BytesRead = 1024;

    /// <summary>True when one of the first Markdown files below is a task.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static bool Holds(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Deepest, IgnoreInaccessible = true };
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith(".md", StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                (entry.Attributes & FileAttributes.ReparsePoint) == 0 && !entry.FileName.SequenceEqual("node_modules"),
        };
        return files.Take(MostRead).Any(file => Keeps(folder, file) && IsTask(Start(file)));
    }

    /// <summary>False for a link that leads out of the folder: what it leads to is not looked into.</summary>
    public static bool Keeps(string folder, string file) =>
        (File.GetAttributes(file) & FileAttributes.ReparsePoint) == 0
            || new ProjectFolder(folder).Holds(Path.GetRelativePath(folder, file));

    /// <summary>True for a text that begins with front matter which names a task.</summary>
    public static bool IsTask(ReadOnlySpan<byte> start)
    {
        start = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        return (start.StartsWith("---\n"u8) || start.StartsWith("---\r\n"u8)) && start.IndexOf("\ntask_id:"u8) > 0;
    }

    /// <inheritdoc cref="IsTask(ReadOnlySpan{byte})"/>
    public static bool IsTask(string file) => IsTask(Start(file));

    private static byte[] Start(string file)
    {
        try
        {
            if (RegularFile.IsEmpty(file))
            {
                return [];
            }

            using var handle = File.OpenHandle(file);
            var bytes = new byte[BytesRead];
            return bytes[..RandomAccess.Read(handle, bytes, 0)];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return [];
        }
    }
}
