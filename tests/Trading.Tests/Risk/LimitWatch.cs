using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk;

/// <summary>
/// Follows a story's journal and measures, with sums of its own over what everybody sees, whether an accepted or amended order or a fill
/// that opens leaves any limit in force exceeded.
/// </summary>
/// <param name="within">Held to these too.</param>
internal sealed class LimitWatch(AccountLimits? within = null)
{
    // Requirements are rounded up, amounts to even.
    private const decimal Rounding = 0.000001m;

    private readonly AccountState _state = new();
    private readonly List<DateTimeOffset> _openings = [];
    private int _seen;

    private AccountLimits Limits => within is null ? _state.LimitsInForce : _state.LimitsInForce.And(within);

    public string? Look(Story story)
    {
        var context = story.Desk.Context;
        for (; _seen < story.Journal.Count; _seen++)
        {
            var happened = story.Journal[_seen];
            var before = happened.Kind == AccountEventKind.OrderFilled ? OrderOf(happened.OrderFilled().Order) : null;
            var held = happened.Kind == AccountEventKind.OrderFilled ? SlotOf(happened.OrderFilled().Symbol) : null;
            Ledger.Apply(_state, happened);
            var broken = happened.Kind switch
            {
                AccountEventKind.OrderAccepted when happened.OrderAccepted() is { Reserved: > 0m } accepted => Accepted(_state.IndexOf(accepted.Order), happened.At, context),
                AccountEventKind.OrderAmended when happened.OrderAmended() is { Reserved: > 0m } amended => Accepted(_state.IndexOf(amended.Order), happened.At, context),
                AccountEventKind.OrderFilled when happened.OrderFilled() is var fill => fill.IsReducing ? Reduced(fill, before!.Value, held!.Value) : Opened(fill, before!.Value, context),
                _ => null,
            };
            if (broken is not null)
                return $"{broken} exceeds {_state.LimitsInForce} after {happened.Kind}";
        }

        return Overdue(context);
    }

    private Order? OrderOf(OrderId id) => _state.IndexOf(id) is >= 0 and var index ? _state.Orders[index] : null;

    private Position? SlotOf(Symbol symbol) => _state.IndexOf(symbol) is >= 0 and var index ? _state.Positions[index] : null;

    // Orders are judged with all that is open, at their own prices.
    private string? Accepted(int index, DateTimeOffset at, DecisionContext context)
    {
        var limits = Limits;
        var order = _state.Orders[index];
        var mark = context[context.IndexOf(order.Symbol)].Mark;
        _openings.Add(at);
        if (_openings.Count(instant => instant > at.AddMinutes(-1)) > (limits.OrdersPerMinuteMax ?? int.MaxValue))
            return "orders a minute";
        if (order.LimitPrice > 0m && (order.LimitPrice - mark) * order.Side.Sign() / mark > (limits.PriceCollar ?? 1_000m) + Rounding)
            return "price collar";
        if (order.Leverage > (limits.LeverageMax ?? 1_000m) && _state.HeldOf(order.Symbol) == 0m)
            return "leverage";
        var priced = order.LimitPrice > 0m || order.TriggerPrice > 0m;
        var price = order.LimitPrice > 0m ? order.LimitPrice : order.TriggerPrice;
        if (priced && order.Remaining * price > (limits.OrderNotionalMax ?? decimal.MaxValue) + Rounding)
            return "an order's notional";
        if (PlaceAndTime(order.Symbol, at) is { } wrong)
            return wrong;
        decimal Worst(Symbol symbol) => this.Worst(symbol, context);
        return Sums(order.Symbol, Worst, context, priced);
    }

    // Fills are judged by what is held then.
    private string? Opened(OrderFilled fill, Order order, DecisionContext context)
    {
        var limits = Limits;
        var seen = _state.Snapshot(context);
        var position = seen.Positions.Single(p => p.Symbol == fill.Symbol);
        var atPrice = Math.Abs(position.Quantity) * fill.Price;
        if (atPrice > Math.Min(limits.PositionNotionalMax ?? decimal.MaxValue, limits.SymbolNotionalMax?.Of(fill.Symbol) ?? decimal.MaxValue) + Rounding)
            return $"a position of {atPrice}";
        if (seen.Positions.Length > (limits.OpenPositionsMax ?? 99) && _state.Positions[_state.IndexOf(fill.Symbol)].EntryOrder == fill.Order && fill.Quantity == Math.Abs(position.Quantity))
            return $"{seen.Positions.Length} positions";
        if (fill.Notional > (limits.OrderNotionalMax ?? decimal.MaxValue) + Rounding)
            return $"a fill of {fill.Notional}";
        if (position.EntryAt == fill.At && position.Leverage > (limits.LeverageMax ?? 1_000m))
            return $"leverage {position.Leverage}";
        if (order.LimitPrice == 0m && (fill.Price - fill.Mark) * fill.Side.Sign() / fill.Mark > (limits.PriceCollar ?? 1_000m) + Rounding)
            return "price collar";
        if (seen.Positions.Min(Distance) < (limits.LiquidationDistanceMin ?? 0m) - Rounding)
            return $"a distance to liquidation of {seen.Positions.Min(Distance)}";
        if (limits.TradeRiskMax is { } share && Risk(order.Intent, fill, position) > (share * seen.Equity) + Rounding)
            return $"a risk of {Risk(order.Intent, fill, position)} at an equity of {seen.Equity}";
        decimal Held(Symbol symbol) => Math.Abs(_state.HeldOf(symbol)) * context[context.IndexOf(symbol)].Mark;
        return PlaceAndTime(fill.Symbol, fill.At) ?? Sums(fill.Symbol, Held, context, isPriced: true);
    }

