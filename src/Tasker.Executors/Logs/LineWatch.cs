namespace Tasker.Executors.Logs;

/// <summary>Tells each new line of a growing log as soon as it is whole.</summary>
/// <remarks>The system tells that the file has changed; where it cannot, a timer looks.</remarks>
internal sealed class LineWatch : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly LogTail _tail;
    private readonly Action<string> _onLine;
    private readonly IDisposable? _following;
    private readonly ITimer? _timer;

    /// <param name="path">The log; its folder exists.</param>
    /// <param name="mask">The secrets.</param>
    /// <param name="watches">The watches of folders.</param>
    /// <param name="time">Arms the timer where one is needed.</param>
    /// <param name="onLine">Told one line at a time, in order.</param>
    public LineWatch(string path, SecretMask mask, FolderWatches watches, TimeProvider time, Action<string> onLine)
    {
        (_tail, _onLine) = (new LogTail(path, mask), onLine);
        _following = watches.Follow(path, () => Look());
        _timer = _following is null ? time.CreateTimer(_ => Look(), null, LookEvery, LookEvery) : null;
        Look();
    }

    /// <summary>Tells the lines that are there now.</summary>
    /// <param name="ended">True: nothing is written any more.</param>
    public void Look(bool ended = false)
    {
        lock (_gate)
        {
            while (_tail.ReadNew(ended) is { Count: > 0 } lines)
            {
                foreach (var line in lines)
                {
                    _onLine(line);
                }
            }
        }
    }

    public void Dispose()
    {
        _following?.Dispose();
        _timer?.Dispose();
    }
}
