namespace Tasker.Engine.Files;

/// <summary>Replaces the content of a file at once: readers see all of the old or all of the new, also after a crash.</summary>
public static class AtomicFile
{
    /// <summary>
    /// What stands behind the name of the file in that of the one that is written beside it, with a dot and the number of the process.
    /// </summary>
    internal const string Mark = ".tasker-new";

    private const int WrittenHere = 16 << 20;

    /// <summary>
    /// Writes a file, new or in the place of one that is there, whose permissions are kept. A link is followed, not replaced. Of several
    /// writers at once one is last.
    /// </summary>
    /// <param name="path">The file; its folder is there.</param>
    /// <param name="content">All of its content.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed then.</param>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; nothing has changed.</exception>
    public static Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteAsync(path, content, isFlushed: true, cancellationToken);

    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="path">The file; its folder is there.</param>
    /// <param name="content">All of its content.</param>
    /// <param name="isFlushed">False where a crash of the machine, not one of the program, may take what was written: for what is written
    /// again anyway.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed then.</param>
    public static Task WriteAsync(string path, ReadOnlyMemory<byte> content, bool isFlushed, CancellationToken cancellationToken) =>
        PutAsync(path, content, isFlushed, cancellationToken);

    /// <summary>The same, and tells what the file is known by afterwards; null where the system does not tell.</summary>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static async Task<FileIdentity?> WriteKnownAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // Asked before the file has its name, so that what somebody else writes under that name at once is never taken for ours.
        FileIdentity? written = null;
        await PutAsync(path, content, isFlushed: true, cancellationToken, beside => written = FileIdentity.Of(beside));
        return written;
    }

    private static async Task PutAsync(
        string path, ReadOnlyMemory<byte> content, bool isFlushed, CancellationToken cancellationToken, Action<string>? look = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        var beside = Beside(target, $".{Environment.ProcessId}");
        var isMoved = false;
        try
        {
            await WriteBesideAsync(beside, target, content, isFlushed, cancellationToken);
            look?.Invoke(beside);
            File.Move(beside, target, overwrite: true);
            isMoved = true;
        }
        finally
        {
            if (!isMoved)
            {
                File.Delete(beside);
            }
        }
    }

    /// <summary>
    /// Writes beside the file, flushes, and renames over it; its permissions are kept, its owner where that is permitted. A link is
    /// followed, not replaced.
    /// </summary>
    /// <param name="path">The file; it is there.</param>
    /// <param name="content">The new content.</param>
    /// <param name="stillSame">Asked just before the file is replaced; false gives up.</param>
    /// <returns>False when it was given up; nothing has changed then.</returns>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; nothing has changed.</exception>
    public static async Task<bool> ReplaceAsync(
        string path, ReadOnlyMemory<byte> content, Func<bool> stillSame, CancellationToken cancellationToken)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

        // One name, used under the caller's lock: what a crash leaves behind is written over the next time.
        var beside = Beside(target, "");
        try
        {
            await WriteBesideAsync(beside, target, content, isFlushed: true, cancellationToken);
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

    private static string Beside(string target, string by) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}{Mark}{by}");

    private static async Task WriteBesideAsync(
        string beside, string target, ReadOnlyMemory<byte> content, bool isFlushed, CancellationToken cancellationToken)
    {
        await using var file = New(beside);
        if (File.Exists(target) && !OperatingSystem.IsWindows())
        {
            FileOwner.Copy(target, file.SafeFileHandle); // Before the mode: a change of owner takes bits from it.
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
        }

        if (content.Length <= WrittenHere)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Write(content.Span); // Into the memory of the system: sooner done than handed to another thread.
        }
        else
        {
            await file.WriteAsync(content, cancellationToken);
        }

        if (isFlushed)
        {
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>A file that was not there, so that no link under its name is written through. Half a file of a crash is removed.</summary>
    private static FileStream New(string beside)
    {
        try
        {
            return new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (Path.Exists(beside) || new FileInfo(beside).LinkTarget is not null)
        {
            File.Delete(beside);
            return new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
    }
}
