using Tasker.Engine.Ports;

namespace Tasker.Storage.Sqlite;

/// <summary>Segments that were read at once, checked one by one.</summary>
/// <param name="runId">The run.</param>
/// <param name="end">Number of facts that the run says it has.</param>
/// <param name="next">Position at which the next segment must begin.</param>
internal sealed class SegmentBatch(string runId, long end, long next)
{
    private readonly List<JournalSegment> _segments = [];

    /// <summary>The sound ones.</summary>
    public IReadOnlyList<JournalSegment> Segments => _segments;

    /// <summary>Position after the last sound one.</summary>
    public long Next { get; private set; } = next;

    public long Bytes { get; private set; }

    public bool IsAtEnd => Next >= end;

    /// <summary>What is wrong after <see cref="Next"/>; null when nothing is known to be.</summary>
    public JournalDamagedException? Damage { get; private set; }

    public void Add(long position, long count, long crc, ReadOnlySpan<byte> facts)
    {
        if (position != Next)
        {
            BreakOff($"facts {Next} to {position - 1} are missing.");
        }
        else if (count is < 1 or > int.MaxValue || position + count > end)
        {
            BreakOff($"a segment says that it has {count} facts, and the run has {end}.");
        }
        else if (Checksum.OfSegment(runId, position, (int)count, facts) != crc)
        {
            BreakOff($"the checksum of its next {count} facts ({facts.Length} bytes) does not match.");
        }
        else
        {
            _segments.Add(new JournalSegment(position, (int)count, facts.ToArray()));
            Next += count;
            Bytes += facts.Length;
        }
    }

    /// <summary>The store has no more rows of the run.</summary>
    public void Close()
    {
        if (!IsAtEnd)
        {
            BreakOff($"facts {Next} to {end - 1} are missing.");
        }
    }

    public void BreakOff(string detail) => Damage ??= new JournalDamagedException(runId, Next, detail);
}
