using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tasker.Engine.Files;

/// <summary>
/// A file that is opened so that every write lands behind what is there, also behind what a shell's <c>&gt;&gt;</c>
/// adds at the same moment.
/// </summary>
/// <remarks>
/// .NET opens for appending by seeking to the end once; what somebody else appends after that would be written over.
/// </remarks>
public static partial class AppendHandle
{
    private const int ReadWrite = 0x2;

    private static readonly int Append = OperatingSystem.IsLinux() ? 0x400 : 0x8;

    internal static readonly int CloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsFreeBSD() ? 0x100000 : 0x1000000;

    /// <summary>Opens a file, creating it when it is not there.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle Open(string path)
    {
        // The C call takes the mode of a new file in a way that differs between machines, so .NET creates it.
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (OperatingSystem.IsWindows())
        {
            return handle;
        }

        handle.Dispose();
        var descriptor = NativeOpen(path, ReadWrite | Append | CloseOnExec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"'{path}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Writes all bytes behind the end.</summary>
    /// <exception cref="IOException">The disk is full, or the file has become unusable; part may have been written.</exception>
    public static void Write(SafeFileHandle handle, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.Write(handle, bytes, RandomAccess.GetLength(handle));
            return;
        }

        while (!bytes.IsEmpty)
        {
            var written = NativeWrite(handle, in MemoryMarshal.GetReference(bytes), bytes.Length);
            if (written < 0)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }

            bytes = bytes[(int)written..];
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeOpen(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint NativeWrite(SafeFileHandle handle, in byte bytes, nint count);
}
