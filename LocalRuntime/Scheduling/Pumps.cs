using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>Runs turns inside a task, so that <see cref="TaskScheduler.Current"/> is the activation's.</summary>
internal static class Pumps
{
    /// <summary>The pump that is about to run on this thread.</summary>
    [field: ThreadStatic]
    internal static Task? Current { get; private set; }

    internal static void RunPump(this Task pump, Activation owner)
    {
        var previous = RuntimeContext.Current;
        RuntimeContext.Current = owner;
        try
        {
            pump.RunPump(owner.Tasks);
        }
        finally
        {
            RuntimeContext.Current = previous;
        }
    }

    internal static void RunPump(this Task pump, TaskScheduler scheduler)
    {
        Current = pump;
        pump.RunSynchronously(scheduler);
    }
}
