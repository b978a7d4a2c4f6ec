using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Orders;

/// <summary>The shape of an intent: which fields its type needs, and steps. Null where nothing is wrong.</summary>
internal static class OrderPrices
{
    public static Refusal? Check(OrderIntent intent, Instrument instrument, in MarketView view, DateTimeOffset now) =>
        CheckNames(intent) ??
        CheckPresence(intent) ??
        CheckTick(nameof(OrderIntent.LimitPrice), intent.LimitPrice, instrument) ??
        CheckTick(nameof(OrderIntent.TriggerPrice), intent.TriggerPrice, instrument) ??
        CheckTrailing(intent.TrailingOffset, intent.TrailingStep, instrument) ??
        CheckTime(intent, now) ??
        CheckBracket(intent, instrument, view, now);

    public static Refusal Refuse(RefusalCode code, string field, decimal value, string remedy) =>
        new(code, field, value.ToString(CultureInfo.InvariantCulture), remedy);

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static Refusal? CheckNames(OrderIntent intent)
    {
        if (!Enum.IsDefined(intent.Side) || !Enum.IsDefined(intent.Type) || !Enum.IsDefined(intent.TimeInForce) || !Enum.IsDefined(intent.Quantity.Unit))
            return new Refusal(RefusalCode.InvalidValue, "Side, Type, TimeInForce or unit", intent.Type.ToString(), "use a defined value");
        return CheckNote(intent.Note);
    }

    public static Refusal? CheckNote(OrderNote? note)
    {
        if (note?.Reason is null || note.Cause is null)
            return new Refusal(RefusalCode.InvalidValue, nameof(OrderIntent.Note), "null", "give texts, empty if need be");
        return note.Reason.Length > OrderNote.ReasonLengthMax || note.Cause.Length > OrderNote.CauseLengthMax
            ? Refuse(RefusalCode.InvalidValue, nameof(OrderIntent.Note), note.Reason.Length, $"at most {OrderNote.ReasonLengthMax} and {OrderNote.CauseLengthMax} characters")
            : null;
    }

    private static Refusal? CheckPresence(OrderIntent intent)
    {
        var needsLimit = intent.Type is OrderType.Limit or OrderType.StopLimit;
        var mayLimit = needsLimit || intent.Type == OrderType.TakeProfit;
        if (needsLimit && intent.LimitPrice is null)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.LimitPrice), "null", $"a {intent.Type} order needs one");
        if (!mayLimit && intent.LimitPrice is { } limit)
            return Refuse(RefusalCode.InvalidValue, nameof(intent.LimitPrice), limit, $"a {intent.Type} order has none");
        var needsTrigger = intent.Type is OrderType.Stop or OrderType.StopLimit or OrderType.TakeProfit;
        if (needsTrigger && intent.TriggerPrice is null)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.TriggerPrice), "null", $"a {intent.Type} order needs one");
        if (!needsTrigger && intent.Type != OrderType.TrailingStop && intent.TriggerPrice is { } trigger)
            return Refuse(RefusalCode.InvalidValue, nameof(intent.TriggerPrice), trigger, $"a {intent.Type} order has none");
        if (intent.Type == OrderType.TrailingStop != intent.TrailingOffset.HasValue)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.TrailingOffset), Text(intent.TrailingOffset ?? 0m), "a trailing stop, and no other type, needs one");
        if (intent.PostOnly && (intent.Type != OrderType.Limit || intent.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok))
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.PostOnly), "true", "only a limit order that may rest can be post-only");
        if (intent.Type != OrderType.Limit && intent.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok && intent.Type != OrderType.Market)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.TimeInForce), intent.TimeInForce.ToString(), "IOC and FOK are for market and limit orders");
        return intent.Bracket is not null && intent.ReduceOnly
            ? new Refusal(RefusalCode.InvalidValue, nameof(intent.Bracket), "with ReduceOnly", "a bracket protects what an order opens")
            : null;
    }

    public static Refusal? CheckTick(string field, decimal? price, Instrument instrument)
    {
        if (price is not { } value)
            return null;
        if (value <= 0m || value > Amounts.PriceMax)
            return Refuse(RefusalCode.InvalidValue, field, value, $"above 0 and at most {Text(Amounts.PriceMax)}");
        return instrument.IsOnTick(value)
            ? null
            : Refuse(RefusalCode.Tick, field, value, $"a multiple of {Text(instrument.TickSize)}, e.g. {Text(instrument.PriceNearest(value))}");
    }

    public static Refusal? CheckTrailing(decimal? offset, decimal? step, Instrument instrument)
    {
        if (offset is { } distance && (distance < instrument.TickSize || distance > Amounts.PriceMax))
            return Refuse(RefusalCode.InvalidValue, nameof(OrderIntent.TrailingOffset), distance, $"at least a tick, {Text(instrument.TickSize)}");
        return step is { } advance && (advance <= 0m || advance > Amounts.PriceMax)
            ? Refuse(RefusalCode.InvalidValue, nameof(OrderIntent.TrailingStep), advance, "above 0")
            : null;
    }

    private static Refusal? CheckTime(OrderIntent intent, DateTimeOffset now)
    {
        if (intent.TimeInForce == TimeInForce.Gtd != intent.ExpiresAt.HasValue)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.ExpiresAt), intent.ExpiresAt?.ToString("O", CultureInfo.InvariantCulture) ?? "null", "a GTD order, and no other, names it");
        return intent.ExpiresAt <= now
            ? new Refusal(RefusalCode.Expired, nameof(intent.ExpiresAt), intent.ExpiresAt.Value.ToString("O", CultureInfo.InvariantCulture), "an instant in the future")
            : null;
    }

    private static Refusal? CheckBracket(OrderIntent intent, Instrument instrument, in MarketView view, DateTimeOffset now) =>
        intent.Bracket is not { } bracket
            ? null
            : BracketCheck.Check(bracket, instrument, intent.Side, intent.LimitPrice ?? intent.TriggerPrice ?? (intent.Side == Side.Buy ? view.Ask : view.Bid), now);
}
