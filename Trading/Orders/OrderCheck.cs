using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Trading.Orders;

/// <summary>From an intent to a ticket, or the reason why not.</summary>
internal static class OrderCheck
{
    public static Refusal? TryTicket(in Work work, OrderIntent intent, OrderRole role, out OrderTicket ticket)
    {
        ticket = default;
        if (intent.Symbol == default || !work.Context.Instruments.TryGetValue(intent.Symbol, out var instrument))
            return new Refusal(RefusalCode.UnknownSymbol, nameof(intent.Symbol), intent.Symbol.Value, "a symbol of the venue, BASE-QUOTE");
        if (!IsQuotedIn(intent.Symbol, work.State.Currency))
            return new Refusal(RefusalCode.WrongCurrency, nameof(intent.Symbol), intent.Symbol.Value, $"a symbol quoted in {work.State.Currency}");
        var market = work.Context.IndexOf(intent.Symbol);
        if (market < 0 || !Work.IsUsable(work.Context[market]))
            return new Refusal(RefusalCode.NoMarket, nameof(intent.Symbol), intent.Symbol.Value, "wait for its first quote");
        ref readonly var view = ref work.Context[market];
        if (view.IsStale)
            return new Refusal(RefusalCode.StaleMarket, nameof(intent.Symbol), intent.Symbol.Value, "wait until the feed is live again");
        if (OrderPrices.Check(intent, instrument, view, work.Now) is { } shape)
            return shape;
        if (CheckRoom(work.State, intent) is { } room)
            return room;
        return Size(work, intent, role, instrument, view, out ticket);
    }

    // Symbol.Quote would make a string an order.
    private static bool IsQuotedIn(Symbol symbol, string? currency) =>
        symbol.Value.AsSpan(symbol.Value.IndexOf('-') + 1).SequenceEqual(currency);

    private static Refusal? CheckRoom(AccountState state, OrderIntent intent)
    {
        var count = 1 + BracketCheck.Legs(intent.Bracket);
        foreach (ref readonly var order in state.Orders)
            count += 1 + (order.Role == OrderRole.Single && order.Filled == 0m ? BracketCheck.Legs(order.Intent.Bracket) : 0);
        if (count > AccountState.OpenOrdersMax)
            return OrderPrices.Refuse(RefusalCode.TooManyOrders, "open orders", count, $"at most {AccountState.OpenOrdersMax}, legs of brackets included");
        return state.IndexOf(intent.Symbol) < 0 && state.Positions.Length == AccountState.SymbolsMax
            ? OrderPrices.Refuse(RefusalCode.TooManySymbols, nameof(intent.Symbol), state.Positions.Length, $"at most {AccountState.SymbolsMax} symbols an account")
            : null;
    }

