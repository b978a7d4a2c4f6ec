using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Calls;

namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>Something to do in an activation's turn. It is its own link, so that queueing allocates nothing.</summary>
internal abstract class WorkItem
{
    internal WorkItem? Next { get; set; }

    internal abstract void Run(Activation activation);
}

/// <summary>What waits for a turn of one activation. Safe to push to from any thread.</summary>
internal abstract class TurnQueue
{
    internal abstract void Push(WorkItem item);

    /// <summary>Pushes a call, of which only the answer tells when it ran.</summary>
    internal virtual void PushCall(Invocation call) => Push(call);

    /// <summary>Pushes the continuation of an await, a task of the activation's scheduler.</summary>
    internal abstract void Push(Task continuation);
}

/// <summary>Decides when and where turns run, and what time it is.</summary>
internal interface ITurnScheduler
{
    TimeProvider Time { get; }

    /// <summary>A cheap monotonic clock for deadlines and idle ages, in milliseconds.</summary>
    long NowMs { get; }

    TurnQueue CreateQueue(Activation owner);

    /// <summary>Runs an action outside of any activation.</summary>
    void Post(Action action);

    /// <summary>A one-shot timer that isn't started; <paramref name="order"/> and <paramref name="key"/> place it among others at one instant.</summary>
    ITimer CreateTimer(TimerCallback callback, object state, TimerOrder order, GrainId key);

    /// <summary>Called when a call begins to wait for its answer until <paramref name="deadlineMs"/>.</summary>
    void CallSent(long deadlineMs);

    /// <summary>Called when a call has got its answer, whichever.</summary>
    void CallAnswered();
}

/// <summary>Places the runtime's own timers among others that are due at the same instant.</summary>
internal enum TimerOrder
{
    Grain,
    Reminder,
    Housekeeping,
}
