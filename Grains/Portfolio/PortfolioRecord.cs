using System.Collections.Immutable;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Grains.Portfolio;

/// <summary>What is stored of a tenant's limits: them, and what was granted, so that no crash makes room that is not there.</summary>
internal sealed record PortfolioRecord
{
    public TenantLimits? Limits { get; init; }

    /// <summary>Until then an account may go by having heard that nothing is limited; null once all that they did is in the book.</summary>
    public DateTimeOffset? UnheardUntil { get; init; }

    public ImmutableArray<AccountHeadroom> Book { get; init; } = [];
}
