using Orleans.Concurrency;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals;

/// <summary>The life of one signal, and the only writer of its stream. Key: <c>tenant/signal-id</c>.</summary>
[Alias(GrainAliases.Signal)]
public interface ISignalGrain : ITenantKeyed
{
    /// <summary>
    /// Takes the signal on. It is durable when this returns without a fault; the road goes on afterwards, never in the caller's turn. The same
    /// key again changes nothing and says so.
    /// </summary>
    [Alias("Receive")]
    Task<SignalReceipt> Receive(Signal signal, SourceTerms terms);

    /// <summary>Goes on where the road stopped: after a restart, at the time that was set, or because something of it changed. May come at any time, and twice.</summary>
    [Alias("Resume")]
    Task Resume();

    /// <summary>The second opinion that a subscriber's agent was asked for; one that nobody waits for any more is dropped.</summary>
    [Alias("OnOpinion")]
    Task OnOpinion(string subscriber, SecondOpinion opinion);

    /// <summary>The signal with its whole road; null where it was never received.</summary>
    [Alias("Get")]
    [AlwaysInterleave]
    Task<SignalRow?> Get();
}
