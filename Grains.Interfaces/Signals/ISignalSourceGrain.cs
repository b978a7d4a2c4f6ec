using Orleans.Concurrency;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals;

/// <summary>Where alerts come in from. Key: <c>tenant/source</c>. One that was never set up takes part in everything, and knows nobody.</summary>
[Alias(GrainAliases.SignalSource)]
public interface ISignalSourceGrain : ITenantKeyed
{
    /// <summary>Longest time in which the secret of before is still taken.</summary>
    const int GraceDaysMax = 7;

    /// <summary>Makes the source, or changes it. The same configuration again changes nothing.</summary>
    /// <param name="secret">Needed where the source is new, or proves itself in another way than before; null keeps the one that is there.</param>
    [Alias("Configure")]
    Task<SetupReply> Configure(SourceConfig config, SourceSecret? secret);

    /// <summary>Another secret from now on.</summary>
    /// <param name="grace">How long the one of before is taken too.</param>
    [Alias("Rotate")]
    Task<SetupReply> Rotate(SourceSecret secret, TimeSpan grace);

    /// <summary>Forgets configuration, secret and counts.</summary>
    [Alias("Remove")]
    Task<SetupReply> Remove();

    /// <summary>Without its secrets; null where there is no such source.</summary>
    [Alias("Get")]
    [AlwaysInterleave]
    Task<SourceView?> Get();

    /// <summary>
    /// Checks who sends, whether the tenant has room this minute, and what the alert says; then it is a signal, and durable when this answers. A
    /// source that is not there takes the same way to the same answer as a wrong secret.
    /// </summary>
    [Alias("Receive")]
    [AlwaysInterleave]
    Task<AlertReply> Receive(AlertRequest request);
}
