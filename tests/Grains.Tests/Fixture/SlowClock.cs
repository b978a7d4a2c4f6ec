namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>A clock that loses a millisecond a minute, so that every timer goes off too early by it.</summary>
internal sealed class SlowClock(TimeProvider timers) : TimeProvider
{
    private readonly DateTimeOffset _start = timers.GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        var since = timers.GetUtcNow() - _start;
        return _start + since - TimeSpan.FromTicks(since.Ticks / 60_000);
    }

    public override long GetTimestamp() => timers.GetTimestamp();

    public override long TimestampFrequency => timers.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        timers.CreateTimer(callback, state, dueTime, period);
}
