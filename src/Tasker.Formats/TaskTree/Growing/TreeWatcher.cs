namespace Tasker.Formats.TaskTree.Growing;

/// <summary>
/// Looks for new task files when the system says that something changed in their folder, a moment later: files are written in pieces.
/// </summary>
public sealed class TreeWatcher : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private readonly FileSystemWatcher? _watcher;
    private readonly ITimer _later;

    /// <param name="folder">The folder of tasks; absolute.</param>
    /// <param name="time">The clock.</param>
    /// <param name="look">What is done then. Any thread, never twice at once.</param>
    /// <param name="report">Told when the system cannot watch; then only ends of attempts make one look.</param>
    public TreeWatcher(string folder, TimeProvider time, Action look, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(report);
        var gate = new Lock();
        _later = time.CreateTimer(
            _ =>
            {
                lock (gate)
                {
                    look();
                }
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            _watcher = new FileSystemWatcher(folder, "*.md")
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watcher.Created += Soon;
            _watcher.Changed += Soon;
            _watcher.Renamed += Soon;
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception deaf) when (deaf is IOException or UnauthorizedAccessException or ArgumentException)
        {
            report($"The folder of tasks cannot be watched ({deaf.Message}); new tasks are seen when one ends.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher?.Dispose();
        _later.Dispose();
    }

    private void Soon(object sender, FileSystemEventArgs e) => _later.Change(Moment, Timeout.InfiniteTimeSpan);
}
