using Microsoft.Win32.SafeHandles;

namespace Tasker.Executors.Logs;

/// <summary>Reads what an attempt prints as it comes, each line once, fit to be shown.</summary>
/// <remarks>
/// <para>Standard error comes into the log. Standard output that is wanted by itself comes into a file beside it, which joins the log at
/// the end of each turn and goes; the log may then be replaced by one without secrets. The files are held open, so that their last bytes
/// are still read when their names are gone; <see cref="JoinMark"/> tells which part of the log was read already.</para>
/// <para>Whoever begins late, or after the end, gets everything from the first line. One reader at a time.</para>
/// </remarks>
/// <param name="logPath">The log of the attempt; it need not be there yet.</param>
/// <param name="mask">The secrets.</param>
public sealed class AttemptTail(string logPath, SecretMask mask) : IDisposable
{
    private readonly GrowingFile _log = new(mask);
    private readonly GrowingFile _stdout = new(mask);
    private int _turn = 1;
    private long _start;
    private JoinMark? _late;

    private string StdoutPath => logPath + TurnFiles.Suffix(_turn) + ".out";

    /// <summary>Lines that have come since the last call, some of them: call again until there is none.</summary>
    /// <param name="ended">True: the attempt has ended, so that a last line without a line end counts as well.</param>
    public IReadOnlyList<string> ReadNew(bool ended = false)
    {
        var lines = new List<string>();
        while (lines.Count == 0 && Advance(ended, lines))
        {
        }

        return lines;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Close();
        _stdout.Close();
    }

    /// <returns>False when there is nothing more to be read now.</returns>
    private bool Advance(bool ended, List<string> lines)
    {
        if (!_log.IsOpen && !OpenLog())
        {
            return false;
        }

        if (_late is null)
        {
            _stdout.Open(StdoutPath, 0);
        }

        // The length first: what the log held before there was a mark is no standard output.
        var length = _log.Length;
        var mark = _late ?? JoinMark.Read(JoinMark.PathOf(StdoutPath));
        var isOver = ended || mark is { IsComplete: true };
        var end = Math.Min(length, EndOf(mark) ?? length);
        if (_log.Read(end, isOver, lines) | (_stdout.IsOpen && _stdout.Read(_stdout.Length, isOver, lines)))
        {
            return true;
        }

        if (mark is not { IsComplete: true } turned)
        {
            return false;
        }

        (_start, _late) = (turned.End, null);
        _turn++;
        Dispose();
        return true;
    }

    /// <summary>Up to where the log is read in this turn; null: to its end.</summary>
    private long? EndOf(JoinMark? mark) => mark is not { } known ? null
        : _late is not null ? known.End
        : _stdout.IsOpen || !known.IsComplete ? known.From
        : known.To;

    /// <summary>Opens the log for a turn. One that was over before it was looked at is read in its final form.</summary>
    private bool OpenLog()
    {
        if (!_log.Open(logPath, _start))
        {
            return false;
        }

        if (JoinMark.Read(JoinMark.PathOf(StdoutPath)) is { IsComplete: true } late)
        {
            _late = late;
            _log.Close();
            return _log.Open(logPath, _start);
        }

        return true;
    }

    /// <summary>A file that is held open while it grows.</summary>
    private sealed class GrowingFile(SecretMask mask)
    {
        private const int MostAtOnce = 64 << 10;

        private readonly byte[] _bytes = new byte[MostAtOnce];
        private LogLines _lines = new(mask);
        private SafeFileHandle? _handle;
        private long _position;

        public bool IsOpen => _handle is not null;

        public long Length => RandomAccess.GetLength(_handle!);

        /// <summary>Opens the file, unless it is open.</summary>
        /// <returns>True when it is open.</returns>
        public bool Open(string path, long from)
        {
            if (_handle is not null)
            {
                return true;
            }

            try
            {
                _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                (_position, _lines) = (from, new LogLines(mask));
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        /// <summary>Reads one piece.</summary>
        /// <returns>True when there was something.</returns>
        public bool Read(long to, bool isOver, List<string> lines)
        {
            if (_position >= to)
            {
                return false;
            }

            var count = RandomAccess.Read(_handle!, _bytes.AsSpan(0, (int)Math.Min(_bytes.Length, to - _position)), _position);
            var taken = _lines.Take(_bytes.AsSpan(0, count), isOver && _position + count >= to, lines);
            _position += taken;
            return taken > 0;
        }

        public void Close()
        {
            _handle?.Dispose();
            _handle = null;
        }
    }
}
