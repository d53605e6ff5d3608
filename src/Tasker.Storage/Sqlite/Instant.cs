namespace Tasker.Storage.Sqlite;

/// <summary>Points in time as the database keeps them: steps of 100 ns since 1970, UTC, so that none loses a tick.</summary>
internal static class Instant
{
    public static long ToNumber(DateTimeOffset at) => at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;

    public static DateTimeOffset FromNumber(long number) =>
        new(Math.Clamp(number + DateTimeOffset.UnixEpoch.UtcTicks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
}
