using Microsoft.Win32.SafeHandles;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Logs;

/// <summary>
/// Looks after all logs that are being written: keeps their use of the disk bounded, and tells when one goes beyond all bounds.
/// </summary>
/// <remarks>One timer for all of them, armed only while there are any.</remarks>
internal sealed class LogSweeper : IDisposable
{
    /// <summary>A log that was written this many times its limit is a runaway.</summary>
    public const int MostTimesLimit = 20;

    private const long LeastFree = 64L << 20;
    private const long WorthALook = 64 << 10;

    // File systems give space back in whole blocks.
    private const long Block = 4096;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly HashSet<Entry> _entries = [];
    private readonly Func<string, long> _freeSpace;
    private readonly ITimer _timer;
    private bool _armed;

    /// <param name="time">Arms the timer.</param>
    /// <param name="freeSpace">Free bytes on the disk of a folder.</param>
    public LogSweeper(TimeProvider time, Func<string, long> freeSpace)
    {
        _freeSpace = freeSpace;
        _timer = time.CreateTimer(_ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Looks after a log until the returned object is disposed.</summary>
    /// <param name="file">The log.</param>
    /// <param name="limit">Bytes that it should keep.</param>
    /// <param name="onTooMuch">Told once, with the reason, when the writer has to be stopped. Must return at once.</param>
    public IDisposable Watch(LogFile file, long limit, Action<string> onTooMuch)
    {
        var entry = new Entry(this, file, Math.Max(limit, 1), onTooMuch);
        lock (_gate)
        {
            _entries.Add(entry);
            if (!_armed)
            {
                _armed = true;
                _timer.Change(Period, Timeout.InfiniteTimeSpan);
            }
        }

        return entry;
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                entry.Look();
            }

            _armed = _entries.Count > 0;
            if (_armed)
            {
                _timer.Change(Period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Entry(LogSweeper owner, LogFile file, long limit, Action<string> onTooMuch) : IDisposable
    {
        private long _lastLength;
        private long _holeEnd;
        private bool _told;

        public void Look()
        {
            if (LengthOf(file) is not { } length)
            {
                return;
            }

            var grown = length - _lastLength;
            _lastLength = length;
            PunchHole(file.Handle, length);
            if (_told || grown <= 0)
            {
                return;
            }

            if (length > limit * MostTimesLimit)
            {
                Tell($"it wrote more than {limit * MostTimesLimit} bytes of output ({MostTimesLimit} times what a log keeps)");
            }
            else if (grown > WorthALook && owner._freeSpace(Path.GetDirectoryName(file.Path)!) < LeastFree)
            {
                Tell($"less than {LeastFree >> 20} MB are free on the disk of its log");
            }
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._entries.Remove(this);
            }
        }

        /// <summary>Null when the system does not tell just now.</summary>
        private static long? LengthOf(LogFile file)
        {
            try
            {
                return file.Length;
            }
            catch (IOException)
            {
                return null;
            }
        }

        private void Tell(string reason)
        {
            _told = true;
            onTooMuch(reason);
        }

        /// <summary>
        /// Gives back the space between head and tail while the writer goes on. Where that cannot be done the file grows up to the
        /// runaway's bound.
        /// </summary>
        private void PunchHole(SafeFileHandle handle, long length)
        {
            var head = ((limit / 2) + Block) / Block * Block;
            var tail = (length - limit) / Block * Block;
            var from = Math.Max(head, _holeEnd);
            if (OperatingSystem.IsLinux() && tail - from > limit / 2)
            {
                _ = Libc.Fallocate(handle, Libc.PunchHole | Libc.KeepSize, from, tail - from);
                _holeEnd = tail;
            }
        }
    }
}
