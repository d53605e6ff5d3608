using Tasker.Engine.Ports;

namespace Tasker.Storage.Memory;

/// <summary>A journal in the memory of this process: every promise of the port, for as long as the object lives.</summary>
/// <param name="time">Wall clock of the leases.</param>
/// <param name="ownerLives">Tells whether the owner of a run still lives; a dead one loses its run at once.</param>
/// <remarks>For tests, and for programs that embed the engine and need no survival. Disposing it keeps everything.</remarks>
public sealed class MemoryJournal(TimeProvider time, OwnerProbe ownerLives) : IJournal
{
    private const int Batch = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MemoryRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ReadOnlyMemory<byte> Content, int Users)> _workflows = new(StringComparer.Ordinal);
    private long _lastRun;
    private long _lastMessage;

    /// <inheritdoc/>
    public Task<RunOwnership> CreateAsync(
        NewRun run, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        AppendLimits.Check(run);
        var until = AppendLimits.LeaseEnd(time, lease);
        return Under(() =>
        {
            var created = new MemoryRun(run, _lastRun + 1);
            if (!_runs.TryAdd(run.RunId, created))
            {
                throw new RunExistsException(run.RunId);
            }

            _lastRun++;
            var workflow = _workflows.TryGetValue(run.WorkflowHash, out var known) ? known : (run.Workflow.ToArray(), 0);
            _workflows[run.WorkflowHash] = (workflow.Content, workflow.Users + 1);
            if (run.FactCount > 0)
            {
                created.Append(run.FactCount, run.Facts);
            }

            return created.Own(owner, until);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RunOwnership?> AcquireAsync(
        string runId, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        var until = AppendLimits.LeaseEnd(time, lease);
        return Under<RunOwnership?>(() =>
        {
            var run = Known(runId);
            var taken = run.Owner is not null && run.LeaseUntil > time.GetUtcNow() && ownerLives(run.Owner);
            return taken ? null : run.Own(owner, until);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RenewAsync(RunOwnership ownership, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        var until = AppendLimits.LeaseEnd(time, lease);
        return Under(() =>
        {
            if (!_runs.TryGetValue(ownership.RunId, out var run) || !run.IsOwnedBy(ownership))
            {
                return false;
            }

            run.Renew(until);
            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(RunOwnership ownership, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        return Under(() =>
        {
            if (_runs.TryGetValue(ownership.RunId, out var run) && run.IsOwnedBy(ownership))
            {
                run.Release();
            }

            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(
        RunOwnership ownership, long expectedPosition, int count, ReadOnlyMemory<byte> facts, RunSummaryUpdate? summary,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        AppendLimits.Check(expectedPosition, count, facts);
        return new ValueTask(Under(() =>
        {
            var run = Owned(ownership);
            if (run.Position != expectedPosition)
            {
                throw LostOwnership.Moved(ownership, expectedPosition, run.Position);
            }

            run.Append(count, facts);
            run.Summary = summary ?? run.Summary;
            return true;
        }, cancellationToken));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalSegment> ReadAsync(string runId, long from, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return Segments(runId, from, cancellationToken).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> ReadWorkflowAsync(string runId, CancellationToken cancellationToken) =>
        Under(() => _workflows[Known(runId).Created.WorkflowHash].Content, cancellationToken);

    /// <inheritdoc/>
    public Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken) =>
        Under(() => _runs.GetValueOrDefault(runId)?.ToRecord(), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RunRecord> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            return _runs.Values
                .Where(r => filter.Open is null || filter.Open == r.Summary.EndedAt is null)
                .Where(r => filter.Name is null || filter.Name == r.Created.Name)
                .Where(r => filter.Source is null || filter.Source == r.Created.Source)
                .OrderByDescending(r => r.Created.CreatedAt).ThenByDescending(r => r.Number)
                .Take(filter.Limit)
                .Select(r => r.ToRecord())
                .ToArray()
                .ToAsyncEnumerable();
        }
    }

    /// <inheritdoc/>
    public Task SendAsync(string runId, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        AppendLimits.Check(message);
        return Under(() =>
        {
            Known(runId).Messages.Add(new RunMessage(++_lastMessage, message.ToArray()));
            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunMessage>> TakeMessagesAsync(RunOwnership ownership, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        return Under<IReadOnlyList<RunMessage>>(() => [.. Owned(ownership).Messages], cancellationToken);
    }

    /// <inheritdoc/>
    public Task RemoveMessagesAsync(RunOwnership ownership, long upToId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        return Under(() => Owned(ownership).Messages.RemoveAll(m => m.Id <= upToId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string runId, CancellationToken cancellationToken) =>
        Under(() =>
        {
            if (!_runs.TryGetValue(runId, out var run) || run.Summary.EndedAt is null)
            {
                return false;
            }

            _runs.Remove(runId);
            var hash = run.Created.WorkflowHash;
            var workflow = _workflows[hash];
            if (workflow.Users == 1)
            {
                _workflows.Remove(hash);
            }
            else
            {
                _workflows[hash] = workflow with { Users = workflow.Users - 1 };
            }

            return true;
        }, cancellationToken);

    /// <summary>Does nothing: what was kept stays for as long as the object lives.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MemoryRun Known(string runId) =>
        _runs.TryGetValue(runId, out var run) ? run : throw new RunNotFoundException(runId);

    private MemoryRun Owned(RunOwnership ownership)
    {
        if (!_runs.TryGetValue(ownership.RunId, out var run))
        {
            throw LostOwnership.Deleted(ownership);
        }

        return run.IsOwnedBy(ownership) ? run : throw LostOwnership.Taken(ownership, run.Owner, run.Epoch);
    }

    private IEnumerable<JournalSegment> Segments(string runId, long from, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<JournalSegment> batch;
            lock (_gate)
            {
                batch = Known(runId).From(from, Batch);
            }

            foreach (var segment in batch)
            {
                yield return segment;
                from = segment.Position + segment.Count;
            }

            if (batch.Count < Batch)
            {
                yield break;
            }
        }
    }

    // Every journal reports through the task, never by throwing at the call; argument errors aside.
    private Task<T> Under<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            lock (_gate)
            {
                return Task.FromResult(work());
            }
        }
        catch (JournalException refusal)
        {
            return Task.FromException<T>(refusal);
        }
    }
}
