namespace Tasker.Formats.Files;

/// <summary>Replaces the content of a file at once: readers see all of the old or all of the new, also after a crash.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes beside the file, flushes, and renames over it; its permissions are kept. A link is followed, not
    /// replaced.
    /// </summary>
    /// <param name="path">The file; it is there.</param>
    /// <param name="content">The new content.</param>
    /// <param name="stillSame">Asked just before the file is replaced; false gives up.</param>
    /// <returns>False when it was given up; nothing has changed then.</returns>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; nothing has changed.</exception>
    public static async Task<bool> ReplaceAsync(string path, ReadOnlyMemory<byte> content, Func<bool> stillSame, CancellationToken cancellationToken)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

        // One name, used under the caller's lock: what a crash leaves behind is written over the next time.
        var beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.tasker-new");
        try
        {
            File.Delete(beside);
            await using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
                }

                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            if (!stillSame())
            {
                return false;
            }

            File.Move(beside, target, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
