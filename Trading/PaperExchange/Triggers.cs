using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>
/// What an account waits for. A function of the state, the instruments and the venue's rules alone: after each commit every symbol
/// that the account holds or has orders in is told its triggers anew, and tests them against its present quote at once.
/// </summary>
public static class Triggers
{
    // Keeps the band inside the true threshold whatever the rounding of amounts.
    private const decimal RoundingReserve = 0.00000001m;

    /// <summary>Appends every trigger of the account at <paramref name="symbol"/>: orders by id, then the account's own.</summary>
    public static void Of(AccountState state, Symbol symbol, DecisionContext context, List<Trigger> into)
    {
        context.Instruments.TryGetValue(symbol, out var instrument);
        foreach (ref readonly var order in state.Orders)
        {
            if (order.Symbol == symbol)
                OfOrder(state, order, instrument, context.Rules, into);
        }

        foreach (var parent in state.Parents)
        {
            if (parent.Symbol == symbol)
                OfParent(state, parent, instrument, into);
        }

        var index = state.IndexOf(symbol);
        if (index < 0 || state.Positions[index].IsFlat)
            return;
        ref readonly var slot = ref state.Positions[index];
        into.Add(new Trigger(TriggerKind.Funding, default, Condition.Holding));
        var (low, high) = BandOf(state, slot, context);
        if (low is not null || high is not null)
            into.Add(new Trigger(TriggerKind.Equity, default, Condition.MarkOutside(low, high)));
        if (state.LimitsInForce.WatchesLosses)
            into.Add(new Trigger(TriggerKind.Day, default, Condition.TimeReached(state.Day.AddDays(1))));
        if (HoldRule.EndOf(state, slot) is { } end)
            into.Add(new Trigger(TriggerKind.Hold, default, Condition.TimeReached(end)));
        if (state.Breakers?.NextReset is { } reset)
            into.Add(new Trigger(TriggerKind.Time, default, Condition.TimeReached(reset)));
    }

    private static void OfOrder(AccountState state, in Order order, Instrument? instrument, ExchangeRules rules, List<Trigger> into)
    {
        if (order.Role == OrderRole.Single && order.Intent.ExpiresAt is { } expiresAt)
            into.Add(new Trigger(TriggerKind.Time, order.Id, Condition.TimeReached(expiresAt)));
        if (order.ActiveAt is { } activeAt)
        {
            into.Add(new Trigger(TriggerKind.Time, order.Id, Condition.TimeReached(activeAt)));
            return;
        }

        if (order.Type == OrderType.Limit || (order.Triggered && order.LimitPrice > 0m))
        {
            into.Add(new Trigger(TriggerKind.Fill, order.Id, PaperVenue.RestingCondition(order, rules)));
            return;
        }

        if (order.Triggered || order.Type == OrderType.Market)
            return;
        into.Add(new Trigger(TriggerKind.Stop, order.Id, Price(StopRules.ConditionOf(order), order.TriggerPrice, order)));
        var onward = order.Side == Side.Sell ? ConditionKind.BidAtLeast : ConditionKind.AskAtMost;
        if (order.Type == OrderType.TrailingStop)
        {
            if (Trailing.RatchetAt(order, instrument?.TickSize ?? 0m) is > 0m and var at)
                into.Add(new Trigger(TriggerKind.Ratchet, order.Id, Price(onward, at, order)));
            return;
        }

        if (order.Type == OrderType.Stop && BreakEvens.TryAt(state, order, instrument, out var reach, out _))
            into.Add(new Trigger(TriggerKind.Ratchet, order.Id, Price(onward, reach, order)));
    }

    private static void OfParent(AccountState state, ParentOrder parent, Instrument? instrument, List<Trigger> into)
    {
        into.Add(new Trigger(TriggerKind.Time, parent.Id, Condition.TimeReached(parent.NextAt)));
        if (instrument is not null && parent.Child is { } child && state.IndexOf(child) is >= 0 and var index &&
            ParentSteps.ChaseCondition(parent, state.Orders[index], instrument) is { } follow)
            into.Add(new Trigger(TriggerKind.Ratchet, parent.Id, follow));
    }

    private static Condition Price(ConditionKind kind, decimal price, in Order order) => new(
        kind, price, null, false, default, order.SeenSequence, new DateTimeOffset(order.SeenAtTicks, TimeSpan.Zero));

    /// <summary>
    /// The marks between which this position cannot, jointly with the account's others each within its own band, breach a threshold:
    /// liquidation, daily loss, drawdown. Each of n positions may lose an n-th of the headroom at the journaled marks. Only the
    /// losing side is closed; a null end is open. With no headroom left the band is the mark itself.
    /// </summary>
    public static (decimal? Low, decimal? High) BandOf(AccountState state, in Position slot, DecisionContext context)
    {
        context.Instruments.TryGetValue(slot.Symbol, out var instrument);
        var margin = Margin.AtJournaledMarks(state, context);
        var isLong = slot.Quantity > 0m;
        decimal? nearest;
        if (slot.Mode == MarginMode.Isolated)
        {
            var headroom = slot.IsolatedMargin + slot.UnrealisedAt(slot.Mark) - Margin.MaintenanceOf(context, slot, slot.Mark);
            nearest = Margin.PriceAtLoss(instrument, slot, slot.Mark, headroom - RoundingReserve, withMaintenance: true);
        }
        else
        {
            var share = (margin.CrossHeadroom / margin.CrossPositions) - RoundingReserve;
            nearest = Margin.PriceAtLoss(instrument, slot, slot.Mark, share, withMaintenance: true);
        }

        if (Higher(Settlement.ThresholdOf(state, out _), state.Breakers?.Floor()) is { } threshold)
        {
            var share = ((margin.Equity - threshold) / margin.Positions) - RoundingReserve;
            nearest = Nearer(isLong, nearest, Margin.PriceAtLoss(instrument, slot, slot.Mark, share, withMaintenance: false));
        }

        return isLong ? (nearest, null) : (null, nearest);
    }

    private static decimal? Higher(decimal? one, decimal? other) => one is null || other > one ? other ?? one : one;

    private static decimal? Nearer(bool isLong, decimal? one, decimal? other) =>
        one is null ? other : other is null ? one : isLong ? Math.Max(one.Value, other.Value) : Math.Min(one.Value, other.Value);
}
