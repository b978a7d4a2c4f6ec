using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>How a trailing stop follows the best price, at a distance in quote currency or in percent; it never loosens.</summary>
internal static class Trailing
{
    // The default advance is this part of the distance: finer steps cost a commit each and protect hardly better.
    private const decimal StepsOfDistance = 20m;

    /// <summary>The best price for the position that an order on <paramref name="side"/> leaves: the bid of a long.</summary>
    public static decimal Best(Side side, in MarketView view, bool isPathNew) => side == Side.Sell
        ? isPathNew ? view.HighBid : view.Bid
        : isPathNew ? view.LowAsk : view.Ask;

    public static bool IsReached(Side side, decimal best, decimal price) => side == Side.Sell ? best >= price : best <= price;

    /// <summary>Where a stop stands when the best price is <paramref name="best"/>; −1 where that is no price.</summary>
    public static decimal StopFor(Instrument instrument, Side side, decimal best, decimal offset, decimal percent) =>
        OrderCheck.TrailingPrice(instrument, side, best, percent == 0m ? offset : best * percent / 100m);

    /// <summary>The best price at which the stop moves on, such that it then does by a tick at least; 0 where there is none.</summary>
    public static decimal RatchetAt(in Order order, decimal tick)
    {
        var away = -order.Side.Sign();
        var percent = order.TrailingPercent;
        if (percent == 0m)
            return order.TriggerPrice + ((order.TrailingOffset + Math.Max(tick, order.TrailingStep ?? order.TrailingOffset / StepsOfDistance)) * away);
        if (tick == 0m)
            return 0m;
        var keeps = 1m - (percent / 100m * away);
        var step = Math.Max(tick, order.TrailingStep ?? order.TriggerPrice * percent / 100m / StepsOfDistance);
        var exact = (order.TriggerPrice + (step * away)) / keeps;
        // Off by the division's last digit, the stop would not move: then a tick further.
        var at = away > 0 ? InstrumentSteps.Ceiling(exact, tick) : InstrumentSteps.Floor(exact, tick);
        var stop = at * keeps;
        var moves = away > 0
            ? InstrumentSteps.Floor(stop, tick) > order.TriggerPrice
            : InstrumentSteps.Ceiling(stop, tick) < order.TriggerPrice;
        return Math.Max(0m, moves ? at : at + (tick * away));
    }

    public static decimal? NextStop(in Order order, in MarketView view, bool isPathNew)
    {
        var best = Best(order.Side, view, isPathNew);
        if (!IsReached(order.Side, best, RatchetAt(order, view.Instrument.TickSize)))
            return null;
        var next = StopFor(view.Instrument, order.Side, best, order.TrailingOffset, order.TrailingPercent);
        var isBetter = order.Side == Side.Sell ? next > order.TriggerPrice : next > 0m && next < order.TriggerPrice;
        return isBetter ? next : null;
    }
}
