using Tasker.Testing;

namespace Tasker.Storage.Tests.Testing;

public sealed class ManualTimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_armed_timer_is_reported_though_nobody_waited_yet()
    {
        var time = new ManualTime();

        var delay = Task.Delay(3 * Second, time);

        Assert.Equal(3 * Second, await time.NextArmedAsync(CancellationToken.None));
        Assert.False(delay.IsCompleted);
        time.Advance(3 * Second);
        Assert.True(delay.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Waiting_for_one_kind_of_timer_skips_the_others()
    {
        var time = new ManualTime();
        var waiting = time.NextArmedAsync(due => due == 5 * Second, CancellationToken.None);

        _ = Task.Delay(Second, time);
        Assert.False(waiting.IsCompleted);
        _ = Task.Delay(5 * Second, time);

        Assert.Equal(5 * Second, await waiting);
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_times_at_those_times()
    {
        var time = new ManualTime();
        var start = time.GetUtcNow();
        var seen = new List<(string Name, TimeSpan At)>();
        using var late = time.CreateTimer(_ => seen.Add(("late", time.GetUtcNow() - start)), null, 3 * Second, default);
        using var early = time.CreateTimer(_ => seen.Add(("early", time.GetUtcNow() - start)), null, Second, default);
        using var twin = time.CreateTimer(_ => seen.Add(("twin", time.GetUtcNow() - start)), null, 3 * Second, default);
        using var never = time.CreateTimer(_ => seen.Add(("never", default)), null, 9 * Second, default);

        time.Advance(4 * Second);

        Assert.Equal([("early", Second), ("late", 3 * Second), ("twin", 3 * Second)], seen);
        Assert.Equal([5 * Second], time.Armed);
        Assert.Equal(start + (4 * Second), time.GetUtcNow());
    }

    [Fact]
    public void A_timer_armed_by_a_callback_fires_in_the_same_advance_when_it_comes_due()
    {
        var time = new ManualTime();
        var fired = 0;
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                fired++;
                timer!.Change(Second, Timeout.InfiniteTimeSpan);
            },
            null, Second, Timeout.InfiniteTimeSpan);

        time.Advance(10 * Second);

        Assert.Equal(10, fired);
        timer.Dispose();
        Assert.Empty(time.Armed);
    }

    [Fact]
    public void A_periodic_timer_fires_once_per_period_until_it_is_disposed()
    {
        var time = new ManualTime();
        var fired = 0;
        var timer = time.CreateTimer(_ => fired++, null, Second, 2 * Second);

        time.Advance(6 * Second);
        timer.Dispose();
        time.Advance(6 * Second);

        Assert.Equal(3, fired);
        Assert.False(timer.Change(Second, Second));
    }

    [Fact]
    public async Task A_timer_that_is_due_at_once_fires_without_an_advance()
    {
        var time = new ManualTime();
        var fired = new TaskCompletionSource();

        await using var timer = time.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(time.Armed);
    }

    [Fact]
    public void A_cancelled_delay_is_not_armed_any_more()
    {
        var time = new ManualTime();
        using var cancel = new CancellationTokenSource();
        _ = Task.Delay(Second, time, cancel.Token);
        Assert.Single(time.Armed);

        cancel.Cancel();

        Assert.Empty(time.Armed);
        Assert.Throws<InvalidOperationException>(() => time.AdvanceToNext());
    }

    [Fact]
    public void Elapsed_time_is_what_was_advanced()
    {
        var time = new ManualTime();
        var begin = time.GetTimestamp();

        time.Advance(TimeSpan.FromMilliseconds(1234));

        Assert.Equal(TimeSpan.FromMilliseconds(1234), time.GetElapsedTime(begin));
    }
}
