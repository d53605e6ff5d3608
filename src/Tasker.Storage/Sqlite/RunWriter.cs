using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite.Native;

namespace Tasker.Storage.Sqlite;

/// <summary>The writes, each inside a transaction that others share.</summary>
/// <remarks>A write that is refused (any <see cref="JournalException"/> but <see cref="JournalUnavailableException"/>) has changed
/// nothing, so that the others of its transaction go on.</remarks>
internal sealed class RunWriter(Database database)
{
    private const string IfOwned =
        "epoch = ?2 AND owner_process = ?3 AND owner_start = ?4 AND owner_boot = ?5 AND owner_host = ?6";

    private readonly Statement _owned = database.Prepare($"SELECT id, position, {IfOwned} FROM run WHERE run_id = ?1");
    private readonly Statement _append = database.Prepare("INSERT INTO segment (id, count, crc, data) VALUES (?1, ?2, ?3, ?4)");
    private readonly Statement _position = database.Prepare("UPDATE run SET position = ?2 WHERE id = ?1");
    private Statement? _counts;
    private Statement? _summary;
    private Statement? _run;
    private Statement? _workflow;
    private Statement? _take;
    private Statement? _renew;
    private Statement? _message;

    public RunOwnership Create(NewRun run, OwnerIdentity owner, DateTimeOffset until)
    {
        _run ??= database.Prepare("""
            INSERT INTO run (
                run_id, name, front_door, source, created_at, workflow_hash, position, status, done, failed, total,
                epoch, owner_host, owner_boot, owner_process, owner_start, lease_until, labels)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, 0, 1, ?9, ?10, ?11, ?12, ?13, ?14)
            ON CONFLICT (run_id) DO NOTHING
            """);
        var created = _run
            .Bind(1, run.RunId).Bind(2, run.Name).Bind(3, run.FrontDoor).Bind(4, run.Source)
            .Bind(5, Instant.ToNumber(run.CreatedAt)).Bind(6, run.WorkflowHash)
            .Bind(7, run.FactCount).Bind(8, (int)RunStatus.Running)
            .Bind(9, owner.Host).Bind(10, owner.BootId).Bind(11, owner.ProcessId).Bind(12, owner.StartTime)
            .Bind(13, Instant.ToNumber(until)).Bind(14, Labels.ToText(run.Labels))
            .Run();
        if (created == 0)
        {
            throw new RunExistsException(run.RunId);
        }

        var key = SegmentKey.Of(database.LastInsertRowId, 0);
        _workflow ??= database.Prepare("INSERT INTO workflow (hash, crc, data) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING");
        _workflow.Bind(1, run.WorkflowHash).Bind(2, Checksum.Of(run.Workflow.Span)).Bind(3, run.Workflow.Span).Run();
        if (run.FactCount > 0)
        {
            Insert(run.RunId, key, 0, run.FactCount, run.Facts.Span);
        }

        return new RunOwnership(run.RunId, owner, 1);
    }

    public void Append(
        RunOwnership ownership, long expectedPosition, int count, ReadOnlySpan<byte> facts, RunSummaryUpdate? summary)
    {
        var (run, position) = Owned(ownership);
        if (position != expectedPosition)
        {
            throw LostOwnership.Moved(ownership, expectedPosition, position);
        }

        try
        {
            Insert(ownership.RunId, SegmentKey.Of(run, position), position, count, facts);
        }
        catch (SqliteFailure taken) when (taken.PrimaryCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            throw new JournalDamagedException(
                ownership.RunId, position, "there are facts after what its run says is the last one.");
        }

        if (summary is null)
        {
            _position.Bind(1, run).Bind(2, position + count).Run();
            return;
        }

        // The row changes with each append in any case; but an end is in an index, which a run that goes on need not touch.
        if (summary.EndedAt is null)
        {
            _counts ??= database.Prepare(
                "UPDATE run SET position = ?2, status = ?3, done = ?4, failed = ?5, total = ?6 WHERE id = ?1 AND ended_at IS NULL");
            if (Bind(_counts).Run() > 0)
            {
                return;
            }
        }

        _summary ??= database.Prepare(
            "UPDATE run SET position = ?2, status = ?3, done = ?4, failed = ?5, total = ?6, ended_at = ?7 WHERE id = ?1");
        Bind(_summary).Bind(7, summary.EndedAt is { } ended ? Instant.ToNumber(ended) : null).Run();

        Statement Bind(Statement update) => update.Bind(1, run).Bind(2, position + count)
            .Bind(3, (int)summary.Status).Bind(4, summary.Done).Bind(5, summary.Failed).Bind(6, summary.Total);
    }

