using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>The simulated venue: takes approved orders, and works those in force against a quote.</summary>
internal static partial class PaperVenue
{
    /// <summary>Books the order; <see cref="Arrive"/> is its next step unless latency holds it back.</summary>
    public static OrderId Accept(in Work work, in RiskApproved approved, long group)
    {
        var ticket = approved.Ticket;
        var id = work.NextOrder;
        var market = work.Context.IndexOf(ticket.Intent.Symbol);
        var isHeldBack = work.Rules.Latency > TimeSpan.Zero || work.TradableIndex(ticket.Intent.Symbol) < 0;
        work.Emit(new AccountEvent(new OrderAccepted(
            work.Now, id, ticket.Intent, ticket.Role, ticket.Side, ticket.Type, ticket.ReduceOnly, ticket.Quantity, ticket.LimitPrice,
            ticket.TriggerPrice, ticket.Leverage, ticket.Reserve, group, isHeldBack ? work.Now + work.Rules.Latency : null,
            market < 0 ? 0 : work.Context[market].LastSequence, market < 0 ? work.Now : work.Context[market].At)));
        return id;
    }

    /// <summary>What an order does the moment it is at the venue: trade, rest, or be turned away.</summary>
    public static void Arrive(in Work work, OrderId id)
    {
        var index = work.State.IndexOf(id);
        if (index < 0 || work.State.Orders[index].Status == OrderStatus.Pending)
            return;
        var order = work.State.Orders[index];
        var market = work.TradableIndex(order.Symbol);
        if (market < 0)
            return;
        ref readonly var view = ref work.Context[market];
        switch (order.Type)
        {
            case OrderType.Market:
                ArriveMarket(work, order, view);
                break;
            case OrderType.Limit:
                ArriveLimit(work, order, view);
                break;
            default:
                if (order.Triggered && order.LimitPrice > 0m)
                    ArriveLimit(work, order, view);
                else if (StopRules.IsMet(order, view.AsOfNow(), isPathNew: false))
                    Trigger(work, order, view, fromPath: false);
                break;
        }
    }

