using Tasker.Engine.Ports;

namespace Tasker.Testing;

/// <summary>Makes chosen appends fail or wait, before or after the inner journal has kept them.</summary>
/// <remarks>Appends are counted from 1 in the order in which they arrive, over all runs; the creation of a run is not counted.</remarks>
public sealed class FaultyJournal(IJournal inner) : IJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Func<Task>> _before = [];
    private readonly Dictionary<int, Func<Task>> _after = [];
    private int _goneFrom = int.MaxValue;
    private int _appends;

    /// <summary>Appends that have arrived so far.</summary>
    public int Appends
    {
        get
        {
            lock (_gate)
            {
                return _appends;
            }
        }
    }

    /// <summary>The store as it is when its disk is full.</summary>
    public static JournalUnavailableException DiskFull { get; } =
        new("The disk that holds the journal is full. Nothing of this was kept. Make room and try again.");

    /// <summary>The n-th append fails and keeps nothing.</summary>
    public void FailBefore(int append, JournalException failure) => Set(_before, append, () => Task.FromException(failure));

    /// <summary>The n-th append is kept, but its writer is told that it failed, as when the answer is lost.</summary>
    public void FailAfter(int append, JournalException failure) => Set(_after, append, () => Task.FromException(failure));

    /// <summary>From the n-th append on every write fails and keeps nothing, as when the process had died there.</summary>
    public void GoneFrom(int append)
    {
        lock (_gate)
        {
            _goneFrom = append;
        }
    }

    /// <summary>The store works again; what was to fail or to wait and did not arrive yet goes through.</summary>
    public void Repair()
    {
        lock (_gate)
        {
            _goneFrom = int.MaxValue;
            _before.Clear();
            _after.Clear();
        }
    }

    /// <summary>The n-th append waits before anything is kept, until it is let go.</summary>
    public HeldAppend HoldBefore(int append)
    {
        var held = new HeldAppend();
        Set(_before, append, held.WaitAsync);
        return held;
    }

    /// <summary>The n-th append is kept, and its writer waits until it is let go.</summary>
    public HeldAppend HoldAfter(int append)
    {
        var held = new HeldAppend();
        Set(_after, append, held.WaitAsync);
        return held;
    }

    public async ValueTask AppendAsync(
        RunOwnership ownership, long expectedPosition, int count, ReadOnlyMemory<byte> facts, RunSummaryUpdate? summary,
        CancellationToken cancellationToken)
    {
        Func<Task>? before;
        Func<Task>? after;
        lock (_gate)
        {
            var append = ++_appends;
            ThrowIfGone(append);
            _before.Remove(append, out before);
            _after.Remove(append, out after);
        }

        await (before?.Invoke() ?? Task.CompletedTask);
        await inner.AppendAsync(ownership, expectedPosition, count, facts, summary, cancellationToken);
        await (after?.Invoke() ?? Task.CompletedTask);
    }

    public Task<RunOwnership> CreateAsync(NewRun run, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken) =>
        Write(() => inner.CreateAsync(run, owner, lease, cancellationToken));

    public Task<RunOwnership?> AcquireAsync(string runId, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken) =>
        Write(() => inner.AcquireAsync(runId, owner, lease, cancellationToken));

    public Task<bool> RenewAsync(RunOwnership ownership, TimeSpan lease, CancellationToken cancellationToken) =>
        Write(() => inner.RenewAsync(ownership, lease, cancellationToken));

    public Task ReleaseAsync(RunOwnership ownership, CancellationToken cancellationToken) =>
        Write(() => inner.ReleaseAsync(ownership, cancellationToken));

    public IAsyncEnumerable<JournalSegment> ReadAsync(string runId, long from, CancellationToken cancellationToken) =>
        inner.ReadAsync(runId, from, cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadWorkflowAsync(string runId, CancellationToken cancellationToken) =>
        inner.ReadWorkflowAsync(runId, cancellationToken);

    public Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken) =>
        inner.FindAsync(runId, cancellationToken);

    public IAsyncEnumerable<RunRecord> ListAsync(RunFilter filter, CancellationToken cancellationToken) =>
        inner.ListAsync(filter, cancellationToken);

    public Task SendAsync(string runId, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        Write(() => inner.SendAsync(runId, message, cancellationToken));

    public Task<IReadOnlyList<RunMessage>> TakeMessagesAsync(RunOwnership ownership, CancellationToken cancellationToken) =>
        inner.TakeMessagesAsync(ownership, cancellationToken);

    public Task RemoveMessagesAsync(RunOwnership ownership, long upToId, CancellationToken cancellationToken) =>
        Write(() => inner.RemoveMessagesAsync(ownership, upToId, cancellationToken));

    public Task<bool> DeleteAsync(string runId, CancellationToken cancellationToken) =>
        Write(() => inner.DeleteAsync(runId, cancellationToken));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Set(Dictionary<int, Func<Task>> hooks, int append, Func<Task> hook)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(append, _appends);
            hooks.Add(append, hook);
        }
    }

    private async Task<T> Write<T>(Func<Task<T>> write)
    {
        lock (_gate)
        {
            ThrowIfGone(_appends);
        }

        return await write();
    }

    private Task<bool> Write(Func<Task> write) => Write(async () =>
    {
        await write();
        return true;
    });

    private void ThrowIfGone(int append)
    {
        if (append >= _goneFrom)
        {
            throw new JournalUnavailableException($"The journal is gone since append {_goneFrom}, as the test has asked.");
        }
    }
}
