using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Tasker.Engine.Files;

/// <summary>Who a file belongs to. .NET does not tell.</summary>
/// <remarks>A file that an administrator's Tasker replaces would else be taken from the one who wrote it.</remarks>
[UnsupportedOSPlatform("windows")]
internal static partial class FileOwner
{
    /// <summary>Gives a new file to the owner and the group of another one, as far as that is permitted; the rest stays as it is.</summary>
    public static void Copy(string from, SafeFileHandle to)
    {
        if (Of(from) is not var (user, group))
        {
            return;
        }

        if (ChangeOwner(to, user, group) != 0)
        {
            // Only an administrator gives files away; a group that one is in oneself can be kept.
            _ = ChangeOwner(to, uint.MaxValue, group);
        }
    }

    /// <summary>Numbers of owner and group; null when they cannot be told here.</summary>
    public static (uint User, uint Group)? Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            const int here = -100; // AT_FDCWD: paths start at the working directory.
            return Statx(here, path, 0, StatxInfo.OwnerAndGroup, out var info) == 0 ? (info.User, info.Group) : null;
        }

        if (!OperatingSystem.IsMacOS())
        {
            return null;
        }

        var found = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? Stat(path, out var stat) : StatX64(path, out stat);
        return found == 0 ? (stat.User, stat.Group) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out StatxInfo info);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, out DarwinStat stat);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX64(string path, out DarwinStat stat);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);

    /// <summary>The kernel's <c>struct statx</c>; the same on every machine.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxInfo
    {
        /// <summary><c>STATX_UID | STATX_GID</c>.</summary>
        public const uint OwnerAndGroup = 0x8 | 0x10;

        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;
    }

    /// <summary>The <c>struct stat</c> of macOS with 64-bit inodes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct DarwinStat
    {
        [FieldOffset(16)]
        public uint User;

        [FieldOffset(20)]
        public uint Group;
    }
}