    private string? Reduced(OrderFilled fill, Order order, Position before)
    {
        var isAgents = order.Role is OrderRole.Single or OrderRole.Close && order.Type is OrderType.Market or OrderType.Limit && !string.Equals(order.Intent.Note.Cause, "manual", StringComparison.Ordinal);
        return isAgents && fill.At - before.EntryAt!.Value < TimeSpan.FromMinutes((double)(_state.LimitsInForce.HoldMinutesMin ?? 0m)) ? "a hold too short" : null;
    }

    private string? PlaceAndTime(Symbol symbol, DateTimeOffset at)
    {
        var limits = Limits;
        return limits.SymbolsAllowed?.Contains(symbol) == false ? $"{symbol} is not allowed: it"
            : limits.SymbolsBlocked?.Contains(symbol) == true ? $"{symbol} is blocked: it"
            : limits.Hours?.Contains(at) == false ? $"{at:ddd HH:mm}"
            : null;
    }

    private string? Sums(Symbol changed, Func<Symbol, decimal> exposure, DecisionContext context, bool isPriced)
    {
        if (!isPriced)
            return null;
        var limits = Limits;
        var (btc, eth) = (exposure(Desk.Btc), exposure(Desk.Eth));
        if (btc + eth > (limits.GrossNotionalMax ?? decimal.MaxValue) + Rounding)
            return $"a gross notional of {btc + eth}";
        if (limits.EffectiveLeverageMax is { } times && btc + eth > (times * _state.Snapshot(context).Equity) + Rounding)
            return $"a gross notional of {btc + eth} at an equity of {_state.Snapshot(context).Equity}";
        if (exposure(changed) > (limits.AssetExposureMax ?? decimal.MaxValue) + Rounding)
            return $"an exposure to {changed} of {exposure(changed)}";
        var isApart = limits.Groups is not null;
        return (isApart ? exposure(changed) : btc + eth) > (limits.GroupExposureMax ?? decimal.MaxValue) + Rounding ? "a group's exposure" : null;
    }

    private decimal Worst(Symbol symbol, DecisionContext context)
    {
        var mark = context[context.IndexOf(symbol)].Mark;
        var held = _state.HeldOf(symbol) * mark;
        decimal buys = 0m, sells = 0m;
        foreach (var order in _state.Orders)
        {
            if (order.ReduceOnly || order.Symbol != symbol)
                continue;
            var notional = order.Remaining * (order.LimitPrice > 0m ? order.LimitPrice : order.TriggerPrice > 0m ? order.TriggerPrice : mark);
            (buys, sells) = order.Side == Side.Buy ? (buys + notional, sells) : (buys, sells + notional);
        }

        return new[] { Math.Abs(held), held + buys, sells - held }.Max();
    }

    private static decimal Distance(PositionView position) =>
        position.LiquidationPrice is { } price ? Math.Abs(position.Mark - price) / position.Mark : decimal.MaxValue;

    // A bracket's own stop; in a position with one set of exits the stop of that set.
    private decimal Risk(OrderIntent intent, OrderFilled fill, PositionView position)
    {
        var distances = new List<decimal> { fill.Price };
        if (intent.Bracket?.StopPrice is { } stop)
            distances.Add(Math.Max(0m, fill.Side == Side.Buy ? fill.Price - stop : stop - fill.Price));
        if (intent.Bracket?.TrailingOffset is { } offset)
            distances.Add(offset);
        if (intent.Bracket?.TrailingPercent is { } percent)
            distances.Add(fill.Price * percent / 100m);
        foreach (var leg in _state.Orders)
        {
            if (position.Exits is not null && leg.ReduceOnly && leg.Symbol == fill.Symbol && leg.Side != fill.Side && leg.Type is OrderType.Stop or OrderType.TrailingStop)
                distances.Add(Math.Max(0m, fill.Side == Side.Buy ? fill.Price - leg.TriggerPrice : leg.TriggerPrice - fill.Price));
        }

        return distances.Min() * fill.Quantity;
    }

    private string? Overdue(DecisionContext context)
    {
        foreach (var position in _state.Positions)
        {
            // The story fires triggers of one symbol at a time; one that was just quoted must have been closed, or be on its way.
            var market = context[context.IndexOf(position.Symbol)];
            if (position.EntryAt is { } entry && _state.LimitsInForce.HoldMinutesMax is { } max && market.At == context.Now &&
                context.Now - entry >= TimeSpan.FromMinutes((double)max) && !IsClosing(position.Symbol))
                return $"a hold of {context.Now - entry}";
        }

        return null;
    }

    private bool IsClosing(Symbol symbol)
    {
        foreach (var order in _state.Orders)
        {
            if (order.Role is OrderRole.HoldEnd or OrderRole.Flatten && order.Symbol == symbol)
                return true;
        }

        return false;
    }
}
