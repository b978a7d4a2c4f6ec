namespace OrleansTrader.Venues.Tests;

/// <summary>A clock that moves when told to; timers fire inside <see cref="Advance"/>.</summary>
internal sealed class FakeTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, stopping at each timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (_lock)
            target = _now + by;
        while (true)
        {
            FakeTimer? next;
            lock (_lock)
            {
                next = _timers.Where(t => t.Due <= target).MinBy(t => t.Due);
                _now = next is null ? target : (next.Due > _now ? next.Due : _now);
                if (next is null)
                    return;
                if (next.Period > TimeSpan.Zero)
                    next.Due += next.Period;
                else
                    _timers.Remove(next);
            }

            next.Fire();
        }
    }

    /// <summary>Whether a timer waits that was set for less than a span.</summary>
    public bool HasTimerShorterThan(TimeSpan span)
    {
        lock (_lock)
            return _timers.Exists(t => t.Asked < span);
    }

    /// <summary>Whether a timer waits that was set for exactly a span.</summary>
    public bool HasTimerOf(TimeSpan span)
    {
        lock (_lock)
            return _timers.Exists(t => t.Asked == span);
    }

    /// <summary>Moves the clock to the next timer, if there is one.</summary>
    public bool AdvanceToNextTimer()
    {
        TimeSpan by;
        lock (_lock)
        {
            if (_timers.Count == 0)
                return false;
            by = _timers.Min(t => t.Due) - _now;
        }

        Advance(by > TimeSpan.Zero ? by : TimeSpan.Zero);
        return true;
    }

    private void Schedule(FakeTimer timer, TimeSpan due, TimeSpan period)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = _now + due;
            timer.Asked = due;
            timer.Period = period;
            _timers.Add(timer);
        }
    }

    private sealed class FakeTimer(FakeTime owner, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; set; }

        public TimeSpan Asked { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Schedule(this, dueTime, period);
            return true;
        }

        public void Dispose()
        {
            lock (owner._lock)
                owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
