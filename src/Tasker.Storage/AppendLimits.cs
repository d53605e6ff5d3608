using Tasker.Engine.Ports;

namespace Tasker.Storage;

/// <summary>What every journal refuses before it does anything, in the same way.</summary>
internal static class AppendLimits
{
    /// <summary>The most bytes of one append, one workflow or one message.</summary>
    public const int MostBytes = 512 << 20;

    public static void Check(long expectedPosition, int count, ReadOnlyMemory<byte> facts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedPosition);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(facts.Length, MostBytes, nameof(facts));
    }

    public static void Check(NewRun run)
    {
        ArgumentException.ThrowIfNullOrEmpty(run.RunId, nameof(run));
        ArgumentOutOfRangeException.ThrowIfNegative(run.FactCount, nameof(run));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(run.Facts.Length, MostBytes, nameof(run));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(run.Workflow.Length, MostBytes, nameof(run));
        if (run.FactCount == 0 && run.Facts.Length > 0)
        {
            throw new ArgumentException("There are bytes of facts, but their count is 0.", nameof(run));
        }
    }

    public static void Check(ReadOnlyMemory<byte> message) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, MostBytes, nameof(message));

    /// <summary>The end of a lease that begins now; the end of time when it would be later.</summary>
    public static DateTimeOffset LeaseEnd(TimeProvider time, TimeSpan lease)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        var now = time.GetUtcNow();
        return lease < DateTimeOffset.MaxValue - now ? now + lease : DateTimeOffset.MaxValue;
    }
}
