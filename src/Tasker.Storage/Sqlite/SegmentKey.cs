using Tasker.Engine.Ports;

namespace Tasker.Storage.Sqlite;

/// <summary>The key of a segment: number of the run and position in one integer.</summary>
/// <remarks>
/// An integer key is the row id itself, so that an append writes one page of one tree, and the segments of a run lie together in order.
/// 27 bits count runs, 36 bits count the facts of one run.
/// </remarks>
internal static class SegmentKey
{
    public const int PositionBits = 36;

    private const long MostRuns = 1L << (63 - PositionBits);
    private const long MostFacts = 1L << PositionBits;

    public static long Of(long run, long position)
    {
        if (run >= MostRuns || position >= MostFacts)
        {
            throw new JournalUnavailableException(
                $"The journal is full: it holds {MostRuns} runs at most, and {MostFacts} facts of one run. Begin a new one.");
        }

        return (run << PositionBits) | position;
    }

    public static long PositionOf(long key) => key & (MostFacts - 1);
}
