using System.Threading.Channels;
using Tasker.Cli.Projects;

namespace Tasker.Cli.Commands.Runs;

/// <summary>Tells when the journal of a project, or also the output of one of its runs, has grown. The system tells; where it cannot, a timer does.</summary>
internal sealed class RunWatch : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly WatchedFolders _watched;
    private readonly string _journal;
    private readonly string[] _folders;
    private readonly string? _logs;

    /// <param name="project">The project.</param>
    /// <param name="logFolder">The folder of the run's logs, inside the one of the project; it need not be there yet. Null: only the journal counts.</param>
    /// <param name="time">The clock.</param>
    public RunWatch(Project project, string? logFolder, TimeProvider time)
    {
        _journal = Path.GetFileName(project.StorePath);
        _logs = logFolder;
        _folders = logFolder is null ? [project.StateFolder] : [project.StateFolder, project.LogFolder, logFolder];
        _watched = new WatchedFolders(time, LookEvery, Tell);
        Extend();
    }

    /// <summary>Waits until something has changed since the call before.</summary>
    public async Task NextAsync(CancellationToken cancellationToken) => await _changes.Reader.ReadAsync(cancellationToken);

    public void Dispose() => _watched.Dispose();

    /// <summary>Watches what is there of the folders. Each is looked for once the one above is watched, so that none is missed.</summary>
    private void Extend()
    {
        foreach (var folder in _folders)
        {
            if (_watched.Add(folder, deep: false, path => See(folder, path)))
            {
                Tell(); // What was there before it was watched.
            }
        }
    }

    private void See(string folder, string path)
    {
        var name = Path.GetFileName(path);
        if (folder == _logs || name == _journal || name == _journal + "-wal")
        {
            Tell();
        }
        else if (_folders.Contains(path))
        {
            Extend();
        }
    }

    private void Tell() => _changes.Writer.TryWrite(true);
}
