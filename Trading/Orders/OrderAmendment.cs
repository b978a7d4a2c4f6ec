using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Orders;

/// <summary>New prices or quantity for an order in force, checked like a new order; its place and id stay.</summary>
internal static class OrderAmendment
{
    public static CommandResult Amend(in Work work, AmendOrder command)
    {
        var index = work.State.IndexOf(command.Order);
        if (index < 0)
            return CommandResult.Refused(OrderDesk.Unknown(command.Order));
        var order = work.State.Orders[index];
        var market = work.TradableIndex(order.Symbol);
        if (market < 0)
            return CommandResult.Refused(new Refusal(RefusalCode.StaleMarket, nameof(order.Symbol), order.Symbol.Value, "wait until the feed is live"));
        ref readonly var view = ref work.Context[market];
        if (BreakerPolicy.Check(work, order.Symbol, order.ReduceOnly) is { } halted)
            return CommandResult.Refused(halted);
        if (CheckShape(command, order, view.Instrument) is { } shape)
            return CommandResult.Refused(shape);
        var quantity = command.Quantity ?? order.Quantity;
        var limit = command.LimitPrice ?? order.LimitPrice;
        var trigger = command.TriggerPrice ?? order.TriggerPrice;
        if (CheckChange(work, order, view, quantity, limit, trigger, out var reserve) is { } change)
            return CommandResult.Refused(change);
        if (quantity == order.Quantity && limit == order.LimitPrice && trigger == order.TriggerPrice)
            return CommandResult.Made(order.Id);
        work.Emit(new AccountEvent(new OrderAmended(work.Now, order.Id, quantity, limit, trigger, reserve)));
        PaperVenue.Arrive(work, order.Id);
        return CommandResult.Made(order.Id);
    }

    private static Refusal? CheckShape(AmendOrder command, in Order order, Instrument instrument)
    {
        if (command.LimitPrice is { } limit && order.LimitPrice == 0m)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(command.LimitPrice), limit, "the order has none");
        if (command.TriggerPrice is { } trigger && (order.TriggerPrice == 0m || order.Triggered))
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(command.TriggerPrice), trigger, "the order has none, or it was triggered");
        if (command.Quantity is { } quantity)
        {
            if (order.IsExit || order.Type == OrderType.Market)
                return OrderPrices.Refuse(RefusalCode.WrongTransition, nameof(command.Quantity), quantity, "a bracket's legs follow its entry, and a market order is being worked");
            if (quantity <= order.Filled || quantity > instrument.QuantityMax)
                return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(command.Quantity), quantity, $"above what is filled, {order.Filled.ToString(CultureInfo.InvariantCulture)}");
            if (!instrument.IsOnLot(quantity))
                return OrderPrices.Refuse(RefusalCode.Lot, nameof(command.Quantity), quantity, $"a multiple of {instrument.LotSize.ToString(CultureInfo.InvariantCulture)}");
            if (!order.ReduceOnly && quantity < instrument.QuantityMin)
                return OrderPrices.Refuse(RefusalCode.QuantityTooSmall, nameof(command.Quantity), quantity, $"at least {instrument.QuantityMin.ToString(CultureInfo.InvariantCulture)}");
        }

        return OrderPrices.CheckTick(nameof(command.LimitPrice), command.LimitPrice, instrument) ??
            OrderPrices.CheckTick(nameof(command.TriggerPrice), command.TriggerPrice, instrument);
    }

    private static Refusal? CheckChange(
        in Work work, in Order order, in MarketView view, decimal quantity, decimal limit, decimal trigger, out decimal reserve)
    {
        reserve = order.Reserved;
        var isBuy = order.Side == Side.Buy;
        if (order.Intent.PostOnly && order.Role == OrderRole.Single && (isBuy ? limit >= view.Ask : limit <= view.Bid))
            return OrderPrices.Refuse(RefusalCode.WouldTake, nameof(AmendOrder.LimitPrice), limit, isBuy ? "below the ask" : "above the bid");
        if (order.ReduceOnly)
            return trigger == order.TriggerPrice ? null : StopRule.CheckMove(work, order, trigger);
        var price = limit > 0m ? limit : trigger > 0m ? trigger : TakerPrice.AtTouch(work.Rules, view, order.Side, 0m);
        if (quantity * price > Amounts.AmountMax || quantity * price < view.Instrument.NotionalMin)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, "notional", quantity * price, "within the instrument's bounds");
        var held = work.State.HeldOf(order.Symbol);
        var opposes = held != 0m && held > 0m != isBuy;
        var remaining = quantity - order.Filled;
        var opening = opposes ? Math.Max(0m, remaining - Math.Abs(held)) : remaining;
        var leverage = held != 0m && !opposes ? work.State.Positions[work.State.IndexOf(order.Symbol)].Leverage : order.Leverage;
        reserve = OrderCheck.ReserveFor(view.Instrument, order.Type, order.Side, opening, price, leverage, view.Mark);
        var ticket = new OrderTicket
        {
            Intent = order.Intent,
            Role = order.Role,
            Side = order.Side,
            Type = order.Type,
            ReduceOnly = false,
            Quantity = remaining,
            Opening = opening,
            LimitPrice = limit,
            TriggerPrice = trigger,
            Leverage = leverage,
            Price = price,
            Reserve = reserve - order.Reserved,
            OpenOnSide = OrderCheck.OpenOnSide(work.State, order.Symbol, order.Side, order.Id),
            Amends = order.Id,
        };
        return OrderCheck.CheckTier(view.Instrument, held, ticket) ?? RiskApproved.Policy.Check(work, ticket, out _);
    }
}
