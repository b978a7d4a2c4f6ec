using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Tenants;

/// <summary>Where the tenant's alerts come in from, and how many may.</summary>
public partial interface ITenantGrain
{
    /// <summary>Most sources of one tenant.</summary>
    const int SourcesMax = 100;

    /// <summary>Makes a source or changes it; see <see cref="ISignalSourceGrain.Configure"/>.</summary>
    [Alias("SetSource")]
    Task<SetupReply> SetSource(string name, SourceConfig config, SourceSecret? secret);

    [Alias("RemoveSource")]
    Task<SetupReply> RemoveSource(string name);

    /// <summary>Names of all sources, in order.</summary>
    [Alias("GetSources")]
    [AlwaysInterleave]
    Task<ImmutableArray<string>> GetSources();

    /// <summary>Takes one of the tenant's alerts of this minute. Answered at once, from memory, so that a source may ask within its own turn.</summary>
    [Alias("TakeAlert")]
    [AlwaysInterleave]
    Task<AlertRoom> TakeAlert();
}
