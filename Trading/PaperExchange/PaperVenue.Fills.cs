using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.PaperExchange;

internal static partial class PaperVenue
{
    /// <summary>Trades at once what the market holds at allowed prices; see <see cref="Liquidity"/> for the bounds.</summary>
    public static void Take(in Work work, OrderId id, in MarketView view, decimal from, decimal neverBetterThan, decimal limit)
    {
        var index = work.State.IndexOf(id);
        if (index < 0)
            return;
        ref readonly var first = ref work.State.Orders[index];
        var isForced = first.Role == OrderRole.Liquidation;
        var liquidity = new Liquidity(work.Rules, view, first.Side, from, neverBetterThan, limit, isForced);
        while (true)
        {
            index = work.State.IndexOf(id);
            if (index < 0)
                return;
            var order = work.State.Orders[index];
            var wanted = Wanted(work, order);
            if (wanted <= 0m || !liquidity.TryNext(view, wanted, out var price, out var quantity))
                return;
            if (!FillPart(work, order, view, price, quantity, isMaker: false))
                return;
        }
    }

    /// <summary>A resting limit order when the other side comes: at its own price, no more than is shown if the market is still there.</summary>
    private static void FillResting(in Work work, in Order order, in MarketView view)
    {
        if (!RestingCondition(order, work.Rules).IsMetBy(view, work.Now))
            return;
        var isBuy = order.Side == Side.Buy;
        var touch = isBuy ? view.Ask : view.Bid;
        var isThere = isBuy ? touch <= order.LimitPrice : touch >= order.LimitPrice;
        var size = isThere ? ShownWithin(view, order) : 0m;
        var wanted = Wanted(work, order);
        if (wanted > 0m)
            FillPart(work, order, view, order.LimitPrice, size > 0m ? Liquidity.OnLot(view.Instrument, size, wanted) : wanted, isMaker: true);
    }

    private static decimal ShownWithin(in MarketView view, in Order order)
    {
        var isBuy = order.Side == Side.Buy;
        if (view.Book is not { } book || (isBuy ? book.Asks : book.Bids).IsDefaultOrEmpty)
            return isBuy ? view.AskSize : view.BidSize;
        var sum = 0m;
        foreach (var level in isBuy ? book.Asks : book.Bids)
        {
            if (isBuy ? level.Price > order.LimitPrice : level.Price < order.LimitPrice)
                break;
            sum += Math.Clamp(level.Quantity, 0m, Amounts.QuantityMax);
        }

        return sum;
    }

    public static Condition RestingCondition(in Order order, ExchangeRules rules) => new(
        order.Side == Side.Buy ? ConditionKind.AskAtMost : ConditionKind.BidAtLeast,
        order.LimitPrice,
        null,
        rules.LimitFill == LimitFill.TradeThrough,
        default,
        order.SeenSequence,
        new DateTimeOffset(order.SeenAtTicks, TimeSpan.Zero));

