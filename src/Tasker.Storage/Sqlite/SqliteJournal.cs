using Tasker.Engine.Ports;

namespace Tasker.Storage.Sqlite;

/// <summary>A journal in one SQLite file, by default <c>.tasker/tasker.db</c>.</summary>
/// <remarks>
/// <para>Making one costs nothing and touches nothing. The first read opens the file, if it is there; while it is not, everything reads
/// as empty. The first run that is created makes the folder (0700) and the file (0600).</para>
/// <para>Many processes may use the file at the same time, on one machine; not over a network file system. A write waits up to 10 seconds
/// for the others, and is refused with <see cref="JournalUnavailableException"/> then.</para>
/// <para>Each write is one flush to the disk, or a share of one: what comes while a flush is under way is flushed together. A write that
/// meets no other is done on the thread of its caller, and its task is complete when it is returned. Cancelling is heeded before a write
/// begins, never in the middle.</para>
/// </remarks>
public sealed class SqliteJournal : IJournal
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly OwnerProbe _ownerLives;
    private readonly WriteConnection _write;
    private readonly ReadConnection _read;
    private readonly CommitQueue _commits;

    /// <summary>A journal over a file that may not be there yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Wall clock of the leases; the same for all who use the file.</param>
    /// <param name="ownerLives">Tells whether the owner of a run still lives; a dead one loses its run at once.</param>
    public SqliteJournal(string path, TimeProvider time, OwnerProbe ownerLives)
        : this(path, time, ownerLives, SqliteSettings.Default)
    {
    }

    internal SqliteJournal(string path, TimeProvider time, OwnerProbe ownerLives, SqliteSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        _time = time;
        _ownerLives = ownerLives;
        _write = new WriteConnection(_path, settings);
        _read = new ReadConnection(_path, settings);
        _commits = new CommitQueue(_write);
    }

    /// <summary>Flushes to the disk so far; fewer than writes when writes have shared them.</summary>
    public long Flushes => _write.Flushes;

    private bool IsThere => _write.IsOpen || StoreFile.Exists(_path);

    /// <inheritdoc/>
    public async Task<RunOwnership> CreateAsync(
        NewRun run, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(owner);
        AppendLimits.Check(run);
        var until = AppendLimits.LeaseEnd(_time, lease);
        cancellationToken.ThrowIfCancellationRequested();
        return await _commits.RunAsync(writer => writer.Create(run, owner, until));
    }

    /// <inheritdoc/>
    public async Task<RunOwnership?> AcquireAsync(
        string runId, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        while (true)
        {
            // The probe may take its time, so it is asked outside the transaction; what it was asked about must not have changed since.
            var seen = await FindAsync(runId, cancellationToken) ?? throw new RunNotFoundException(runId);
            if (seen.Owner is not null && seen.LeaseUntil > _time.GetUtcNow() && _ownerLives(seen.Owner))
            {
                return null;
            }

            var until = AppendLimits.LeaseEnd(_time, lease);
            if (await _commits.RunAsync(writer => writer.Take(seen, owner, until)) is { } taken)
            {
                return taken;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RenewAsync(RunOwnership ownership, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        var until = AppendLimits.LeaseEnd(_time, lease);
        cancellationToken.ThrowIfCancellationRequested();
        return IsThere && await _commits.RunAsync(writer => writer.Renew(ownership, until));
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(RunOwnership ownership, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        cancellationToken.ThrowIfCancellationRequested();
        if (IsThere)
        {
            await _commits.RunAsync(writer =>
            {
                writer.Release(ownership);
                return true;
            });
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(
        RunOwnership ownership, long expectedPosition, int count, ReadOnlyMemory<byte> facts, RunSummaryUpdate? summary,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        AppendLimits.Check(expectedPosition, count, facts);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (!IsThere)
        {
            return ValueTask.FromException(LostOwnership.Deleted(ownership));
        }

        var appended = _commits.RunAsync(writer =>
        {
            writer.Append(ownership, expectedPosition, count, facts.Span, summary);
            return true;
        });
        return appended.IsCompletedSuccessfully ? default : new ValueTask(appended.AsTask());
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalSegment> ReadAsync(string runId, long from, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return Segments(runId, from, cancellationToken).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadWorkflowAsync(string runId, CancellationToken cancellationToken) =>
        await ReadAsync(reader => reader.Workflow(runId), () => throw new RunNotFoundException(runId), cancellationToken);

    /// <inheritdoc/>
    public Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Find(runId), () => null, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RunRecord> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Runs(filter, cancellationToken).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public async Task SendAsync(string runId, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        AppendLimits.Check(message);
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsThere)
        {
            throw new RunNotFoundException(runId);
        }

        await _commits.RunAsync(writer =>
        {
            writer.Send(runId, message.Span);
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunMessage>> TakeMessagesAsync(RunOwnership ownership, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        return ReadAsync(reader => reader.Messages(ownership), () => throw LostOwnership.Deleted(ownership), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RemoveMessagesAsync(RunOwnership ownership, long upToId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsThere)
        {
            throw LostOwnership.Deleted(ownership);
        }

        await _commits.RunAsync(writer =>
        {
            writer.RemoveMessages(ownership, upToId);
            return true;
        });
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string runId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return IsThere && await _commits.RunAsync(writer => writer.Delete(runId));
    }

    /// <summary>Waits for the writes under way and closes the file. Owners keep what they own.</summary>
    public async ValueTask DisposeAsync()
    {
        await _commits.CloseAsync();
        _read.Dispose();
        _write.Dispose();
    }

    /// <summary>Asks or sets how SQLite works; for tests, which fill the file by it.</summary>
    internal long Pragma(string pragma) => _write.Pragma(pragma);

    private async Task<T> ReadAsync<T>(Func<RunReader, T> read, Func<T> whenEmpty, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _read.Read(read, whenEmpty);
    }

    private IEnumerable<JournalSegment> Segments(string runId, long from, CancellationToken cancellationToken)
    {
        for (var next = from; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var position = next;
            var batch = _read.Read(reader => reader.Segments(runId, position), () => throw new RunNotFoundException(runId));
            foreach (var segment in batch.Segments)
            {
                yield return segment;
            }

            if (batch.Damage is not null)
            {
                throw batch.Damage;
            }

            if (batch.IsAtEnd)
            {
                yield break;
            }

            next = batch.Next;
        }
    }

    private IEnumerable<RunRecord> Runs(RunFilter filter, CancellationToken cancellationToken)
    {
        RunPage? page = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var after = page;
            (var runs, page) = _read.Read(reader => reader.Page(filter, after), () => ([], null));
            foreach (var run in runs)
            {
                yield return run;
            }
        }
        while (page is not null);
    }
}
