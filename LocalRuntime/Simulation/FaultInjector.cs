using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Calls;
using OrleansTrader.LocalRuntime.Scheduling;
using OrleansTrader.LocalRuntime.Streams;
using OrleansTrader.LocalRuntime.Timers;

namespace OrleansTrader.LocalRuntime.Simulation;

/// <summary>Draws the faults of a simulation from its seed (SplitMix64: Steele, Lea and Flood, 2014).</summary>
internal sealed class FaultInjector(LocalFaults faults, ulong seed, GrainRuntime runtime)
{
    private const double Unit = 1.0 / (1UL << 53);

    private ulong _state = seed;

    internal bool FailsCall(Invocation call) =>
        faults.FailCall > 0
        && call.Method.GrainInterface != typeof(IGrainTimerInvoker)
        && call.Method.GrainInterface != typeof(IStreamConsumerExtension)
        && faults.MayFail?.Invoke(call.Target!.GrainId, call.Method.Method.Name) != false
        && Draw() < faults.FailCall;

    internal void AfterCall(Activation activation)
    {
        if (faults.DeactivateAfterCall > 0 && Draw() < faults.DeactivateAfterCall)
        {
            activation.Deactivate(new(DeactivationReasonCode.RuntimeRequested, "Injected fault."));
        }
    }

    internal void Deliver(Subscription subscription, StreamItem item)
    {
        if (Happens(faults.DropStreamItem)) return;
        if (Happens(faults.DuplicateStreamItem)) subscription.Deliver(item);
        if (!Happens(faults.DelayStreamItem))
        {
            subscription.Deliver(item);
            return;
        }

        var timer = runtime.Scheduler.CreateTimer(
            static late => ((LateItem)late!).Deliver(), new LateItem(subscription, item), TimerOrder.Grain, subscription.Grain ?? GrainRuntime.ClientId);
        timer.Change(faults.StreamDelayMax * Draw(), Timeout.InfiniteTimeSpan);
    }

    private bool Happens(double probability) => probability > 0 && Draw() < probability;

    private double Draw()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * Unit;
        }
    }

    private sealed record LateItem(Subscription Subscription, StreamItem Item)
    {
        internal void Deliver() => Subscription.Deliver(Item);
    }
}
