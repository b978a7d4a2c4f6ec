using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Strategies;

/// <summary>How large a position by rules is.</summary>
/// <param name="RiskShare">Share of equity lost if the stop is hit; 0 where the size is a share of equity instead.</param>
/// <param name="EquityShare">Notional as a share of equity, divided evenly among the symbols; 0 where the stop decides.</param>
/// <param name="Leverage">Leverage asked for; the instrument's tiers may lower it.</param>
internal sealed record PositionSizing(decimal RiskShare, decimal EquityShare, decimal Leverage)
{
    /// <summary>What is left of the margin for fees and for the price to move until the order is filled.</summary>
    private const decimal MarginUsableShare = 0.95m;

    /// <summary>What is left of a limit for the price to move until the order is judged: at the limit itself it would be refused.</summary>
    private const decimal LimitUsableShare = 0.99m;

    /// <summary>The same for the risk of a trade, whose distance to the stop a small move changes by more.</summary>
    private const decimal RiskUsableShare = 0.95m;

    /// <summary>
    /// Risk: <c>equity · risk / stop distance</c>, or equity share: <c>equity · share / symbols / price</c>; at most
    /// <c>equity · leverage / symbols</c> and 95 % of the free margin at that leverage, and
    /// 99 % of the account's limits; down to the lot. Zero where that is not tradable.
    /// </summary>
    /// <param name="stopDistance">In quote currency, above 0 where the stop decides.</param>
    public (decimal Quantity, decimal Leverage) Size(
        Instrument instrument, decimal price, decimal equity, decimal marginFree, int symbols, decimal stopDistance, decimal riskFactor, AccountLimits limits)
    {
        if (equity <= 0m || marginFree <= 0m || price <= 0m || (RiskShare > 0m && stopDistance <= 0m))
            return default;
        var notional = RiskShare > 0m
            ? equity * RiskShare * riskFactor / stopDistance * price
            : equity * EquityShare * riskFactor / symbols;
        if (limits.OrderNotionalMax is { } order)
            notional = Math.Min(notional, order * LimitUsableShare);
        if (limits.PositionNotionalMax is { } position)
            notional = Math.Min(notional, position * LimitUsableShare);
        if (!ReferenceEquals(limits, AccountLimits.None))
            notional = Math.Min(notional, Within(limits, instrument, price, equity, stopDistance));
        var leverage = Math.Min(Math.Min(Leverage, instrument.LeverageMax), Math.Max(1m, limits.LeverageMax ?? Leverage));
        notional = Math.Min(notional, Math.Min(equity * leverage / symbols, marginFree * MarginUsableShare * leverage));
        if (instrument.LeverageMaxAt(notional) < leverage)
        {
            leverage = Math.Max(1m, instrument.LeverageMaxAt(notional));
            notional = Math.Min(notional, Math.Min(equity * leverage / symbols, marginFree * MarginUsableShare * leverage));
        }

        var quantity = instrument.QuantityDown(Math.Min(notional / price, instrument.QuantityMax));
        return instrument.IsTradable(quantity, price) && quantity * price <= instrument.Tiers[^1].NotionalMax ? (quantity, leverage) : default;
    }

    // The most that one position alone may be; what else the account holds is the ledger's to judge.
    private static decimal Within(AccountLimits limits, Instrument instrument, decimal price, decimal equity, decimal stopDistance)
    {
        decimal?[] sums =
        [
            limits.SymbolNotionalMax?.Of(instrument.Symbol), limits.GrossNotionalMax, limits.AssetExposureMax, limits.GroupExposureMax, limits.EffectiveLeverageMax * equity,
        ];
        var most = sums.Min() * LimitUsableShare ?? decimal.MaxValue;
        return limits.TradeRiskMax is { } share
            ? Math.Min(most, equity * share * RiskUsableShare * (stopDistance > 0m ? Math.Min(price / stopDistance, Amounts.QuantityMax) : 1m))
            : most;
    }
}
