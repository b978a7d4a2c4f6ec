using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Signals;

namespace OrleansTrader.Grains.Tenants;

/// <summary>The tenant's signals, and what its sources are worth.</summary>
public partial interface ITenantGrain
{
    /// <summary>Signals, newest first, without their roads.</summary>
    [Alias("GetSignals")]
    [AlwaysInterleave]
    Task<Page<SignalRow>> GetSignals(SignalFilter filter, PageRequest page);

    /// <summary>One signal with its whole road, as it is kept; null where there is none. No signal is brought to memory for it.</summary>
    [Alias("GetSignal")]
    [AlwaysInterleave]
    Task<SignalRow?> GetSignal(string id);

    /// <summary>What each source's signals came to, by source, symbol and direction.</summary>
    [Alias("GetSourceTallies")]
    [AlwaysInterleave]
    Task<ImmutableArray<SourceTallyRow>> GetSourceTallies();
}
