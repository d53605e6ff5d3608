namespace Tasker.Engine.Ports;

/// <summary>
/// Keeps the facts of many runs, and who owns each run. One instance serves one process; many processes may use one store.
/// </summary>
/// <remarks>
/// What every journal keeps to, and <c>JournalConformance</c> checks:
/// <list type="bullet">
/// <item>When <see cref="AppendAsync"/> has completed, the facts survive <c>kill -9</c> and power loss (the memory journal: the process's
/// life).</item>
/// <item>Facts of one append are kept all or not at all, in order; a reader never sees part of them.</item>
/// <item>An append that expects another position, or comes with an epoch that is no longer current, changes nothing and throws.</item>
/// <item>Appends of different runs that are under way at the same time share one flush.</item>
/// <item>Damage is found by checksum: everything before it is read, then <see cref="JournalDamagedException"/> names the place.</item>
/// </list>
/// </remarks>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Creates a run, owned by <paramref name="owner"/> with epoch 1, together with its first facts.</summary>
    /// <exception cref="RunExistsException">There is a run with this id.</exception>
    Task<RunOwnership> CreateAsync(NewRun run, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Takes a run that nobody owns, or whose owner is dead or has let its lease run out; raises the epoch.</summary>
    /// <returns>The ownership; null when another owner lives (see <see cref="FindAsync"/> for its name).</returns>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    Task<RunOwnership?> AcquireAsync(string runId, OwnerIdentity owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Makes the lease last <paramref name="lease"/> from now.</summary>
    /// <returns>False when the ownership was lost; the owner must stop at once.</returns>
    Task<bool> RenewAsync(RunOwnership ownership, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives a run up, so that others may take it without waiting. Does nothing when it was lost already.</summary>
    Task ReleaseAsync(RunOwnership ownership, CancellationToken cancellationToken);

    /// <summary>Appends encoded facts durably.</summary>
    /// <param name="ownership">Proof that the run is ours.</param>
    /// <param name="expectedPosition">Number of facts that the run should have before this append.</param>
    /// <param name="count">Number of facts in <paramref name="facts"/>, 1 or more.</param>
    /// <param name="facts">The facts, encoded by <c>FactCodec</c>. Not used after the returned task has completed.</param>
    /// <param name="summary">What lists of runs should show from now on; null: unchanged.</param>
    /// <exception cref="OwnershipLostException">Another owner has taken the run, or the position is not the expected one.</exception>
    /// <exception cref="JournalUnavailableException">The store cannot be written: disk full, read-only, gone. Nothing was kept.</exception>
    ValueTask AppendAsync(
        RunOwnership ownership, long expectedPosition, int count, ReadOnlyMemory<byte> facts, RunSummaryUpdate? summary,
        CancellationToken cancellationToken);

    /// <summary>
    /// The segments of a run (facts as they were appended) from the one that holds position <paramref name="from"/>, in order, to the end
    /// as it is now.
    /// </summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="JournalDamagedException">A segment is damaged; thrown after all segments before it.</exception>
    IAsyncEnumerable<JournalSegment> ReadAsync(string runId, long from, CancellationToken cancellationToken);

    /// <summary>The frozen workflow of a run, as given at creation.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    Task<ReadOnlyMemory<byte>> ReadWorkflowAsync(string runId, CancellationToken cancellationToken);

    /// <summary>One run as lists show it; null when there is no such run.</summary>
    Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Runs, the newest first.</summary>
    IAsyncEnumerable<RunRecord> ListAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>Leaves a message for the owner of a run, durably. The owner finds it by <see cref="TakeMessagesAsync"/>.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    Task SendAsync(string runId, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>The messages of a run in the order of sending; each stays until <see cref="RemoveMessagesAsync"/>.</summary>
    /// <exception cref="OwnershipLostException">Another owner has taken the run.</exception>
    Task<IReadOnlyList<RunMessage>> TakeMessagesAsync(RunOwnership ownership, CancellationToken cancellationToken);

    /// <summary>Removes messages up to and including an id, once what they asked for is in the journal or was refused.</summary>
    /// <exception cref="OwnershipLostException">Another owner has taken the run; nothing was removed.</exception>
    Task RemoveMessagesAsync(RunOwnership ownership, long upToId, CancellationToken cancellationToken);

    /// <summary>Removes an ended run with all that is kept about it. False when it has not ended or is not there.</summary>
    Task<bool> DeleteAsync(string runId, CancellationToken cancellationToken);
}
