using System.Runtime.InteropServices;

namespace Tasker.Engine.Files;

/// <summary>Whether folders are there and lie below another one whatever links there are: the kernel walks the path itself.</summary>
/// <remarks>Only Linux can tell (<c>openat2</c>, since 5.6). No answer is no refusal: who hears false has to look for himself.</remarks>
public static partial class Beneath
{
    private const long OpenAt2 = 437; // The number of the call on every machine.
    private const long Here = -100; // AT_FDCWD: paths start at the working directory.
    private const ulong StaysBelow = 0x8 | 0x2; // RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS

    /// <summary><c>O_PATH | O_CLOEXEC | O_DIRECTORY</c>: nothing is opened but the name of a folder.</summary>
    private static readonly ulong FolderOnly =
        0x200000 | 0x80000 | (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000u : 0x10000u);

    /// <summary>
    /// True when a folder is there and lies below the root, or is it, with every link followed. False when nobody can tell.
    /// </summary>
    /// <param name="root">The root; absolute. Links in it are followed.</param>
    /// <param name="path">The folder, from the root.</param>
    public static bool HasFolder(string root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        if (!OperatingSystem.IsLinux() || root.Contains('\0', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        var at = Open(Here, root, 0);
        if (at < 0)
        {
            return false;
        }

        var found = Open(at, path.Length == 0 ? "." : path, StaysBelow);
        _ = found < 0 ? 0 : Close((int)found);
        _ = Close((int)at);
        return found >= 0;
    }

    private static long Open(long at, string path, ulong resolve)
    {
        var how = new OpenHow { Flags = FolderOnly, Resolve = resolve };
        return Call(OpenAt2, at, path, in how, Marshal.SizeOf<OpenHow>());
    }

    [LibraryImport("libc", EntryPoint = "syscall", StringMarshalling = StringMarshalling.Utf8)]
    private static partial long Call(long number, long at, string path, in OpenHow how, long size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    /// <summary>The kernel's <c>struct open_how</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
