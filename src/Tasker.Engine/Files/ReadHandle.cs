using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tasker.Engine.Files;

/// <summary>Opens files to be read whole, many of them or at once.</summary>
public static partial class ReadHandle
{
    /// <summary>Opens a file that was seen to be one. Nobody is kept from writing, moving or deleting it.</summary>
    /// <remarks>
    /// The call of the system itself: the one of .NET also locks, and makes types at run time first, which costs as much as a small file.
    /// </remarks>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle Open(string path)
    {
        var descriptor = OperatingSystem.IsWindows() ? -1 : NativeOpen(path, AppendHandle.CloseOnExec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete); // It says what is wrong.
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeOpen(string path, int flags);
}
