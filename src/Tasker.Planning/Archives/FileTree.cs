using System.Security.Cryptography;

namespace Tasker.Planning.Archives;

/// <summary>Folders with their files, without links: what a link leads to is not part of a plan.</summary>
internal static class FileTree
{
    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device };

    /// <summary>All files below a folder, relative to it, with <c>/</c>, in order; none when it is not there.</summary>
    public static IReadOnlyList<string> Files(string folder)
    {
        var found = new List<string>();
        var info = new DirectoryInfo(folder);
        if (info.Exists && info.LinkTarget is null)
        {
            Collect(folder, "", found);
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>Copies a file; its folder is made. The bytes that were copied are those of the checksum.</summary>
    /// <returns>SHA-256 of the copy, 64 hex digits.</returns>
    public static async Task<string> CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await using (var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        await using (var copy = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await source.CopyToAsync(copy, cancellationToken);
            copy.Flush(flushToDisk: true);
        }

        return await ChecksumAsync(to, cancellationToken);
    }

    /// <summary>SHA-256 of a file, 64 hex digits.</summary>
    public static async Task<string> ChecksumAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static void Collect(string folder, string prefix, List<string> found)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", Plain))
        {
            found.Add(prefix + Path.GetFileName(file));
        }

        foreach (var inner in Directory.EnumerateDirectories(folder, "*", Plain))
        {
            Collect(inner, $"{prefix}{Path.GetFileName(inner)}/", found);
        }
    }
}
