using System.Buffers;
using System.Text;

namespace Tasker.Executors.Processes;

/// <summary>Reads the wanted part of standard output.</summary>
internal static class OutputPart
{
    private const int Most = 64 << 10;

    /// <summary>At most 64 KiB of text from the beginning or the end of a file.</summary>
    public static string Read(string path, StdoutPart part)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        var from = part is StdoutPart.Tail ? Math.Max(0, length - Most) : 0;
        var bytes = new byte[Math.Min(Most, length)];
        var count = RandomAccess.Read(file, bytes, from);
        return Text(bytes.AsSpan(0, count), cutBefore: from > 0, cutAfter: from + count < length);
    }

    /// <summary>Without the half of a character that a cut may leave at either side.</summary>
    private static string Text(ReadOnlySpan<byte> bytes, bool cutBefore, bool cutAfter)
    {
        while (cutBefore && bytes.Length > 0 && (bytes[0] & 0xc0) == 0x80)
        {
            bytes = bytes[1..];
        }

        var last = bytes.LastIndexOfAnyInRange((byte)0xc0, (byte)0xff);
        if (cutAfter && last >= 0 && last >= bytes.Length - 3
            && Rune.DecodeFromUtf8(bytes[last..], out _, out _) is not OperationStatus.Done)
        {
            bytes = bytes[..last];
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
