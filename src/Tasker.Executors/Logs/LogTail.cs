using System.Text;

namespace Tasker.Executors.Logs;

/// <summary>Reads what is new in a growing log, by whole lines, fit to be shown: secrets masked, control sequences other than colours taken out.</summary>
/// <remarks>
/// The file may not be there yet, may be replaced by a shorter one (the final form of the log), and may have holes in it.
/// One reader at a time.
/// </remarks>
/// <param name="path">The log.</param>
/// <param name="mask">The secrets.</param>
/// <param name="fromEnd">True: begin with the last 64 KiB of what is there; false: with the first line.</param>
public sealed class LogTail(string path, SecretMask mask, bool fromEnd = false)
{
    /// <summary>Characters of a line that are shown.</summary>
    public const int LongestLine = 4096;

    private const int MostAtOnce = 64 << 10;
    private const int MostBehind = 1 << 20;

    private readonly byte[] _bytes = new byte[MostAtOnce];
    private long _position = fromEnd ? -1 : 0;
    private bool _midLine;

    /// <summary>
    /// Lines that have been completed since the last call, at most 64 KiB of them; call again until there is none.
    /// Who is more than 1 MiB behind is taken to the last 64 KiB, and told so by a line.
    /// </summary>
    /// <param name="ended">True: nothing is written any more, so that a last line without a line end counts as well.</param>
    public IReadOnlyList<string> ReadNew(bool ended = false)
    {
        try
        {
            using var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var lines = new List<string>();
            var length = RandomAccess.GetLength(file);
            Move(length, lines);
            long before;
            do
            {
                before = _position;
                var count = RandomAccess.Read(file, _bytes, _position);
                Take(_bytes.AsSpan(0, count), ended && _position + count >= length, lines);
            }
            while (lines.Count == 0 && _position > before);

            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Move(long length, List<string> lines)
    {
        if (_position < 0)
        {
            _position = Math.Max(0, length - MostAtOnce);
            _midLine = _position > 0;
        }
        else if (_position > length)
        {
            // Replaced by a shorter one: what there is to know is in its end.
            _position = length;
        }
        else if (length - _position > MostBehind)
        {
            var skipped = length - MostAtOnce - _position;
            lines.Add($"[tasker: {skipped} bytes not shown]");
            _position += skipped;
            _midLine = true;
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, bool isLast, List<string> lines)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0 && !isLast && bytes.Length <= LongestLine * 4)
            {
                return;
            }

            var line = end < 0 ? bytes : bytes[..end];
            var used = end < 0 ? bytes.Length : end + 1;
            if (!_midLine)
            {
                lines.Add(Show(line));
            }

            // Of a line longer than can be shown only the beginning is.
            _midLine = end < 0;
            _position += used;
            bytes = bytes[used..];
        }
    }

    private string Show(ReadOnlySpan<byte> line)
    {
        // A hole reads as zeros.
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, LongestLine * 4)].Trim((byte)0));
        text = mask.Apply(TerminalText.Clean(mask.Apply(text)));
        return text.Length <= LongestLine ? text : string.Concat(text.AsSpan(0, LongestLine), " …");
    }
}