    private static void ArriveMarket(in Work work, in Order order, in MarketView view)
    {
        var touch = order.Side == Side.Buy ? view.Ask : view.Bid;
        var isFok = order.Role == OrderRole.Single && order.Intent.TimeInForce == TimeInForce.Fok;
        if (isFok && !CanFillWhole(work, order, view))
            work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.NotWhole);
        else
            Take(work, order.Id, view, touch, 0m, 0m);
        EndImmediate(work, order.Id, view);
    }

    private static void ArriveLimit(in Work work, in Order order, in MarketView view)
    {
        var touch = order.Side == Side.Buy ? view.Ask : view.Bid;
        var takes = order.Side == Side.Buy ? order.LimitPrice >= touch : order.LimitPrice <= touch;
        var isOwn = order.Role == OrderRole.Single;
        if (takes && isOwn && order.Intent.PostOnly)
        {
            work.End(order.Id, OrderStatus.Rejected, OrderEndReason.WouldTake);
            return;
        }

        if (isOwn && order.Intent.TimeInForce == TimeInForce.Fok && !(takes && CanFillWhole(work, order, view)))
        {
            work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.NotWhole);
            return;
        }

        if (takes)
            Take(work, order.Id, view, touch, 0m, order.LimitPrice);
        if (isOwn && order.Intent.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok && work.State.IndexOf(order.Id) >= 0)
            work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.NoLiquidity);
    }

    private static bool CanFillWhole(in Work work, in Order order, in MarketView view)
    {
        var wanted = order.Remaining;
        var liquidity = new Liquidity(work.Rules, view, order.Side, order.Side == Side.Buy ? view.Ask : view.Bid, 0m, order.LimitPrice, isForced: false);
        while (wanted > 0m && liquidity.TryNext(view, wanted, out _, out var quantity))
            wanted -= quantity;
        return wanted <= 0m;
    }

    /// <summary>The remainder of an order that does not rest: an exit tries again later, anything else ends.</summary>
    private static void EndImmediate(in Work work, OrderId id, in MarketView view)
    {
        var index = work.State.IndexOf(id);
        if (index < 0)
            return;
        ref readonly var order = ref work.State.Orders[index];
        if (order.ReduceOnly)
            work.Emit(new AccountEvent(new OrderTriggered(work.Now, id, work.Now + Later(work.Rules), view.LastSequence, view.At)));
        else
            work.End(id, OrderStatus.Cancelled, OrderEndReason.NoLiquidity);
    }

    private static TimeSpan Later(ExchangeRules rules) =>
        rules.RetryAfter > TimeSpan.Zero ? rules.RetryAfter : TimeSpan.FromSeconds(1);

    /// <summary>Tests every order of the symbol, by id, against its market in the context; legs born on the way wait for the next quote.</summary>
    public static void WorkSymbol(in Work work, Symbol symbol)
    {
        var market = work.TradableIndex(symbol);
        var last = work.State.LastOrderId;
        var after = 0L;
        while (TryNextOrder(work.State, symbol, after, last, out var order))
        {
            after = order.Id.Value;
            if (order.Role == OrderRole.Single && order.Intent.ExpiresAt <= work.Now)
                work.End(order.Id, OrderStatus.Expired, OrderEndReason.Expired);
            else if (market >= 0)
                WorkOrder(work, order, work.Context[market]);
        }

        if (market >= 0)
            HoldRule.CloseIfDue(work, symbol);
    }

    private static bool TryNextOrder(AccountState state, Symbol symbol, long after, long last, out Order order)
    {
        foreach (ref readonly var candidate in state.Orders)
        {
            if (candidate.Id.Value <= after || candidate.Symbol != symbol)
                continue;
            order = candidate;
            return candidate.Id.Value <= last;
        }

        order = default;
        return false;
    }

    private static void WorkOrder(in Work work, in Order order, in MarketView view)
    {
        var isDue = order.ActiveAtTicks != 0 && order.ActiveAtTicks <= work.Now.UtcTicks;
        if (order.Status == OrderStatus.Pending)
        {
            if (!isDue)
                return;
            work.Emit(new AccountEvent(new OrderActivated(work.Now, order.Id, view.LastSequence, view.At)));
            Arrive(work, order.Id);
        }
        else if (order.Type == OrderType.Market || (order.Triggered && order.LimitPrice == 0m))
        {
            if (isDue)
                Retry(work, order, view);
        }
        else if (order.Type == OrderType.Limit || order.Triggered)
        {
            FillResting(work, order, view);
        }
        else
        {
            StopRules.Work(work, order, view);
        }
    }

    private static void Retry(in Work work, in Order order, in MarketView view)
    {
        var touch = order.Side == Side.Buy ? view.Ask : view.Bid;
        Take(work, order.Id, view, touch, order.Type == OrderType.TakeProfit ? order.TriggerPrice : 0m, 0m);
        EndImmediate(work, order.Id, view);
    }

    /// <summary>A stop's or take-profit's moment: its group goes, and what it has is traded.</summary>
    public static void Trigger(in Work work, in Order order, in MarketView view, bool fromPath)
    {
        work.Emit(new AccountEvent(new OrderTriggered(work.Now, order.Id, null, view.LastSequence, view.At)));
        if (WholeExits.StaysBeside(work, order))
            WholeExits.CancelEntry(work, order);
        else
            Exits.CancelGroup(work, order);
        if (order.LimitPrice > 0m)
        {
            Arrive(work, order.Id);
            return;
        }

        var touch = order.Side == Side.Buy ? view.Ask : view.Bid;
        var from = fromPath && StopRules.PathCovers(order, view) ? order.TriggerPrice : touch;
        Take(work, order.Id, view, from, order.Type == OrderType.TakeProfit ? order.TriggerPrice : 0m, 0m);
        EndImmediate(work, order.Id, view);
    }
}
