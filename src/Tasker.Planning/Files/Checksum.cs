using System.Security.Cryptography;

namespace Tasker.Planning.Files;

/// <summary>Short checksums of files: the first 16 hex digits of SHA-256 of the bytes.</summary>
public static class Checksum
{
    private const int ShortBytes = 8;

    /// <summary>The checksum of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, ShortBytes));

    /// <summary>The checksum of a file; empty when it is not there.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string OfFile(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, ShortBytes));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
