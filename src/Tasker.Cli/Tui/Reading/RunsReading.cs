using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Cli.Tui.Pictures;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Processes;
using Tasker.Storage.Sqlite;

namespace Tasker.Cli.Tui.Reading;

/// <summary>Reads the runs of a project again as far as they have changed.</summary>
internal sealed class RunsReading : IAsyncDisposable
{
    private const int MostListed = 50;
    private const int MostFollowed = 8;

    private readonly SqliteJournal _journal;
    private readonly Session _session;
    private readonly Lazy<ProjectSettings> _settings;
    private readonly Dictionary<string, FollowedRun> _followed = [];
    private IReadOnlyList<RunEntry> _entries = [];
    private bool _wasRead;

    /// <param name="session">The surroundings.</param>
    /// <param name="project">The project.</param>
    public RunsReading(Session session, Project project)
    {
        (_session, _journal, Logs) = (session, project.OpenJournal(session.Time), new LogFiles(project));
        _settings = new Lazy<ProjectSettings>(() => project.ReadSettings(session).Value ?? ProjectSettings.Default);
    }

    /// <summary>The logs of the project.</summary>
    public LogFiles Logs { get; }

    /// <summary>The journal.</summary>
    public IJournal Journal => _journal;

    /// <summary>The runs, those that go on first. Those that go on are followed.</summary>
    /// <param name="changed">What has changed.</param>
    public async Task ReadAsync(Parts changed, CancellationToken cancellationToken)
    {
        if (_wasRead && !changed.HasFlag(Parts.Runs))
        {
            return;
        }

        var found = new Dictionary<string, RunEntry>();
        foreach (var filter in new[] { new RunFilter(Open: true, Limit: MostListed), new RunFilter(Limit: MostListed) })
        {
            await foreach (var record in _journal.ListAsync(filter, cancellationToken))
            {
                found.TryAdd(record.RunId, new RunEntry(record, record.Owner is { } owner && OwnerProcess.IsAlive(owner)));
            }
        }

        _entries = [.. found.Values.OrderBy(entry => entry.HasEnded).ThenByDescending(entry => entry.Record.CreatedAt)];
        _wasRead = true;
    }

    /// <summary>The runs that a living process hosts, folded up to now; and the list.</summary>
    public async Task<(IReadOnlyList<FollowedRun> Living, IReadOnlyList<RunEntry> Entries)> LivingAsync(CancellationToken cancellationToken)
    {
        var living = new List<FollowedRun>();
        foreach (var entry in _entries.Where(entry => !entry.HasEnded && entry.IsHosted).Take(MostFollowed))
        {
            living.Add(await FollowAsync(entry, cancellationToken));
        }

        return (living, _entries);
    }

    /// <summary>One run, folded up to now; null: there is none of this id.</summary>
    public async Task<(RunEntry Entry, FollowedRun Run)?> FindAsync(string runId, CancellationToken cancellationToken)
    {
        var entry = _entries.FirstOrDefault(entry => entry.Id == runId);
        if (entry is null && await _journal.FindAsync(runId, cancellationToken) is { } record)
        {
            entry = new RunEntry(record, record.Owner is { } owner && OwnerProcess.IsAlive(owner));
        }

        if (entry is null)
        {
            return null;
        }

        return (entry, await FollowAsync(entry, cancellationToken));
    }

    /// <summary>Forgets runs that nobody looks at any more.</summary>
    /// <param name="looked">The run that is looked at; null: none.</param>
    public void Forget(string? looked)
    {
        foreach (var gone in _followed.Keys.Where(id => id != looked && !_entries.Any(entry => entry.Id == id && !entry.HasEnded)).ToArray())
        {
            _followed.Remove(gone);
        }
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private async Task<FollowedRun> FollowAsync(RunEntry entry, CancellationToken cancellationToken)
    {
        if (!_followed.TryGetValue(entry.Id, out var run))
        {
            _followed[entry.Id] = run = await FollowedRun.BeginAsync(_journal, entry.Id, _session, Logs, _settings.Value, cancellationToken);
        }

        await run.AdvanceAsync(_journal, entry.Record, cancellationToken);
        return run;
    }
}
