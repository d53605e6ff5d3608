using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite.Native;

namespace Tasker.Storage.Sqlite;

/// <summary>The reads; each leaves no statement open, so that no reader holds up the write-ahead log.</summary>
internal sealed class RunReader(Database database)
{
    private const int BatchSegments = 1024;
    private const int BatchBytes = 1 << 20;
    private const int PageRuns = 256;

    private Statement? _run;
    private Statement? _find;
    private Statement? _holder;
    private Statement? _segments;
    private Statement? _owned;
    private Statement? _messages;

    public RunRecord? Find(string runId)
    {
        _find ??= database.Prepare($"SELECT {RunRow.Columns} FROM run WHERE run_id = ?1");
        if (!_find.Bind(1, runId).Step())
        {
            return null;
        }

        var run = RunRow.Read(_find);
        _find.Reset();
        return run;
    }

    /// <summary>Up to a page of runs after one, the newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    public (List<RunRecord> Runs, RunPage? Next) Page(RunFilter filter, RunPage? after)
    {
        var most = Math.Min(PageRuns, filter.Limit - (after?.Shown ?? 0));
        using var list = database.PrepareOnce($"""
            SELECT {RunRow.Columns} FROM run
            WHERE (?1 IS NULL OR name = ?1) AND (?2 IS NULL OR source = ?2)
                {(filter.Open is { } open ? $"AND ended_at IS {(open ? "" : "NOT ")}NULL" : "")}
                {(after is null ? "" : "AND (created_at, id) < (?3, ?4)")}
            ORDER BY created_at DESC, id DESC LIMIT ?5
            """);
        list.Bind(1, filter.Name).Bind(2, filter.Source).Bind(5, Math.Max(0, most));
        if (after is not null)
        {
            list.Bind(3, after.CreatedAt).Bind(4, after.Id);
        }

        var runs = new List<RunRecord>();
        RunPage? last = null;
        while (list.Step())
        {
            runs.Add(RunRow.Read(list));
            last = new RunPage(list.Number(5), list.Number(0), (after?.Shown ?? 0) + runs.Count);
        }

        return (runs, runs.Count < PageRuns || last!.Shown == filter.Limit ? null : last);
    }

    public ReadOnlyMemory<byte> Workflow(string runId)
    {
        using var workflow = database.PrepareOnce("""
            SELECT workflow.data, workflow.crc FROM run LEFT JOIN workflow ON workflow.hash = run.workflow_hash
            WHERE run.run_id = ?1
            """);
        if (!workflow.Bind(1, runId).Step())
        {
            throw new RunNotFoundException(runId);
        }

        if (workflow.IsNull(1) || Checksum.Of(workflow.Blob(0)) != workflow.Number(1))
        {
            throw new JournalDamagedException(runId, 0, "its workflow is not as it was kept, so the run cannot go on.");
        }

        return workflow.Blob(0).ToArray();
    }

    /// <summary>Some segments of a run from the one that holds a position, and what is wrong behind them.</summary>
    public SegmentBatch Segments(string runId, long from)
    {
        // One snapshot for the row and its segments, or a deletion in between would look like damage.
        database.Execute("BEGIN");
        try
        {
            return SegmentsInside(runId, from);
        }
        finally
        {
            if (database.InTransaction)
            {
                database.Execute("COMMIT");
            }
        }
    }

    public IReadOnlyList<RunMessage> Messages(RunOwnership ownership)
    {
        _owned ??= database.Prepare(
            "SELECT id, epoch, owner_host, owner_boot, owner_process, owner_start FROM run WHERE run_id = ?1");
        if (!_owned.Bind(1, ownership.RunId).Step())
        {
            throw LostOwnership.Deleted(ownership);
        }

        var (run, epoch, owner) = (_owned.Number(0), _owned.Number(1), RunRow.Owner(_owned, 2));
        _owned.Reset();
        if (epoch != ownership.Epoch || owner != ownership.Owner)
        {
            throw LostOwnership.Taken(ownership, owner, epoch);
        }

        _messages ??= database.Prepare("SELECT id, content FROM message WHERE run = ?1 ORDER BY id");
        var messages = new List<RunMessage>();
        _messages.Bind(1, run);
        while (_messages.Step())
        {
            messages.Add(new RunMessage(_messages.Number(0), _messages.Blob(1).ToArray()));
        }

        return messages;
    }

    private SegmentBatch SegmentsInside(string runId, long from)
    {
        _run ??= database.Prepare("SELECT id, position FROM run WHERE run_id = ?1");
        if (!_run.Bind(1, runId).Step())
        {
            throw new RunNotFoundException(runId);
        }

        var (run, end) = (_run.Number(0), _run.Number(1));
        _run.Reset();
        var batch = new SegmentBatch(runId, end, from >= end ? end : Holder(run, from));
        if (batch.IsAtEnd)
        {
            return batch;
        }

        _segments ??= database.Prepare(
            "SELECT id, count, crc, data FROM segment WHERE id >= ?1 AND id < ?2 ORDER BY id");
        _segments.Bind(1, SegmentKey.Of(run, batch.Next)).Bind(2, SegmentKey.Of(run, end));
        try
        {
            var more = true;
            while (batch.Damage is null && batch.Bytes < BatchBytes && batch.Segments.Count < BatchSegments
                && (more = _segments.Step()))
            {
                batch.Add(
                    SegmentKey.PositionOf(_segments.Number(0)), _segments.Number(1), _segments.Number(2), _segments.Blob(3));
            }

            if (!more)
            {
                batch.Close();
            }
        }
        catch (SqliteFailure broken) when (broken.PrimaryCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            batch.BreakOff($"the database file itself is damaged ({broken.Words}).");
        }
        finally
        {
            _segments.Reset();
        }

        return batch;
    }

    // The position of the segment that holds a position; where there is none, the position itself, which then shows as a gap.
    private long Holder(long run, long from)
    {
        if (from == 0)
        {
            return 0;
        }

        _holder ??= database.Prepare("SELECT id, count FROM segment WHERE id >= ?1 AND id <= ?2 ORDER BY id DESC LIMIT 1");
        if (!_holder.Bind(1, SegmentKey.Of(run, 0)).Bind(2, SegmentKey.Of(run, from)).Step())
        {
            return 0;
        }

        var (position, count) = (SegmentKey.PositionOf(_holder.Number(0)), _holder.Number(1));
        _holder.Reset();
        return position + count > from ? position : position + count;
    }
}
