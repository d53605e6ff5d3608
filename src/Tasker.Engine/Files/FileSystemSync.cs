using System.Runtime.InteropServices;

namespace Tasker.Engine.Files;

/// <summary>Brings everything that was written to a file system to its disk, in one call instead of one for each file.</summary>
/// <remarks>Only Linux can (<c>syncfs</c>). Elsewhere each file has to be flushed as it is written.</remarks>
public static partial class FileSystemSync
{
    private const int ReadOnly = 0;

    /// <summary>True when <see cref="Run"/> does something here.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux();

    /// <summary>Waits until all that was written before is on the disk.</summary>
    /// <param name="folder">A folder of the file system; when it is not there, nothing happens.</param>
    /// <exception cref="IOException">The disk could not take all of it.</exception>
    public static void Run(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!IsPossible || Open(folder, ReadOnly) is var opened && opened < 0)
        {
            return;
        }

        var failed = Sync(opened) < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
        _ = Close(opened);
        if (failed is not null)
        {
            throw new IOException($"What was written below '{folder}' may not be on the disk: {failed}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
