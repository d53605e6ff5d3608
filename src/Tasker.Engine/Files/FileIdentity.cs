using System.Runtime.InteropServices;

namespace Tasker.Engine.Files;

/// <summary>
/// What tells one content of a file from another without reading it: which file it is, how long, and when it was written.
/// </summary>
/// <param name="Device">The device that the file is on.</param>
/// <param name="Number">The number of the file there; a file that takes the place of another one has its own.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Seconds">When it was written; since 1970.</param>
/// <param name="Nanoseconds">The part of a second of that.</param>
public readonly partial record struct FileIdentity(ulong Device, ulong Number, ulong Size, long Seconds, uint Nanoseconds)
{
    private const int Here = -100; // AT_FDCWD: paths start at the working directory.
    private const uint NumberSizeAndWritten = 0x100 | 0x200 | 0x40; // STATX_INO | STATX_SIZE | STATX_MTIME

    /// <summary>
    /// That of a file; links are followed. Null: there is no such file, or this system does not tell, and then nothing may be concluded.
    /// </summary>
    public static FileIdentity? Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return OperatingSystem.IsLinux() && !path.Contains('\0', StringComparison.Ordinal)
            && Statx(Here, path, 0, NumberSizeAndWritten, out var info) == 0
            ? new FileIdentity(((ulong)info.DeviceMajor << 32) | info.DeviceMinor, info.Number, info.Size, info.Seconds, info.Nanoseconds)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out StatxInfo info);

    /// <summary>The kernel's <c>struct statx</c>; the same on every machine.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxInfo
    {
        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long Seconds;

        [FieldOffset(120)]
        public uint Nanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
