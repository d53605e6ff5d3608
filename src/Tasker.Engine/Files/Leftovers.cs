using System.Diagnostics;
using System.Globalization;

namespace Tasker.Engine.Files;

/// <summary>What <see cref="AtomicFile"/> was writing beside a file when its process was killed.</summary>
public static class Leftovers
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, MatchType = MatchType.Simple };

    /// <summary>
    /// Removes it from a folder. Only for who holds the lock that all writers of the folder take: then no living process has a file of that
    /// name open.
    /// </summary>
    /// <remarks>
    /// A file is removed when its name is ours and the process in it does not live any more, or is this one, which was not there yet when
    /// the file was written. Links and folders stay, and so does what cannot be removed: nobody reads it.
    /// </remarks>
    /// <param name="folder">The folder; need not be there.</param>
    public static void Remove(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFileSystemInfos($".*{AtomicFile.Mark}.*", All).OfType<FileInfo>()
                .Where(IsLeft).ToArray())
            {
                file.Delete();
            }
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // The next one tries again.
        }
    }

    /// <summary>Removes it from beside one file that is about to be written, in a folder that is not ours alone.</summary>
    /// <remarks>Only what this file was to become, and only where the process that wrote it does not live any more.</remarks>
    /// <param name="path">The file; neither it nor its folder need be there.</param>
    public static void RemoveOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            var name = $".{Path.GetFileName(path)}{AtomicFile.Mark}.";
            var folder = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(path))!);
            foreach (var file in folder.EnumerateFileSystemInfos($".*{AtomicFile.Mark}.*", All).OfType<FileInfo>()
                .Where(file => file.Name.StartsWith(name, StringComparison.Ordinal) && file.Name.AsSpan(name.Length).IndexOf('.') < 0
                    && IsLeft(file)).ToArray())
            {
                file.Delete();
            }
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // The next one tries again.
        }
    }

    private static bool IsLeft(FileInfo file)
    {
        var mark = file.Name.LastIndexOf(AtomicFile.Mark + ".", StringComparison.Ordinal);
        var isOurs = mark > 1
            && int.TryParse(
                file.Name.AsSpan(mark + AtomicFile.Mark.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            && process > 0 && IsGone(process, file);
        return isOurs && file.LinkTarget is null && !file.Attributes.HasFlag(FileAttributes.ReparsePoint);
    }

    private static bool IsGone(int id, FileInfo file)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return id == Environment.ProcessId && file.LastWriteTimeUtc < process.StartTime.ToUniversalTime();
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false; // It ended just now, or belongs to somebody else.
        }
    }
}
