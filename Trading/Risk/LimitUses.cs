using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk;

/// <summary>The use of an account's limits in force, from what everybody sees of its books: positions at the marks, open orders at their prices.</summary>
public static class LimitUses
{
    /// <summary>In the order in which limits are listed everywhere; those that are not set are left out.</summary>
    public static ImmutableArray<LimitUse> Of(AccountSnapshot books)
    {
        var limits = books.Limits ?? AccountLimits.None;
        var uses = ImmutableArray.CreateBuilder<LimitUse>();
        OfOrders(uses, limits, books);
        OfSums(uses, limits, books);
        OfRisk(uses, limits, books);
        OfTime(uses, limits, books);
        return uses.ToImmutable();
    }

    private static void OfOrders(ImmutableArray<LimitUse>.Builder uses, AccountLimits limits, AccountSnapshot books)
    {
        AtMost(uses, RiskLimit.LeverageMax, null, Largest(books.Positions.Select(static position => position.Leverage)), limits.LeverageMax, LimitUnit.Times);
        AtMost(uses, RiskLimit.OrderNotionalMax, null, Largest(Opening(books).Select(order => NotionalOf(order, books))), limits.OrderNotionalMax, LimitUnit.Amount);
        AtMost(uses, RiskLimit.PriceCollar, null, null, limits.PriceCollar, LimitUnit.Share);
        var since = books.At.AddMinutes(-1);
        AtMost(uses, RiskLimit.OrdersPerMinuteMax, null, (books.OpenedAt ?? []).Count(at => at > since), limits.OrdersPerMinuteMax, LimitUnit.Count);
    }

    private static void OfSums(ImmutableArray<LimitUse>.Builder uses, AccountLimits limits, AccountSnapshot books)
    {
        var symbols = Symbols(books).ToDictionary(static symbol => symbol, symbol => Worst(symbol, books));
        var most = symbols.OrderByDescending(static pair => pair.Value).FirstOrDefault();
        AtMost(uses, RiskLimit.PositionNotionalMax, symbols.Count == 0 ? null : most.Key.Value, most.Value, limits.PositionNotionalMax, LimitUnit.Amount);
        foreach (var (symbol, amount) in limits.SymbolNotionalMax?.Amounts ?? ImmutableSortedDictionary<Symbol, decimal>.Empty)
            AtMost(uses, RiskLimit.SymbolNotionalMax, symbol.Value, symbols.GetValueOrDefault(symbol), amount, LimitUnit.Amount);
        AtMost(uses, RiskLimit.OpenPositionsMax, null, books.Positions.Length, limits.OpenPositionsMax, LimitUnit.Count);
        var gross = symbols.Values.Sum();
        AtMost(uses, RiskLimit.GrossNotionalMax, null, gross, limits.GrossNotionalMax, LimitUnit.Amount);
        AtMost(uses, RiskLimit.EffectiveLeverageMax, null, books.Equity > 0m ? gross / books.Equity : null, limits.EffectiveLeverageMax, LimitUnit.Times);
        var assets = symbols.GroupBy(static pair => pair.Key.Base, StringComparer.Ordinal)
            .Select(static asset => (asset.Key, Value: asset.Sum(static pair => pair.Value))).OrderByDescending(static asset => asset.Value).ToArray();
        AtMost(uses, RiskLimit.AssetExposureMax, assets.FirstOrDefault().Key, assets.FirstOrDefault().Value, limits.AssetExposureMax, LimitUnit.Amount);
        foreach (var group in limits.GroupExposureMax is null ? [] : (limits.Groups ?? AssetGroups.All).Groups)
            AtMost(uses, RiskLimit.GroupExposureMax, group.Name, assets.Where(asset => group.Contains(asset.Key)).Sum(static asset => asset.Value), limits.GroupExposureMax, LimitUnit.Amount);
    }

