using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>
/// When stops, take-profits and trailing stops act. A sell stop looks at the bid, a buy stop at the ask. Where the quote's path
/// covers the trigger price the stop trades from there, else (a gap) from the quote as it stands.
/// </summary>
internal static class StopRules
{
    /// <summary>The kind of the condition: falling through (stops of a long), rising through, and the reverse for targets.</summary>
    public static ConditionKind ConditionOf(in Order order)
    {
        var isTarget = order.Type == OrderType.TakeProfit;
        return order.Side == Side.Sell
            ? isTarget ? ConditionKind.BidAtLeast : ConditionKind.BidAtMost
            : isTarget ? ConditionKind.AskAtMost : ConditionKind.AskAtLeast;
    }

    public static bool IsMet(in Order order, in MarketView view, bool isPathNew) => ConditionOf(order) switch
    {
        ConditionKind.BidAtMost => (isPathNew ? view.LowBid : view.Bid) <= order.TriggerPrice,
        ConditionKind.BidAtLeast => (isPathNew ? view.HighBid : view.Bid) >= order.TriggerPrice,
        ConditionKind.AskAtMost => (isPathNew ? view.LowAsk : view.Ask) <= order.TriggerPrice,
        _ => (isPathNew ? view.HighAsk : view.Ask) >= order.TriggerPrice,
    };

    public static bool PathCovers(in Order order, in MarketView view) => order.Side == Side.Sell
        ? view.LowBid <= order.TriggerPrice && order.TriggerPrice <= view.HighBid
        : view.LowAsk <= order.TriggerPrice && order.TriggerPrice <= view.HighAsk;

    /// <summary>
    /// Tests an untriggered order. A stop that trails or breaks even is first tested where it stands; if the path did not reach it,
    /// it moves on with the path's best price and is tested against the last one.
    /// </summary>
    public static void Work(in Work work, in Order order, in MarketView view)
    {
        if (!QuoteAge.IsNew(view.At, view.LastSequence, new DateTimeOffset(order.SeenAtTicks, TimeSpan.Zero), order.SeenSequence))
            return;
        var isPathNew = QuoteAge.IsPathNew(view.FirstSequence, view.LastSequence, order.SeenSequence);
        if (IsMet(order, view, isPathNew))
        {
            PaperVenue.Trigger(work, order, view, isPathNew);
            return;
        }

        if (NextStop(work, order, view, isPathNew) is not { } next)
            return;
        work.Emit(new AccountEvent(new StopRatcheted(work.Now, order.Id, next, view.LastSequence, view.At)));
        var moved = work.State.Orders[work.State.IndexOf(order.Id)];
        if (IsMet(moved, view, isPathNew: false))
            PaperVenue.Trigger(work, moved, view, isPathNew);
    }

    private static decimal? NextStop(in Work work, in Order order, in MarketView view, bool isPathNew)
    {
        if (order.Type == OrderType.TrailingStop)
            return Trailing.NextStop(order, view, isPathNew);
        return order.Type == OrderType.Stop && BreakEvens.TryAt(work.State, order, view.Instrument, out var reach, out var price) &&
            Trailing.IsReached(order.Side, Trailing.Best(order.Side, view, isPathNew), reach)
            ? price
            : null;
    }
}
