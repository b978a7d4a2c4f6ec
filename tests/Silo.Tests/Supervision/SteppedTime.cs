using System.Collections.Concurrent;

namespace OrleansTrader.Silo.Tests.Supervision;

/// <summary>A clock whose waits are over at once and are noted, or that stands.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ticks;

    public bool Stands { get; init; }

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        Waiting.TrySetResult();
        return System.CreateTimer(callback, state, Stands ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