    private static void OfRisk(ImmutableArray<LimitUse>.Builder uses, AccountLimits limits, AccountSnapshot books)
    {
        var riskiest = books.Positions.Select(position => (position.Symbol, Risk: RiskOf(position, books))).OrderByDescending(static position => position.Risk).FirstOrDefault();
        AtMost(uses, RiskLimit.TradeRiskMax, riskiest.Symbol == default ? null : riskiest.Symbol.Value, books.Equity > 0m ? riskiest.Risk / books.Equity : null, limits.TradeRiskMax, LimitUnit.Share);
        AtMost(uses, RiskLimit.DailyLossMax, null, Math.Max(0m, books.DayStartEquity - books.Equity), limits.DailyLossMax, LimitUnit.Amount);
        AtMost(uses, RiskLimit.DrawdownMax, null, books.PeakEquity > 0m ? Math.Max(0m, 1m - (books.Equity / books.PeakEquity)) : 0m, limits.DrawdownMax, LimitUnit.Share);
        var nearest = books.Positions.Where(static position => position.LiquidationPrice is not null && position.Mark > 0m)
            .Select(static position => (position.Symbol, Distance: Math.Abs(position.Mark - position.LiquidationPrice!.Value) / position.Mark)).OrderBy(static position => position.Distance).ToArray();
        if (limits.LiquidationDistanceMin is { } min)
        {
            uses.Add(nearest is [var first, ..]
                ? new LimitUse(RiskLimit.LiquidationDistanceMin, first.Symbol.Value, first.Distance, min, first.Distance > 0m ? min / first.Distance : 1m, LimitUnit.Share)
                : new LimitUse(RiskLimit.LiquidationDistanceMin, null, null, min, null, LimitUnit.Share));
        }
    }

    private static void OfTime(ImmutableArray<LimitUse>.Builder uses, AccountLimits limits, AccountSnapshot books)
    {
        AtMost(uses, RiskLimit.HoldMinutesMin, null, null, limits.HoldMinutesMin, LimitUnit.Minutes);
        var oldest = books.Positions.OrderBy(static position => position.EntryAt).FirstOrDefault();
        AtMost(uses, RiskLimit.HoldMinutesMax, oldest?.Symbol.Value, oldest is null ? 0m : (decimal)(books.At - oldest.EntryAt).TotalMinutes, limits.HoldMinutesMax, LimitUnit.Minutes);
        if (limits.Hours is { } hours)
            uses.Add(new LimitUse(RiskLimit.Hours, hours.Contains(books.At) ? "open now" : "closed now", null, null, null, LimitUnit.Text, hours.Text));
        if (limits.SymbolsAllowed is { } allowed)
            uses.Add(new LimitUse(RiskLimit.SymbolsAllowed, null, null, null, null, LimitUnit.Text, allowed.Text));
        if (limits.SymbolsBlocked is { } blocked)
            uses.Add(new LimitUse(RiskLimit.SymbolsBlocked, null, null, null, null, LimitUnit.Text, blocked.Text));
    }

    private static void AtMost(ImmutableArray<LimitUse>.Builder uses, RiskLimit limit, string? of, decimal? value, decimal? max, LimitUnit unit)
    {
        if (max is { } bound)
            uses.Add(new LimitUse(limit, of, value, bound, value / bound, unit));
    }

    private static IEnumerable<OrderView> Opening(AccountSnapshot books) => books.Orders.Where(static order => !order.ReduceOnly);

    private static IEnumerable<Symbol> Symbols(AccountSnapshot books) =>
        books.Positions.Select(static position => position.Symbol).Concat(Opening(books).Select(static order => order.Symbol)).Distinct();

    private static decimal Worst(Symbol symbol, AccountSnapshot books)
    {
        var held = books.Positions.Where(position => position.Symbol == symbol).Sum(static position => position.Quantity * position.Mark);
        var orders = Opening(books).Where(order => order.Symbol == symbol).ToArray();
        var buys = orders.Where(static order => order.Side == Side.Buy).Sum(order => NotionalOf(order, books));
        var sells = orders.Where(static order => order.Side == Side.Sell).Sum(order => NotionalOf(order, books));
        return new Exposure(held, buys, sells).Worst;
    }

    private static decimal NotionalOf(OrderView order, AccountSnapshot books) => (order.Quantity - order.Filled) *
        (order.LimitPrice ?? order.TriggerPrice ?? books.Positions.FirstOrDefault(position => position.Symbol == order.Symbol)?.Mark ?? 0m);

    // As the ledger reckons it when a stop is to be moved: from the entry to the stops, and what none covers whole.
    private static decimal RiskOf(PositionView position, AccountSnapshot books)
    {
        var (open, risk, isLong) = (Math.Abs(position.Quantity), 0m, position.Quantity > 0m);
        foreach (var stop in books.Orders)
        {
            if (!stop.ReduceOnly || stop.Symbol != position.Symbol || stop.Side == Side.Buy == isLong || stop.Type is not (OrderType.Stop or OrderType.TrailingStop) || stop.TriggerPrice is not { } price)
                continue;
            var covered = Math.Min(open, stop.Quantity - stop.Filled);
            risk += Math.Max(0m, (position.EntryPrice - price) * (isLong ? 1 : -1)) * covered;
            open -= covered;
        }

        return risk + (open * position.EntryPrice);
    }

    private static decimal Largest(IEnumerable<decimal> values) => values.DefaultIfEmpty().Max();
}
