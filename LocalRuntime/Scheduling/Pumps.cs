using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>Runs turns inside a task, so that <see cref="TaskScheduler.Current"/> is the activation's.</summary>
internal static class Pumps
{
    internal static void RunPump(this Task pump, Activation owner)
    {
        var previous = RuntimeContext.Current;
        RuntimeContext.Current = owner;
        try
        {
            pump.RunSynchronously(owner.Tasks);
        }
        finally
        {
            RuntimeContext.Current = previous;
        }
    }
}
