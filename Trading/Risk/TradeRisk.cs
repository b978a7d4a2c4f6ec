using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Trading.Risk;

/// <summary>What a trade loses at its stop, before fees and slippage, in the account's currency.</summary>
internal static class TradeRisk
{
    /// <summary>Distance from the price to the bracket's stop, or to its trailing stop where that is nearer, times the quantity; the whole notional without a stop.</summary>
    /// <remarks>What is added to a position with one set of exits is protected by that set's stop, not by a bracket of its own.</remarks>
    public static decimal Of(AccountState state, OrderIntent intent, Side side, decimal price, decimal quantity)
    {
        var distance = price;
        if (StandingStop(state, intent.Symbol, side) is { } standing)
            distance = Math.Min(distance, Math.Max(0m, (price - standing) * side.Sign()));
        else if (intent.Bracket is { } bracket)
        {
            if (bracket.StopPrice is { } stop)
                distance = Math.Min(distance, Math.Max(0m, (price - stop) * side.Sign()));
            if (bracket.TrailingOffset is { } offset)
                distance = Math.Min(distance, offset);
            if (bracket.TrailingPercent is { } percent)
                distance = Math.Min(distance, price * percent / 100m);
        }

        return distance * quantity;
    }

    private static decimal? StandingStop(AccountState state, Symbol symbol, Side side) =>
        state.IndexOf(symbol) is >= 0 and var index && state.Positions[index] is { IsFlat: false, Exits: { } exits } slot && slot.Side == side &&
        WholeExits.HasStop(state, exits.Group)
            ? WholeExits.StopOf(state, symbol)
            : null;

    /// <summary>
    /// What a position would lose from its entry at the stops that are in force, each for the quantity that it covers; what no stop covers
    /// counts whole.
    /// </summary>
    /// <param name="changed">An order that is taken as standing at <paramref name="trigger"/>; as gone where that is null.</param>
    /// <param name="isGone">Further orders that are taken as gone; null for none.</param>
    public static decimal OfPosition(AccountState state, Symbol symbol, OrderId changed = default, decimal? trigger = null, Func<Order, bool>? isGone = null)
    {
        var index = state.IndexOf(symbol);
        if (index < 0 || state.Positions[index].IsFlat)
            return 0m;
        ref readonly var slot = ref state.Positions[index];
        var (entry, open, risk) = (slot.EntryPrice, slot.Size, 0m);
        foreach (ref readonly var order in state.Orders)
        {
            if (open == 0m || !IsStop(order, slot) || (isGone is not null && isGone(order)))
                continue;
            var at = order.Id == changed ? trigger : order.TriggerPrice;
            if (at is not { } price)
                continue;
            var covered = Math.Min(open, order.Remaining);
            risk += Math.Max(0m, (entry - price) * slot.Side.Sign()) * covered;
            open -= covered;
        }

        return risk + (open * entry);
    }

    private static bool IsStop(in Order order, in Position slot) =>
        order.ReduceOnly && order.Symbol == slot.Symbol && order.Side != slot.Side && order.Type is OrderType.Stop or OrderType.TrailingStop;
}
