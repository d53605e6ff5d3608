using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Tasker.Engine.Files;

/// <summary>Plain files, read by the four calls to the system that each takes: for those who read thousands of them.</summary>
/// <remarks>
/// What is no plain file, or does not do as one, is left to the usual way, which tells why. Other systems than Linux leave all to it.
/// </remarks>
public static partial class PlainFile
{
    private const int Here = -100; // AT_FDCWD: paths start at the working directory.
    private const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeAndSize = 0x1 | 0x200; // STATX_TYPE | STATX_SIZE
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Link = 0xA000;
    private const int Folder = 0x4000;
    private const int LongestOnStack = 512;
    private const int Unknown = -1;
    private const int Nothing = -2;

    /// <summary>Without waiting (<c>O_NONBLOCK</c>), without following a link at its end, and not for programs that are started.</summary>
    private static readonly int Flags =
        0x80000 | 0x800 | (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000);

    /// <summary>Reads the beginning of a file. A pipe or a device is taken for an empty one and is never opened.</summary>
    /// <param name="path">The file; absolute. That no folder in it leads elsewhere is for the caller to know.</param>
    /// <param name="into">Gets the bytes.</param>
    /// <returns>
    /// How many; -1 when it is a link or a folder, cannot be read, or the system is another one: then the usual way tells why.
    /// </returns>
    public static int ReadHead(string path, Span<byte> into)
    {
        var file = Open(path, out _);
        if (file < 0)
        {
            return file == Nothing ? 0 : -1;
        }

        var read = (int)ReadAt(file, ref MemoryMarshal.GetReference(into), into.Length, 0);
        _ = Close(file);
        return read;
    }

    /// <summary>Reads all of a file. A pipe or a device is taken for an empty one and is never opened.</summary>
    /// <param name="path">The file; absolute. That no folder in it leads elsewhere is for the caller to know.</param>
    /// <param name="most">Larger files are left to the usual way, bytes.</param>
    /// <returns>
    /// The bytes; null when it is not there, is a link or a folder, cannot be read or became shorter meanwhile, or the system is
    /// another one.
    /// </returns>
    public static byte[]? Read(string path, int most)
    {
        var file = Open(path, out var size);
        if (file < 0)
        {
            return file == Nothing ? [] : null;
        }

        try
        {
            if (size > (ulong)most)
            {
                return null;
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)size);
            return ReadAt(file, ref MemoryMarshal.GetArrayDataReference(bytes), bytes.Length, 0) == bytes.Length ? bytes : null;
        }
        finally
        {
            _ = Close(file);
        }
    }

    /// <summary>Opens a plain file that is not empty.</summary>
    /// <returns>
    /// Its number; <see cref="Nothing"/> when there is nothing to read, <see cref="Unknown"/> when the usual way has to look.
    /// </returns>
    private static int Open(string path, out ulong size)
    {
        ArgumentNullException.ThrowIfNull(path);
        size = 0;
        if (!OperatingSystem.IsLinux() || path.Contains('\0', StringComparison.Ordinal))
        {
            return Unknown;
        }

        var most = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        var rented = most > LongestOnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var name = rented is null ? stackalloc byte[LongestOnStack] : rented;
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        var file = Open(in MemoryMarshal.GetReference(name), out size);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return file;
    }

    [SupportedOSPlatform("linux")]
    private static int Open(in byte name, out ulong size)
    {
        var isThere = Statx(Here, in name, DoNotFollow, TypeAndSize, out var info) == 0;
        var type = info.Mode & TypeMask;
        size = info.Size;
        return !isThere || type is Link or Folder ? Unknown
            : type != Regular || size == 0 ? Nothing
            : Open(in name, Flags) is >= 0 and var file ? file
            : Unknown;
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
