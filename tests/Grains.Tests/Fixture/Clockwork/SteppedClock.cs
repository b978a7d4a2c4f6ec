namespace OrleansTrader.GrainsTests.Fixture.Clockwork;

/// <summary>
/// The grains' clock on Orleans: it stands still until a test moves it, from one timer that is due to the next. Orleans' own timers go
/// by the machine's clock.
/// </summary>
internal sealed class SteppedClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(Alarm Alarm, long Version), (long Ticks, long Number)> _due = new();
    private long _nowTicks = start.UtcTicks;
    private long _numbers;
    private int _ringing;
    private long _changes;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers of grains that have gone off and whose turn has not ended.</summary>
    public int Ringing => Volatile.Read(ref _ringing);

    /// <summary>Grows with everything that happens to a timer.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _nowTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _nowTicks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // Orleans' own parts get their timers where grains do, and have to go on while the grains' time stands still.
        if (IsOfGrain(state) && state!.ToString()!.Contains("SystemTarget", StringComparison.Ordinal))
            return System.CreateTimer(callback, state, dueTime, period);
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Goes on to the next timer that is due, at the latest at <paramref name="until"/>, and lets it go off.</summary>
    /// <returns>False where none is due by then; the clock stands still.</returns>
    public bool Step(DateTimeOffset until)
    {
        Alarm? next = null;
        lock (_gate)
        {
            while (next is null && _due.TryPeek(out var item, out var order) && order.Ticks <= until.UtcTicks)
            {
                _due.Dequeue();
                if (item.Alarm.Version != item.Version)
                    continue;
                _nowTicks = Math.Max(_nowTicks, order.Ticks);
                next = item.Alarm;
                next.Take();
            }
        }

        next?.Ring();
        return next is not null;
    }

    /// <summary>Puts the clock forward; timers that are due by then go off at the next step.</summary>
    public void Set(DateTimeOffset now)
    {
        lock (_gate)
            _nowTicks = Math.Max(_nowTicks, now.UtcTicks);
    }

    private static bool IsOfGrain(object? state) =>
        state?.GetType().FullName?.StartsWith("Orleans.Runtime.GrainTimer", StringComparison.Ordinal) == true;

    private sealed class Alarm(SteppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        // A grain's timer is armed again, or disposed of, when its turn has ended.
        private readonly bool _isOfGrain = IsOfGrain(state);
        private TimeSpan _period;
        private bool _rings;
        private bool _isDisposed;

        public long Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_isDisposed)
                    return false;
                _period = period;
                Version++;
                Rest();
                if (dueTime != Timeout.InfiniteTimeSpan)
                    Arm(dueTime);
                return true;
            }
        }

        /// <summary>Under the clock's lock, when it is due: counts it as ringing, and arms it again where it is periodic.</summary>
        public void Take()
        {
            Version++;
            clock._changes++;
            if (_isOfGrain)
            {
                _rings = true;
                clock._ringing++;
            }

            if (_period > TimeSpan.Zero)
                Arm(_period);
        }

        public void Ring() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                _isDisposed = true;
                Version++;
                Rest();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(TimeSpan span) => clock._due.Enqueue((this, Version), (clock._nowTicks + span.Ticks, ++clock._numbers));

        private void Rest()
        {
            clock._changes++;
            if (!_rings)
                return;
            _rings = false;
            clock._ringing--;
        }
    }
}
