namespace OrleansTrader.Silo.Replay;

/// <summary>A clock that runs a given multiple of real time, timers included, from an instant that is set before anything reads it.</summary>
/// <param name="speed">Seconds of this clock in a real second, above zero.</param>
internal sealed class ScaledTimeProvider(TimeProvider real, double speed) : TimeProvider
{
    /// <summary>The shortest real wait of a timer, so that a high speed cannot turn a period into a busy loop.</summary>
    private static readonly TimeSpan WaitMin = TimeSpan.FromMilliseconds(1);

    private long _began = real.GetTimestamp();
    private DateTimeOffset _origin = real.GetUtcNow();

    public double Speed => speed;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>From now on the clock goes on from <paramref name="origin"/>.</summary>
    public void StartAt(DateTimeOffset origin)
    {
        _origin = origin;
        _began = real.GetTimestamp();
    }

    public override DateTimeOffset GetUtcNow() => _origin + Elapsed();

    public override long GetTimestamp() => Elapsed().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(this, real.CreateTimer(callback, state, Shrink(dueTime), Shrink(period)));

    private TimeSpan Elapsed() => real.GetElapsedTime(_began) * speed;

    private TimeSpan Shrink(TimeSpan span)
    {
        if (span == Timeout.InfiniteTimeSpan || span == TimeSpan.Zero)
            return span;
        var shrunk = span / speed;
        return shrunk < WaitMin ? WaitMin : shrunk;
    }

    private sealed class ScaledTimer(ScaledTimeProvider clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Shrink(dueTime), clock.Shrink(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
