using Tasker.Engine.Ports;

namespace Tasker.Testing;

/// <summary>One append that became durable; also the first facts of a run that was created.</summary>
public sealed record AppendSeen(string RunId, long Position, int Count, ReadOnlyMemory<byte> Facts, RunSummaryUpdate? Summary)
{
    public override string ToString() => $"{RunId} {Position}+{Count} ({Facts.Length} bytes) {Summary?.Status}";
}

/// <summary>Lets a test wait for an append instead of for time.</summary>
/// <remarks>An append is seen after the inner journal has kept it and before its writer is told, so that what the writer does next
/// has not begun when the signal comes.</remarks>
public sealed class JournalTap(IJournal inner) : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<AppendSeen> _seen = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;

    /// <summary>All appends so far, in the order in which they became durable.</summary>
    public IReadOnlyList<AppendSeen> Seen
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>The next append that was not returned yet and is wanted; unwanted ones before it are passed over.</summary>
    /// <exception cref="TimeoutException">None came within a minute; the message lists what came.</exception>
    public async Task<AppendSeen> NextAsync(Predicate<AppendSeen> wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var patience = Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, cancellationToken);
        while (true)
        {
            Task more;
            lock (_gate)
            {
                while (_next < _seen.Count)
                {
                    if (wanted(_seen[_next++]))
                    {
                        return _seen[_next - 1];
                    }
                }

                more = _more.Task;
            }

            if (await Task.WhenAny(more, patience) == patience)
            {
                await patience;
                throw new TimeoutException(
                    $"No such append came within a minute. What came:\n{string.Join("\n", Seen)}");
            }
        }
    }

    /// <inheritdoc cref="NextAsync(Predicate{AppendSeen}, CancellationToken)"/>
    public Task<AppendSeen> NextAsync(CancellationToken cancellationToken) => NextAsync(_ => true, cancellationToken);

    public async Task<RunOwnership> CreateAsync(
        NewRun run, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        var ownership = await inner.CreateAsync(run, owner, lease, cancellationToken);
        See(new AppendSeen(run.RunId, 0, run.FactCount, run.Facts.ToArray(), null));
        return ownership;
    }

    public async ValueTask AppendAsync(
        RunOwnership ownership, long expectedPosition, int count, ReadOnlyMemory<byte> facts, RunSummaryUpdate? summary,
        CancellationToken cancellationToken)
    {
        await inner.AppendAsync(ownership, expectedPosition, count, facts, summary, cancellationToken);
        See(new AppendSeen(ownership.RunId, expectedPosition, count, facts.ToArray(), summary));
    }

    public Task<RunOwnership?> AcquireAsync(string runId, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.AcquireAsync(runId, owner, lease, cancellationToken);

    public Task<bool> RenewAsync(RunOwnership ownership, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.RenewAsync(ownership, lease, cancellationToken);

    public Task ReleaseAsync(RunOwnership ownership, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(ownership, cancellationToken);

    public IAsyncEnumerable<JournalSegment> ReadAsync(string runId, long from, CancellationToken cancellationToken) =>
        inner.ReadAsync(runId, from, cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadWorkflowAsync(string runId, CancellationToken cancellationToken) =>
        inner.ReadWorkflowAsync(runId, cancellationToken);

    public Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken) =>
        inner.FindAsync(runId, cancellationToken);

    public IAsyncEnumerable<RunRecord> ListAsync(RunFilter filter, CancellationToken cancellationToken) =>
        inner.ListAsync(filter, cancellationToken);

    public Task SendAsync(string runId, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        inner.SendAsync(runId, message, cancellationToken);

    public Task<IReadOnlyList<RunMessage>> TakeMessagesAsync(RunOwnership ownership, CancellationToken cancellationToken) =>
        inner.TakeMessagesAsync(ownership, cancellationToken);

    public Task RemoveMessagesAsync(RunOwnership ownership, long upToId, CancellationToken cancellationToken) =>
        inner.RemoveMessagesAsync(ownership, upToId, cancellationToken);

    public Task<bool> DeleteAsync(string runId, CancellationToken cancellationToken) =>
        inner.DeleteAsync(runId, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void See(AppendSeen append)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            _seen.Add(append);
            told = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        told.SetResult();
    }
}
