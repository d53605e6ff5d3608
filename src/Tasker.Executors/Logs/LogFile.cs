using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Logs;

/// <summary>The file that a process writes to directly: opened for appending, so that many may write and lines stay whole.</summary>
/// <remarks>Readable by its owner alone: until an attempt has ended, secrets are not masked yet.</remarks>
internal sealed class LogFile : IDisposable
{
    private const uint OwnerOnly = 0x180; // 0600

    private LogFile(string path, SafeFileHandle handle) => (Path, Handle) = (path, handle);

    public string Path { get; }

    public SafeFileHandle Handle { get; }

    /// <summary>Bytes in it, holes counted.</summary>
    public long Length => RandomAccess.GetLength(Handle);

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static LogFile Open(string path) => Open(path, 0);

    /// <summary>Creates the file; one that is there, or a link, is removed first.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static LogFile OpenNew(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            File.Delete(path);
        }

        return Open(path, Libc.Exclusive);
    }

    private static LogFile Open(string path, int how)
    {
        if (!OperatingSystem.IsLinux())
        {
            // No native append here: the writer opens the path by itself; this handle only measures.
            return new LogFile(path, File.OpenHandle(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        }

        var descriptor = Libc.Open(path, Libc.WriteOnly | Libc.Create | Libc.Append | Libc.CloseOnExec | how, OwnerOnly);
        if (descriptor < 0 && how == Libc.Exclusive && Marshal.GetLastPInvokeError() == Libc.IsThere)
        {
            File.Delete(path);
            descriptor = Libc.Open(path, Libc.WriteOnly | Libc.Create | Libc.Append | Libc.CloseOnExec | how, OwnerOnly);
        }

        if (descriptor < 0)
        {
            var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new IOException($"'{path}' cannot be opened for writing: {reason}.");
        }

        return new LogFile(path, new SafeFileHandle(descriptor, ownsHandle: true));
    }

    /// <summary>Appends text of our own.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => RandomAccess.Write(Handle, bytes, Length);

    public void Dispose() => Handle.Dispose();
}
