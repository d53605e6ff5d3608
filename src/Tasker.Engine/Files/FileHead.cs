using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Tasker.Engine.Files;

/// <summary>The beginning of a file by the four calls to the system that it takes: for those who read a hundred thousand of them.</summary>
public static partial class FileHead
{
    private const int Here = -100; // AT_FDCWD: paths start at the working directory.
    private const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeAndSize = 0x1 | 0x200; // STATX_TYPE | STATX_SIZE
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Link = 0xA000;
    private const int LongestOnStack = 512;

    /// <summary>Without waiting (<c>O_NONBLOCK</c>), without following a link at its end, and not for programs that are started.</summary>
    private static readonly int Flags =
        0x80000 | 0x800 | (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000);

    /// <summary>Reads the beginning of a file. A pipe or a device is taken for an empty one and is never opened.</summary>
    /// <param name="path">The file; absolute. That no folder in it leads elsewhere is for the caller to know.</param>
    /// <param name="into">Gets the bytes.</param>
    /// <returns>How many; -1 when it is a link, cannot be read, or the system is another one: then the usual way tells why.</returns>
    public static int Read(string path, Span<byte> into)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!OperatingSystem.IsLinux())
        {
            return -1;
        }

        var most = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        var rented = most > LongestOnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var name = rented is null ? stackalloc byte[LongestOnStack] : rented;
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        var read = path.Contains('\0', StringComparison.Ordinal) ? -1 : Read(in MemoryMarshal.GetReference(name), into);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return read;
    }

    [SupportedOSPlatform("linux")]
    private static int Read(in byte name, Span<byte> into)
    {
        if (Statx(Here, in name, DoNotFollow, TypeAndSize, out var info) != 0 || (info.Mode & TypeMask) == Link)
        {
            return -1;
        }

        if ((info.Mode & TypeMask) != Regular || info.Size == 0)
        {
            return 0;
        }

        var file = Open(in name, Flags);
        if (file < 0)
        {
            return -1;
        }

        var read = (int)ReadAt(file, ref MemoryMarshal.GetReference(into), into.Length, 0);
        _ = Close(file);
        return read;
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Statx(int folder, in byte path, int flags, uint mask, out StatxInfo info);

    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int Open(in byte path, int flags);

    [LibraryImport("libc", EntryPoint = "pread64")]
    private static partial nint ReadAt(int file, ref byte into, nint count, long at);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    /// <summary>The kernel's <c>struct statx</c>; the same on every machine.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxInfo
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(40)]
        public ulong Size;
    }
}
