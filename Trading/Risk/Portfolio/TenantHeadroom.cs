using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Risk.Portfolio;

/// <summary>
/// An account's part of its tenant's limits, as one decision sees it. Where the decision needs more than that it says so, and whoever made
/// it may ask the tenant and decide again.
/// </summary>
public sealed class TenantHeadroom
{
    private readonly ImmutableArray<AssetNotional> _granted;

    /// <param name="granted">The most that may be used, by asset; nothing of any other.</param>
    /// <param name="bound">Why it is not more, where that is known.</param>
    public TenantHeadroom(ImmutableArray<AssetNotional> granted, HeadroomBound? bound = null) => (_granted, Bound) = (granted, bound);

    public HeadroomBound? Bound { get; }

    /// <summary>What the decision wanted to use and may not; null where it had enough.</summary>
    public AssetNotional? Missing { get; private set; }

    /// <summary>What an account uses: what is held at the mark, and what its open orders may add; by asset, without zeros.</summary>
    public static ImmutableArray<AssetNotional> UsedBy(AccountState state, DecisionContext context)
    {
        var used = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var symbol in Symbols(state))
        {
            var worst = Exposure.Of(state, context, symbol).Worst;
            if (worst > 0m)
                used[symbol.Base] = used.GetValueOrDefault(symbol.Base) + worst;
        }

        return [.. used.Select(static use => new AssetNotional(use.Key, use.Value))];
    }

    internal Refusal? Check(ReadOnlySpan<char> asset, decimal wanted, ref RiskTally tally)
    {
        var granted = 0m;
        foreach (var amount in _granted)
        {
            if (asset.SequenceEqual(amount.Asset))
                granted = amount.Notional;
        }

        if (wanted <= granted)
            return null;
        Missing ??= new AssetNotional(asset.ToString(), wanted);
        if (Bound is not { } bound)
            return tally.Refuse(RefusalCode.RiskTenantHeadroom, RiskLimit.TenantHeadroom, wanted, granted, "of the tenant's limits this account was granted at most ");
        if (bound.Limit == RiskLimit.TenantHeadroom)
            return tally.Refuse(bound.Code, bound.Limit, bound.Value, bound.Most, "new limits of the tenant take hold within some seconds, until then at most ");
        var refusal = tally.Refuse(bound.Code, bound.Limit, bound.Value, bound.Most, "over all accounts of the tenant at most ");
        return bound.Group is null ? refusal : refusal with { Remedy = $"{refusal.Remedy} in the group {bound.Group}" };
    }

    private static HashSet<Symbol> Symbols(AccountState state)
    {
        var symbols = new HashSet<Symbol>();
        foreach (ref readonly var slot in state.Positions)
        {
            if (!slot.IsFlat)
                symbols.Add(slot.Symbol);
        }

        foreach (ref readonly var order in state.Orders)
        {
            if (!order.ReduceOnly)
                symbols.Add(order.Symbol);
        }

        return symbols;
    }
}