    /// <summary>Gives a run to an owner, if nothing about its ownership has changed since it was looked at.</summary>
    public RunOwnership? Take(RunRecord seen, OwnerIdentity owner, DateTimeOffset until)
    {
        _take ??= database.Prepare("""
            UPDATE run SET epoch = epoch + 1, lease_until = ?4,
                owner_host = ?5, owner_boot = ?6, owner_process = ?7, owner_start = ?8
            WHERE run_id = ?1 AND epoch = ?2 AND lease_until IS ?3
            """);
        var taken = _take
            .Bind(1, seen.RunId).Bind(2, seen.Epoch).Bind(3, seen.LeaseUntil is { } lease ? Instant.ToNumber(lease) : null)
            .Bind(4, Instant.ToNumber(until))
            .Bind(5, owner.Host).Bind(6, owner.BootId).Bind(7, owner.ProcessId).Bind(8, owner.StartTime)
            .Run();
        return taken == 0 ? null : new RunOwnership(seen.RunId, owner, seen.Epoch + 1);
    }

    public bool Renew(RunOwnership ownership, DateTimeOffset until)
    {
        _renew ??= database.Prepare($"UPDATE run SET lease_until = ?7 WHERE run_id = ?1 AND {IfOwned}");
        return BindOwnership(_renew, ownership).Bind(7, Instant.ToNumber(until)).Run() > 0;
    }

    public void Release(RunOwnership ownership)
    {
        using var release = database.PrepareOnce($"""
            UPDATE run SET lease_until = NULL,
                owner_host = NULL, owner_boot = NULL, owner_process = NULL, owner_start = NULL
            WHERE run_id = ?1 AND {IfOwned}
            """);
        BindOwnership(release, ownership).Run();
    }

    public void Send(string runId, ReadOnlySpan<byte> message)
    {
        _message ??= database.Prepare("INSERT INTO message (run, content) SELECT id, ?2 FROM run WHERE run_id = ?1");
        if (_message.Bind(1, runId).Bind(2, message).Run() == 0)
        {
            throw new RunNotFoundException(runId);
        }
    }

    public void RemoveMessages(RunOwnership ownership, long upToId)
    {
        using var remove = database.PrepareOnce("DELETE FROM message WHERE run = ?1 AND id <= ?2");
        remove.Bind(1, Owned(ownership).Run).Bind(2, upToId).Run();
    }

    public bool Delete(string runId)
    {
        using var ended = database.PrepareOnce("SELECT id, workflow_hash FROM run WHERE run_id = ?1 AND ended_at IS NOT NULL");
        if (!ended.Bind(1, runId).Step())
        {
            return false;
        }

        var (run, hash) = (ended.Number(0), ended.Text(1));
        ended.Reset();
        using var segments = database.PrepareOnce("DELETE FROM segment WHERE id >= ?1 AND id < ?2");
        segments.Bind(1, run << SegmentKey.PositionBits).Bind(2, (run + 1) << SegmentKey.PositionBits).Run();
        using var messages = database.PrepareOnce("DELETE FROM message WHERE run = ?1");
        messages.Bind(1, run).Run();
        using var row = database.PrepareOnce("DELETE FROM run WHERE id = ?1");
        row.Bind(1, run).Run();
        using var workflow = database.PrepareOnce(
            "DELETE FROM workflow WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM run WHERE workflow_hash = ?1)");
        workflow.Bind(1, hash).Run();
        return true;
    }

    private static Statement BindOwnership(Statement statement, RunOwnership ownership) => statement
        .Bind(1, ownership.RunId).Bind(2, ownership.Epoch)
        .Bind(3, ownership.Owner.ProcessId).Bind(4, ownership.Owner.StartTime)
        .Bind(5, ownership.Owner.BootId).Bind(6, ownership.Owner.Host);

    private (long Run, long Position) Owned(RunOwnership ownership)
    {
        if (!BindOwnership(_owned, ownership).Step())
        {
            throw LostOwnership.Deleted(ownership);
        }

        var (run, position, owned) = (_owned.Number(0), _owned.Number(1), _owned.Int(2) == 1);
        _owned.Reset();
        if (owned)
        {
            return (run, position);
        }

        using var owner = database.PrepareOnce(
            "SELECT epoch, owner_host, owner_boot, owner_process, owner_start FROM run WHERE id = ?1");
        owner.Bind(1, run).Step();
        throw LostOwnership.Taken(ownership, RunRow.Owner(owner, 1), owner.Number(0));
    }

    private void Insert(string runId, long key, long position, int count, ReadOnlySpan<byte> facts) => _append
        .Bind(1, key).Bind(2, count).Bind(3, Checksum.OfSegment(runId, position, count, facts)).Bind(4, facts)
        .Run();
}
