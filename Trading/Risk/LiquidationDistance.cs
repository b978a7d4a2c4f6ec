using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk;

/// <summary>How far the marks are from liquidation, as a share of the mark, if an order filled at a price.</summary>
internal static class LiquidationDistance
{
    /// <summary>
    /// The smallest distance of all positions that share the margin after the fill. Null where no price liquidates any; 0 where the
    /// margin would be used up.
    /// </summary>
    /// <param name="opening">Base quantity that the fill opens; what it closes of the other side is gone before.</param>
    public static decimal? After(in Work work, Symbol symbol, Side side, decimal opening, decimal price, decimal leverage)
    {
        if (!work.Context.Instruments.TryGetValue(symbol, out var instrument))
            return null;
        var view = work.Context[work.Context.IndexOf(symbol)];
        var index = work.State.IndexOf(symbol);
        var before = index < 0 ? new Position { Symbol = symbol } : work.State.Positions[index];
        var after = Filled(before, side, opening, price, leverage);
        var margin = Margin.Of(work.State, work.Context);
        var fee = instrument.Fees.Taker * price * opening;
        var maintenance = Margin.MaintenanceOf(work.Context, after, view.Mark);
        if (before.Mode == MarginMode.Isolated)
        {
            after.IsolatedMargin = (before.Quantity * after.Quantity > 0m ? before.IsolatedMargin : 0m) + Amounts.RoundUp(opening * price / after.Leverage);
            var own = Share(instrument, after, view.Mark, after.IsolatedMargin + after.UnrealisedAt(view.Mark) - maintenance);
            var left = margin.CrossHeadroom - fee - (after.IsolatedMargin - before.IsolatedMargin);
            return Nearer(own, OfOthers(work, symbol, left));
        }

        // What the fill closes of the other side is realised at its price instead of the mark.
        var headroom = margin.CrossHeadroom + Margin.MaintenanceOf(work.Context, before, view.Mark) - maintenance - fee
            + after.UnrealisedAt(view.Mark) - before.UnrealisedAt(view.Mark) + RealisedBy(before, after, price);
        return Nearer(Share(instrument, after, view.Mark, headroom), OfOthers(work, symbol, headroom));
    }

    private static Position Filled(in Position before, Side side, decimal opening, decimal price, decimal leverage)
    {
        var after = before;
        var signed = opening * side.Sign();
        var adds = before.Quantity * signed >= 0m;
        after.Quantity = adds ? before.Quantity + signed : signed;
        after.EntryCost = (adds ? before.EntryCost : 0m) + Amounts.Round(opening * price);
        after.Leverage = before.IsFlat || !adds ? Math.Max(1m, leverage) : before.Leverage;
        return after;
    }

    private static decimal RealisedBy(in Position before, in Position after, decimal price) =>
        before.Quantity * after.Quantity < 0m ? before.UnrealisedAt(price) : 0m;

    private static decimal? OfOthers(in Work work, Symbol except, decimal headroom)
    {
        decimal? nearest = null;
        foreach (ref readonly var slot in work.State.Positions)
        {
            if (slot.IsFlat || slot.Symbol == except || slot.Mode != MarginMode.Cross)
                continue;
            Margin.TryMark(work.Context, slot, useContextMarks: true, out var mark);
            work.Context.Instruments.TryGetValue(slot.Symbol, out var instrument);
            nearest = Nearer(nearest, Share(instrument, slot, mark, headroom));
        }

        return nearest;
    }

    private static decimal? Share(Instrument? instrument, in Position slot, decimal mark, decimal headroom) =>
        Margin.PriceAtLoss(instrument, slot, mark, headroom, withMaintenance: true) is { } price && mark > 0m ? Math.Abs(mark - price) / mark : null;

    private static decimal? Nearer(decimal? one, decimal? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
}
