using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>When a stop moves to where leaving costs nothing, and where that is.</summary>
internal static class BreakEvens
{
    /// <summary>
    /// False where the order has no break-even, it was done, or the stop is already better. The stop then stands at
    /// <c>entry × (1 + fee) / (1 − fee) + offset</c> for a long, taker fees both ways, on the tick away from loss.
    /// </summary>
    /// <param name="reach">The best price at which it is done: the gain, and at least a tick beyond the new stop.</param>
    public static bool TryAt(AccountState state, in Order order, Instrument? instrument, out decimal reach, out decimal price)
    {
        reach = price = 0m;
        if (order.Intent.Bracket?.BreakEven is null || instrument is null || state.ExitsOf(order) is not { IsBrokenEven: false } exits)
            return false;
        if (exits.Bracket.BreakEven is not { } rule)
            return false;
        ref readonly var slot = ref state.Positions[state.IndexOf(order.Symbol)];
        if (slot.IsFlat)
            return false;
        var entry = slot.EntryPrice;
        var gain = rule.Unit == GainUnit.Risk ? Math.Abs(entry - (exits.Bracket.StopPrice ?? entry)) * rule.Gain : rule.Gain;
        var fee = Math.Max(0m, instrument.Fees.Taker);
        var tick = instrument.TickSize;
        if (slot.Quantity > 0m)
        {
            price = InstrumentSteps.Ceiling((entry * (1m + fee) / (1m - fee)) + rule.Offset, tick);
            reach = Math.Max(InstrumentSteps.Ceiling(entry + gain, tick), price + tick);
            return price > order.TriggerPrice;
        }

        price = InstrumentSteps.Floor((entry * (1m - fee) / (1m + fee)) - rule.Offset, tick);
        reach = Math.Min(InstrumentSteps.Floor(entry - gain, tick), price - tick);
        return reach > 0m && price < order.TriggerPrice;
    }
}
