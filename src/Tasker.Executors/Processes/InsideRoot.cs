using System.Runtime.InteropServices;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>Keeps paths inside the project root, links resolved.</summary>
internal static unsafe class InsideRoot
{
    private const int LongestPath = 4096;

    /// <summary>True when the path is there and lies in the root once all links of both are resolved.</summary>
    /// <param name="root">The project root; absolute.</param>
    /// <param name="path">What is asked about; absolute.</param>
    /// <param name="isThere">False when there is no such path.</param>
    public static bool Holds(string root, string path, out bool isThere)
    {
        var (realRoot, real) = (Real(root), Real(path));
        isThere = real is not null;
        return realRoot is not null && real is not null && IsBelow(realRoot, real);
    }

    /// <summary>True when one path is the other or below it, by their texts.</summary>
    public static bool IsBelow(string root, string path)
    {
        var folder = root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar;
        return path == root || path.StartsWith(folder, StringComparison.Ordinal);
    }

    /// <summary>The path without links; null when it is not there.</summary>
    public static string? Real(string path)
    {
        if (path.Contains('\0'))
        {
            return null;
        }

        if (OperatingSystem.IsWindows())
        {
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return info.Exists ? (info.ResolveLinkTarget(returnFinalTarget: true) ?? info).FullName : null;
        }

        var buffer = stackalloc byte[LongestPath + 1];
        return Libc.RealPath(path, buffer) == null ? null : Marshal.PtrToStringUTF8((nint)buffer);
    }
}
