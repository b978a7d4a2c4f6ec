using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Risk.Portfolio;

/// <param name="Notional">What is held at the mark, and what open orders may add at their prices; long and short without a sign.</param>
public sealed record AssetNotional(string Asset, decimal Notional);

/// <summary>An account tells what it uses of its tenant's limits, and asks for more in one asset.</summary>
/// <param name="Used">All that it uses, by asset, without zeros.</param>
/// <param name="Asset">Null where it only tells; then all that it does not use is given back.</param>
/// <param name="Wanted">What it wants to be able to use in that asset, in all.</param>
public sealed record HeadroomAsk(string Account, ImmutableArray<AssetNotional> Used, string? Asset = null, decimal Wanted = 0m);

/// <summary>What an account may use of its tenant's limits.</summary>
/// <param name="IsLimited">Whether the tenant is limited at all.</param>
/// <param name="Granted">The most that it may use, by asset; nothing of any other.</param>
/// <param name="Until">Until when it may use more than it said it does; what it uses then stays its own.</param>
/// <param name="Bound">Why it got less than it wanted; null where it got it.</param>
public sealed record HeadroomLease(bool IsLimited, ImmutableArray<AssetNotional> Granted, DateTimeOffset Until, HeadroomBound? Bound = null)
{
    public static HeadroomLease Unlimited { get; } = new(false, [], DateTimeOffset.MaxValue);
}

/// <summary>The tenant's limit that stands in the way.</summary>
/// <param name="Value">What all accounts would use with what was wanted.</param>
/// <param name="Most">What the limit allows.</param>
public sealed record HeadroomBound(RefusalCode Code, RiskLimit Limit, decimal Value, decimal Most, string? Group = null);

/// <summary>What the tenant's book keeps of an account. It counts with the larger of used and granted.</summary>
/// <param name="Used">What the account said last, or its stored orders and positions say.</param>
/// <param name="Granted">What it was allowed last.</param>
/// <param name="Until">Until when it may use that.</param>
public sealed record AccountHeadroom(string Account, ImmutableArray<AssetNotional> Used, ImmutableArray<AssetNotional> Granted, DateTimeOffset Until)
{
    /// <summary>Whether it may come to use more than it said.</summary>
    public bool HasSpare => Granted.Any(granted => granted.Notional > HeadroomBook.Of(Used, granted.Asset));
}
