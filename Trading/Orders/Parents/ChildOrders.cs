using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Sizing;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>The orders that a parent makes: how large, at which price, and their way through the same checks as any order.</summary>
internal static class ChildOrders
{
    /// <summary>The least quantity that can be traded at the price, on the lot.</summary>
    public static decimal SmallestOf(Instrument instrument, decimal price, bool reduceOnly) => reduceOnly
        ? instrument.LotSize
        : InstrumentSteps.Ceiling(Math.Max(instrument.QuantityMin, instrument.NotionalMin / price), instrument.LotSize);

    /// <summary>The touch that a child of the parent would take, or null where that is beyond the price limit.</summary>
    public static decimal? TouchWithin(ParentIntent intent, in MarketView view)
    {
        var touch = intent.Side == Side.Buy ? view.Ask : view.Bid;
        return intent.LimitPrice is { } limit && (touch - limit) * intent.Side.Sign() > 0m ? null : touch;
    }

    /// <summary>Where a child rests: at the best price of its side on the tick, within the price limit and a chase's distance.</summary>
    public static decimal BestPrice(ParentOrder parent, in MarketView view)
    {
        var intent = parent.Intent;
        var isBuy = intent.Side == Side.Buy;
        var price = Math.Max(view.Instrument.TickSize, view.Instrument.PricePassive(isBuy ? view.Bid : view.Ask, intent.Side));
        if (intent.LimitPrice is { } limit)
            price = isBuy ? Math.Min(price, limit) : Math.Max(price, limit);
        if (intent.Style != ExecutionStyle.Chase)
            return price;
        var farthest = FarthestOf(parent, view.Instrument);
        return isBuy ? Math.Min(price, farthest) : Math.Max(price, farthest);
    }

    /// <summary>How far a chase may follow, on the tick.</summary>
    public static decimal FarthestOf(ParentOrder parent, Instrument instrument)
    {
        var away = parent.ArrivalPrice * (1m + (parent.Side.Sign() * parent.Intent.ChaseBpsOrDefault / 10_000m));
        return Math.Max(instrument.TickSize, instrument.PricePassive(away, parent.Side));
    }

    /// <summary>
    /// What of <paramref name="wanted"/> can be a child: on the lot, no more than is left or can be reduced, all that is left where the
    /// rest could not be traded by itself. 0 where that is too little.
    /// </summary>
    public static decimal QuantityOf(in Work work, ParentOrder parent, Instrument instrument, decimal wanted, decimal price)
    {
        var left = parent.Remaining;
        if (parent.Intent.ReduceOnly)
            left = Math.Min(left, Reducible(work, parent));
        var smallest = SmallestOf(instrument, price, parent.Intent.ReduceOnly);
        var quantity = Math.Min(left, Math.Min(instrument.QuantityDown(wanted), instrument.QuantityMax));
        if (quantity > 0m && left - quantity > 0m && left - quantity < smallest && left <= instrument.QuantityMax)
            quantity = left;
        return quantity >= smallest ? quantity : 0m;
    }

    public static decimal Reducible(in Work work, ParentOrder parent)
    {
        var held = work.State.HeldOf(parent.Symbol);
        return held != 0m && held > 0m != (parent.Side == Side.Buy) ? Math.Abs(held) : 0m;
    }

    /// <summary>The participation cap of a child that takes, where it goes by the depth that is shown; null for none.</summary>
    public static decimal? DepthCap(ParentIntent intent, in MarketView view)
    {
        if (intent.ParticipationMax is not { } share || intent.Profile is not null)
            return null;
        var shown = view.Book is { } book
            ? BookDepth.Within(book, intent.Side, ParentDesk.MidOf(view), BookDepth.BandBpsDefault)
            : intent.Side == Side.Buy ? view.AskSize : view.BidSize;
        return shown > 0m ? shown * share : null;
    }

    /// <summary>Places a child: accepted and named by the parent's next step before it trades, so that each fill knows where it began.</summary>
    /// <param name="price">Limit of a resting child; null takes at the market, or down to the parent's price limit.</param>
    public static Refusal? Place(in Work work, ParentOrder parent, in MarketView view, decimal quantity, decimal? price, bool takes, in ParentStep step)
    {
        var intent = parent.Intent;
        var limit = price ?? intent.LimitPrice;
        var child = new OrderIntent(intent.Symbol, intent.Side, limit is null ? OrderType.Market : OrderType.Limit, OrderQuantity.InBase(quantity))
        {
            LimitPrice = limit,
            TimeInForce = takes && limit is not null ? TimeInForce.Ioc : TimeInForce.Gtc,
            PostOnly = !takes && intent.Style != ExecutionStyle.Market && !(intent.Style == ExecutionStyle.Iceberg && intent.LimitPrice is not null),
            ReduceOnly = intent.ReduceOnly,
            Leverage = intent.Leverage,
            Bracket = intent.Bracket,
            Note = intent.Note,
            Parent = parent.Id,
        };
        if (OrderDesk.Place(work, child, 0, out var id) is { } refusal)
            return refusal;
        ParentSteps.Advance(work, parent, view, step with { Child = id, IsTaking = takes });
        PaperVenue.Arrive(work, id);
        return null;
    }
}

/// <summary>Where a parent stands after a step.</summary>
internal readonly record struct ParentStep(int Step, int Tries, DateTimeOffset NextAt, OrderId? Child = null, bool IsTaking = false);