    /// <summary>What the order may still trade; a reduce-only one no more than is held, and it ends where nothing is.</summary>
    private static decimal Wanted(in Work work, in Order order)
    {
        if (!order.ReduceOnly)
            return order.Remaining;
        var held = work.State.HeldOf(order.Symbol);
        var reducible = held != 0m && held > 0m != (order.Side == Side.Buy) ? Math.Abs(held) : 0m;
        if (reducible == 0m)
            work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.NothingToReduce);
        return Math.Min(order.Remaining, reducible);
    }

    /// <summary>One fill, or two where it flips the position. False if the order ended for want of margin or by a limit.</summary>
    private static bool FillPart(in Work work, in Order order, in MarketView view, decimal price, decimal quantity, bool isMaker)
    {
        var held = work.State.HeldOf(order.Symbol);
        var opposes = held != 0m && held > 0m != (order.Side == Side.Buy);
        var reducing = opposes ? Math.Min(quantity, Math.Abs(held)) : 0m;
        if (reducing > 0m)
        {
            if (!HoldRule.AllowsReduction(work, order))
            {
                work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.RiskLimit);
                return false;
            }

            Reduce(work, order, view, price, reducing, isMaker);
            if (quantity == reducing)
                return true;
        }

        var index = work.State.IndexOf(order.Id);
        if (index < 0)
            return false;
        var rest = work.State.Orders[index];
        return Open(work, rest, view, price, quantity - reducing, isMaker);
    }

    private static decimal FeeOf(in Order order, Instrument instrument, decimal notional, bool isMaker) => Amounts.Round(
        notional * (order.Role == OrderRole.Liquidation ? instrument.Fees.Liquidation : isMaker ? instrument.Fees.Maker : instrument.Fees.Taker));

    private static decimal ReserveShare(in Order order, decimal quantity) => quantity >= order.Remaining
        ? order.Reserved
        : Math.Min(order.Reserved, Amounts.Round(order.Reserved * quantity / order.Remaining));

    private static void Reduce(in Work work, in Order order, in MarketView view, decimal price, decimal quantity, bool isMaker)
    {
        var slot = work.State.Positions[work.State.IndexOf(order.Symbol)];
        var isWhole = quantity == slot.Size;
        var notional = Amounts.Round(price * quantity);
        var cost = isWhole ? slot.EntryCost : Amounts.Round(slot.EntryCost * (quantity / slot.Size));
        var isolated = isWhole ? slot.IsolatedMargin : Amounts.Round(slot.IsolatedMargin * (quantity / slot.Size));
        var realised = slot.Quantity > 0m ? notional - cost : cost - notional;
        work.Emit(new AccountEvent(new OrderFilled(
            work.Now, order.Id, order.Symbol, order.Side, price, quantity, notional, FeeOf(order, view.Instrument, notional, isMaker),
            isMaker, IsReducing: true, realised, cost, ReserveShare(order, quantity), -isolated, view.Mark, view.LastSequence, view.At)));
        if (isWhole)
        {
            Exits.AfterFlat(work, order);
            return;
        }

        if (!WholeExits.StaysBeside(work, order))
            Exits.CancelGroup(work, order);
        WholeExits.Fit(work, view);
    }

    private static bool Open(in Work work, in Order order, in MarketView view, decimal price, decimal quantity, bool isMaker)
    {
        var held = work.State.HeldOf(order.Symbol);
        if (BreakerPolicy.ForbidsOpening(work, order.Symbol))
        {
            work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.Halted);
            return false;
        }

        var notional = Amounts.Round(price * quantity);
        var fee = FeeOf(order, view.Instrument, notional, isMaker);
        if (!RiskPolicy.AllowsFill(work, order, view, held, quantity, price, fee))
        {
            work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.RiskLimit);
            return false;
        }

        var index = work.State.IndexOf(order.Symbol);
        var leverage = held != 0m ? work.State.Positions[index].Leverage : order.Leverage;
        var isIsolated = index >= 0 && work.State.Positions[index].Mode == MarginMode.Isolated;
        var initial = Amounts.RoundUp(notional / leverage);
        var reserve = ReserveShare(order, quantity);
        // Exactly what the fill takes from the available margin: a cross position's profit or loss at the mark counts at once.
        var needed = fee + (isIsolated
            ? initial
            : Amounts.RoundUp(quantity * view.Mark / leverage) + Amounts.RoundUp((price - view.Mark) * order.Side.Sign() * quantity));
        if (Margin.Of(work.State, work.Context).Available + reserve < needed)
        {
            work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.Margin);
            return false;
        }

        work.Emit(new AccountEvent(new OrderFilled(
            work.Now, order.Id, order.Symbol, order.Side, price, quantity, notional, fee, isMaker, IsReducing: false, 0m, 0m, reserve,
            isIsolated ? initial : 0m, view.Mark, view.LastSequence, view.At)));
        Exits.CancelGroup(work, order);
        Exits.Arm(work, order, view, price, quantity);
        return true;
    }
}
