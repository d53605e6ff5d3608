using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Files;

public sealed class TimestampsLaws
{
    [Fact]
    public void A_time_is_written_in_UTC_with_six_decimals_and_read_again() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue)).Zip(Gen.Choose(-14, 14)).ToArbitrary(),
        given =>
        {
            var ((high, low), hours) = given;
            var ticks = DateTimeOffset.UnixEpoch.Ticks + (((long)high << 31 | (uint)low) % TimeSpan.FromDays(365_000).Ticks);
            var at = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromHours(hours));

            var text = Timestamps.Text(at);

            Assert.Equal(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), text);
            Assert.Equal(ticks - (ticks % TimeSpan.TicksPerMicrosecond), Timestamps.Read(text)!.Value.UtcTicks);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
