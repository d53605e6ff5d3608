namespace Tasker.Executors.Logs;

/// <summary>
/// Reads what is new in a growing log, by whole lines, fit to be shown: secrets masked, control sequences other than colours taken out.
/// </summary>
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
    public const int LongestLine = LogLines.Longest;

    private const int MostAtOnce = 64 << 10;
    private const int MostBehind = 1 << 20;

    private readonly byte[] _bytes = new byte[MostAtOnce];
    private readonly LogLines _lines = new(mask);
    private long _position = fromEnd ? -1 : 0;

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
                _position += _lines.Take(_bytes.AsSpan(0, count), ended && _position + count >= length, lines);
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
            if (_position > 0)
            {
                _lines.SkipLine();
            }
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
            _lines.SkipLine();
        }
    }
}
