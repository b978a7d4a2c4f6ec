namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>A clock that can be put forward while timers go on as they were: a machine that was too slow, or asleep.</summary>
internal sealed class LeapingClock(TimeProvider timers) : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => timers.GetUtcNow() + Ahead;

    public override long GetTimestamp() => timers.GetTimestamp();

    public override long TimestampFrequency => timers.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        timers.CreateTimer(callback, state, dueTime, period);
}
