using System.Threading.Channels;

namespace Tasker.Testing;

/// <summary>A clock that moves only when told, and that tells which timers are armed.</summary>
/// <remarks>
/// <para>Timers fire inside <see cref="Advance"/>, on its thread, in the order of their due times (equal ones in the order of
/// arming), and see the clock at their own due time. A timer that is due at once fires on the thread pool, as a real one does.</para>
/// <para>Each arming is reported once to <see cref="NextArmedAsync(CancellationToken)"/>, also when nobody waits for it yet, so a
/// test can trigger first and wait after. A periodic timer is reported when it is created or changed, not at each tick.</para>
/// </remarks>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly Channel<TimeSpan> _reports = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = start;
    private long _order;

    /// <summary>Starts at noon of 2 January 2030, UTC.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2030, 1, 2, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long each armed timer still has to wait, the nearest first. To show that nothing will happen, assert this.</summary>
    public IReadOnlyList<TimeSpan> Armed
    {
        get
        {
            lock (_gate)
            {
                return [.. _armed.OrderBy(t => t.DueAt).ThenBy(t => t.Order).Select(t => t.DueAt - _now)];
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The next arming that was not reported yet: how long that timer was told to wait.</summary>
    /// <exception cref="TimeoutException">None came within a minute; the message lists what is armed.</exception>
    public Task<TimeSpan> NextArmedAsync(CancellationToken cancellationToken) => NextArmedAsync(_ => true, cancellationToken);

    /// <summary>The next arming of the wanted kind; reports of other kinds before it are dropped.</summary>
    /// <exception cref="TimeoutException">None came within a minute; the message lists what is armed.</exception>
    public async Task<TimeSpan> NextArmedAsync(Predicate<TimeSpan> wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        guard.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            while (true)
            {
                var due = await _reports.Reader.ReadAsync(guard.Token);
                if (wanted(due))
                {
                    return due;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No such timer was armed within a minute. Armed now: {string.Join(", ", Armed)}.");
        }
    }

    /// <summary>Moves the clock on and fires what comes due on the way, in order. Returns when all callbacks have returned.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset target;
        lock (_gate)
        {
            target = _now + by;
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Moves the clock to the nearest armed timer and fires it.</summary>
    /// <returns>How far the clock moved.</returns>
    /// <exception cref="InvalidOperationException">No timer is armed.</exception>
    public TimeSpan AdvanceToNext()
    {
        var armed = Armed;
        if (armed.Count == 0)
        {
            throw new InvalidOperationException("No timer is armed, so there is nothing to move to.");
        }

        Advance(armed[0]);
        return armed[0];
    }

    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            var next = _armed.OrderBy(t => t.DueAt).ThenBy(t => t.Order).FirstOrDefault();
            if (next is null || next.DueAt > target)
            {
                _now = target > _now ? target : _now;
                return null;
            }

            _now = next.DueAt > _now ? next.DueAt : _now;
            if (next.Period > TimeSpan.Zero)
            {
                next.DueAt += next.Period;
                next.Order = _order++;
            }
            else
            {
                _armed.Remove(next);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public DateTimeOffset DueAt { get; set; }

        public TimeSpan Period { get; private set; }

        public long Order { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                time._armed.Remove(this);
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                DueAt = time._now + dueTime;
                Order = time._order++;
                var atOnce = dueTime <= TimeSpan.Zero;
                if (atOnce)
                {
                    ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
                    DueAt += Period;
                }

                if (!atOnce || Period > TimeSpan.Zero)
                {
                    time._armed.Add(this);
                }

                time._reports.Writer.TryWrite(dueTime);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                _disposed = true;
                time._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