    private static Refusal? Size(
        in Work work, OrderIntent intent, OrderRole role, Instrument instrument, in MarketView view, out OrderTicket ticket)
    {
        ticket = default;
        var trigger = FirstTrigger(intent, instrument, view);
        if (trigger < 0m)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(intent.TrailingOffset), intent.TrailingOffset ?? 0m, "less than the price");
        var price = intent.LimitPrice ?? (trigger > 0m ? trigger : TakerPrice.AtTouch(work.Rules, view, intent.Side, 0m));
        if (intent.Quantity.Value <= 0m || intent.Quantity.Value > Amounts.QuantityMax)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(intent.Quantity), intent.Quantity.Value, "above 0");
        var quantity = intent.Quantity.Unit == QuantityUnit.Base ? intent.Quantity.Value : instrument.QuantityDown(intent.Quantity.Value / price);
        var held = work.State.HeldOf(intent.Symbol);
        var opposes = held != 0m && held > 0m != (intent.Side == Side.Buy);
        if (intent.ReduceOnly && !opposes)
            return OrderPrices.Refuse(RefusalCode.ReduceOnlyWithoutPosition, nameof(intent.ReduceOnly), held, "a position on the other side");
        if (CheckSize(intent, instrument, quantity, price) is { } size)
            return size;
        var opening = intent.ReduceOnly ? 0m : opposes ? Math.Max(0m, quantity - Math.Abs(held)) : quantity;
        var leverage = LeverageOf(work, intent, instrument, held, opposes);
        if (leverage < 1m || leverage > Math.Min(instrument.LeverageMax, Amounts.LeverageMax))
            return OrderPrices.Refuse(RefusalCode.LeverageTooHigh, nameof(intent.Leverage), leverage, $"1 to {instrument.LeverageMax.ToString(CultureInfo.InvariantCulture)}");
        ticket = new OrderTicket
        {
            Intent = intent,
            Role = role,
            Side = intent.Side,
            Type = intent.Type,
            ReduceOnly = intent.ReduceOnly,
            Quantity = quantity,
            Opening = opening,
            LimitPrice = intent.LimitPrice ?? 0m,
            TriggerPrice = trigger,
            Leverage = leverage,
            Price = price,
            Reserve = ReserveFor(instrument, intent.Type, intent.Side, opening, price, leverage, view.Mark),
            OpenOnSide = OpenOnSide(work.State, intent.Symbol, intent.Side, exceptOrder: default),
        };
        return CheckTier(instrument, held, ticket) ?? CheckPostOnly(intent, view);
    }

    private static Refusal? CheckSize(OrderIntent intent, Instrument instrument, decimal quantity, decimal price)
    {
        if (!instrument.IsOnLot(quantity))
            return OrderPrices.Refuse(RefusalCode.Lot, nameof(intent.Quantity), quantity, $"a multiple of {instrument.LotSize.ToString(CultureInfo.InvariantCulture)}, e.g. {instrument.QuantityDown(quantity).ToString(CultureInfo.InvariantCulture)}");
        if (quantity > instrument.QuantityMax)
            return OrderPrices.Refuse(RefusalCode.QuantityTooLarge, nameof(intent.Quantity), quantity, $"at most {instrument.QuantityMax.ToString(CultureInfo.InvariantCulture)}");
        if (quantity <= 0m || (!intent.ReduceOnly && quantity < instrument.QuantityMin))
            return OrderPrices.Refuse(RefusalCode.QuantityTooSmall, nameof(intent.Quantity), quantity, $"at least {instrument.QuantityMin.ToString(CultureInfo.InvariantCulture)}");
        if (quantity * price > Amounts.AmountMax)
            return OrderPrices.Refuse(RefusalCode.NotionalTooLarge, nameof(intent.Quantity), quantity * price, $"a notional of at most {Amounts.AmountMax.ToString(CultureInfo.InvariantCulture)}");
        return !intent.ReduceOnly && quantity * price < instrument.NotionalMin
            ? OrderPrices.Refuse(RefusalCode.NotionalTooSmall, nameof(intent.Quantity), quantity * price, $"a notional of at least {instrument.NotionalMin.ToString(CultureInfo.InvariantCulture)}")
            : null;
    }

    private static decimal LeverageOf(in Work work, OrderIntent intent, Instrument instrument, decimal held, bool opposes)
    {
        var index = work.State.IndexOf(intent.Symbol);
        if (held != 0m && !opposes)
            return work.State.Positions[index].Leverage;
        if (intent.Leverage is { } asked)
            return asked;
        var setting = index < 0 ? 0m : work.State.Positions[index].LeverageSetting;
        return setting > 0m ? setting : Math.Min(1m, instrument.LeverageMax);
    }

    /// <summary>The tier of the whole position, other open orders on its side included, bounds leverage and size.</summary>
    public static Refusal? CheckTier(Instrument instrument, decimal held, in OrderTicket ticket)
    {
        if (ticket.Opening == 0m)
            return null;
        var notional = (Math.Max(0m, held * ticket.Side.Sign()) + ticket.OpenOnSide + ticket.Opening) * ticket.Price;
        if (notional > instrument.Tiers[^1].NotionalMax)
            return OrderPrices.Refuse(RefusalCode.NotionalTooLarge, "position notional", notional, $"at most {instrument.Tiers[^1].NotionalMax.ToString(CultureInfo.InvariantCulture)}");
        var tier = instrument.Tier(notional);
        return ticket.Leverage > tier.LeverageMax
            ? OrderPrices.Refuse(RefusalCode.LeverageTooHigh, nameof(ticket.Leverage), ticket.Leverage, $"at most {tier.LeverageMax.ToString(CultureInfo.InvariantCulture)} at this size")
            : null;
    }

    private static Refusal? CheckPostOnly(OrderIntent intent, in MarketView view) =>
        intent.PostOnly && intent.LimitPrice is { } limit && (intent.Side == Side.Buy ? limit >= view.Ask : limit <= view.Bid)
            ? OrderPrices.Refuse(RefusalCode.WouldTake, nameof(intent.LimitPrice), limit, intent.Side == Side.Buy ? "below the ask" : "above the bid")
            : null;

    /// <summary>
    /// Initial margin of the opening part, the taker fee on it, and for an order that trades now what the touch is worse than the mark.
    /// </summary>
    public static decimal ReserveFor(
        Instrument instrument, OrderType type, Side side, decimal opening, decimal price, decimal leverage, decimal mark)
    {
        if (opening == 0m)
            return 0m;
        var notional = opening * price;
        var atMark = type == OrderType.Market || (type == OrderType.Limit && side == Side.Sell);
        var dearest = atMark ? opening * Math.Max(price, mark) : notional;
        var worse = type is OrderType.Market or OrderType.Limit ? Math.Max(0m, (price - mark) * side.Sign()) * opening : 0m;
        return Amounts.RoundUp(dearest / leverage) + Amounts.RoundUp(notional * Math.Max(0m, instrument.Fees.Taker)) + Amounts.RoundUp(worse);
    }

    public static decimal OpenOnSide(AccountState state, Symbol symbol, Side side, OrderId exceptOrder)
    {
        var sum = 0m;
        foreach (ref readonly var order in state.Orders)
        {
            if (!order.ReduceOnly && order.Side == side && order.Id != exceptOrder && order.Symbol == symbol)
                sum += order.Remaining;
        }

        return sum;
    }

    /// <summary>The first trigger price; of a trailing stop the offset from the touch, away on the tick. −1 where that is no price.</summary>
    private static decimal FirstTrigger(OrderIntent intent, Instrument instrument, in MarketView view)
    {
        if (intent.TriggerPrice is { } given)
            return given;
        return intent.TrailingOffset is { } offset
            ? TrailingPrice(instrument, intent.Side, intent.Side == Side.Sell ? view.Bid : view.Ask, offset)
            : 0m;
    }

    /// <summary>Where a trailing stop stands when the best price is <paramref name="best"/>; −1 where that is no price.</summary>
    public static decimal TrailingPrice(Instrument instrument, Side side, decimal best, decimal offset)
    {
        var price = side == Side.Sell ? InstrumentSteps.Floor(best - offset, instrument.TickSize) : InstrumentSteps.Ceiling(best + offset, instrument.TickSize);
        return price > 0m ? price : -1m;
    }
}
