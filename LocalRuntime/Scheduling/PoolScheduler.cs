using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>Turns on the thread pool: production.</summary>
internal sealed class PoolScheduler(TimeProvider time, LocalRuntimeOptions options) : ITurnScheduler
{
    private readonly FairPumps? _pumps = options.LaneOf is { } laneOf ? new FairPumps(laneOf) : null;
    private readonly bool _isSystemTime = ReferenceEquals(time, TimeProvider.System);
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    public long NowMs => _isSystemTime ? Environment.TickCount64 : (long)time.GetElapsedTime(_start).TotalMilliseconds;

    public TurnQueue CreateQueue(Activation owner) => new PoolTurnQueue(owner, _pumps);

    public void Post(Action action) => ThreadPool.UnsafeQueueUserWorkItem(static run => run(), action, preferLocal: false);

    public ITimer CreateTimer(TimerCallback callback, object state, TimerOrder order, GrainId key)
    {
        // A timer belongs to no caller: it must not carry the request context of whoever made it.
        if (ExecutionContext.IsFlowSuppressed()) return Create();
        using (ExecutionContext.SuppressFlow()) return Create();

        ITimer Create() => time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void CallSent(long deadlineMs)
    {
        // Deadlines are found by the sweep over busy activations: a call costs nothing here.
    }

    public void CallAnswered()
    {
    }
}
