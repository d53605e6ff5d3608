using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Times;

namespace Tasker.Core.Tests.Times;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("5 minutes", 300_000)]
    [InlineData("30 seconds", 30_000)]
    [InlineData("2 hours", 7_200_000)]
    [InlineData("1m", 60_000)]
    [InlineData("90s", 90_000)]
    [InlineData("3 Mins", 180_000)]
    [InlineData("1 HOUR", 3_600_000)]
    [InlineData("2 hrs", 7_200_000)]
    [InlineData("1 hr", 3_600_000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5 hours", 5_400_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1h 30m", 5_400_000)]
    [InlineData("1 hour 30 minutes", 5_400_000)]
    [InlineData("2 days", 172_800_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("2 weeks", 1_209_600_000)]
    [InlineData(" \t90s\n", 90_000)]
    [InlineData("0s", 0)]
    [InlineData("0.001s", 1)]
    [InlineData("3650d", 315_360_000_000)]
    public void A_duration_as_people_write_it_is_read(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration, out var problem), problem);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
        Assert.Equal("", problem);
    }

    [Theory]
    [InlineData(null, "the duration is empty; write a number and a unit, such as '90s', '5 minutes' or '1h30m'")]
    [InlineData("", "the duration is empty; write a number and a unit, such as '90s', '5 minutes' or '1h30m'")]
    [InlineData("10", "'10' has no unit; write '10s' or '10m'")]
    [InlineData("1.5", "'1.5' has no unit; write '1.5s' or '1.5m'")]
    [InlineData("1h30", "'30' in '1h30' has no unit; write '30s' or '30m'")]
    [InlineData("10 20s", "'10' in '10 20s' has no unit; write '10s' or '10m'")]
    [InlineData("-5s", "'-5s' is negative; a duration is zero or more")]
    [InlineData("abc", "'abc' is no duration; write a number and a unit, such as '90s', '5 minutes' or '1h30m'")]
    [InlineData("1,5 hours", "'1,5 hours' is no duration; write a number and a unit, such as '90s', '5 minutes' or '1h30m'")]
    [InlineData("1.h", "'1.h' is no duration; write a number and a unit, such as '90s', '5 minutes' or '1h30m'")]
    [InlineData(
        "5 minuts",
        "'5 minuts' has the unknown unit 'minuts'; did you mean 'minute'? units are ms, s, m, h, d and w or their English names")]
    [InlineData("5x", "'5x' has the unknown unit 'x'; units are ms, s, m, h, d and w or their English names")]
    [InlineData("30m1h", "'30m1h' names 'h' after a smaller or equal unit; write each unit once, the largest first, such as '1h30m'")]
    [InlineData("1h1h", "'1h1h' names 'h' after a smaller or equal unit; write each unit once, the largest first, such as '1h30m'")]
    [InlineData("3651 days", "'3651 days' is longer than 3650 days, the longest duration there is")]
    [InlineData("99999999999999999999999999999999999d",
        "'99999999999999999999999999999999999d' is longer than 3650 days, the longest duration there is")]
    public void What_is_no_duration_is_refused_with_what_to_write(string? text, string expected)
    {
        Assert.False(DurationText.TryParse(text, out var duration, out var problem));
        Assert.Equal(expected, problem);
        Assert.Equal(TimeSpan.Zero, duration);
    }

    [Fact]
    public void A_very_long_text_is_refused_and_shown_in_part()
    {
        Assert.False(DurationText.TryParse(new string('9', 100_000) + "s", out _, out var problem));
        Assert.True(problem.Length < 200, problem);
    }

    [Theory]
    [InlineData(5_400_000, "1h30m")]
    [InlineData(90_000, "1m30s")]
    [InlineData(500, "500ms")]
    [InlineData(1_500, "1.5s")]
    [InlineData(0.25, "0.25ms")]
    [InlineData(0, "0s")]
    [InlineData(86_400_000, "1d")]
    [InlineData(90_061_001, "1d1h1m1.001s")]
    [InlineData(-90_000, "-1m30s")]
    public void A_duration_is_written_in_its_shortest_form(double milliseconds, string expected) =>
        Assert.Equal(expected, DurationText.Write(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0, "0.0s")]
    [InlineData(-5, "0.0s")]
    [InlineData(0.399, "0.3s")]
    [InlineData(9.99, "9.9s")]
    [InlineData(12.9, "12s")]
    [InlineData(59.999, "59s")]
    [InlineData(65, "1m 05s")]
    [InlineData(7_380, "2h 03m")]
    [InlineData(273_600, "3d 04h")]
    public void A_screen_shows_two_units_at_most(double seconds, string expected) =>
        Assert.Equal(expected, DurationText.Humanize(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_longest_times_there_are_can_be_written_and_shown()
    {
        Assert.StartsWith("10675199d", DurationText.Write(TimeSpan.MaxValue), StringComparison.Ordinal);
        Assert.StartsWith("-10675199d", DurationText.Write(TimeSpan.MinValue), StringComparison.Ordinal);
        Assert.Equal("10675199d 02h", DurationText.Humanize(TimeSpan.MaxValue));
    }

    [Fact]
    public void What_is_written_is_read_back_exactly()
    {
        var ticks = Gen.Choose(0, 29).SelectMany(bits => ArbMap.Default.GeneratorFor<ulong>()
            .Select(any => (long)(any % (ulong)DurationText.Longest.Ticks) >> bits));
        Prop.ForAll(ticks.ToArbitrary(), amount =>
        {
            var duration = new TimeSpan(amount);
            return DurationText.TryParse(DurationText.Write(duration), out var read, out _) && read == duration;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_a_reason()
    {
        var near = Gen.Elements([.. "0123456789.-, hms\u0660dwxMin"]).ArrayOf().Select(c => new string(c));
        var text = Gen.OneOf(near, ArbMap.Default.GeneratorFor<string>());
        Prop.ForAll(text.ToArbitrary(), any =>
            DurationText.TryParse(any, out var duration, out var problem)
                ? problem.Length == 0 && duration >= TimeSpan.Zero && duration <= DurationText.Longest
                : problem.Length > 0 && duration == TimeSpan.Zero).QuickCheckThrowOnFailure();
    }
}
