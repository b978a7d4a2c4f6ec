using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Breakers;

/// <summary>What is stored of the breakers of a market, a tenant or the service.</summary>
internal sealed record BreakerRecord
{
    /// <summary>Null for none.</summary>
    public BreakerBook? Book { get; init; }

    /// <summary>Rises with each change that others are told of.</summary>
    public long Sequence { get; init; }

    /// <summary>Everybody has been told of changes up to this one.</summary>
    public long Told { get; init; }

    /// <summary>Of a tenant's: what was paid into all accounts when their equity was last looked at; null before.</summary>
    public decimal? PaidIn { get; init; }

    /// <summary>Of a tenant's: what the service said last.</summary>
    public TrippedBreaker? Service { get; init; }

    public long ServiceSequence { get; init; }

    public long ServiceTold { get; init; }
}
