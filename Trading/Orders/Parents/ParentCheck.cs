using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>Whether a parent can be taken: its own fields, then the whole of it as if it were one order, limits and margin included.</summary>
internal static class ParentCheck
{
    /// <param name="quantity">In base currency, on the lot.</param>
    public static Refusal? Check(in Work work, ParentIntent intent, out decimal quantity)
    {
        quantity = 0m;
        if (CheckShape(intent) is { } shape)
            return shape;
        if (work.State.Parents.Length >= ParentOrder.CountMax)
            return OrderPrices.Refuse(RefusalCode.TooManyOrders, "parents", work.State.Parents.Length + 1, $"at most {ParentOrder.CountMax} parent orders at once");
        var whole = new OrderIntent(intent.Symbol, intent.Side, intent.LimitPrice is null ? OrderType.Market : OrderType.Limit, intent.Quantity)
        {
            LimitPrice = intent.LimitPrice,
            ReduceOnly = intent.ReduceOnly,
            Leverage = intent.Leverage,
            Bracket = intent.Bracket,
            Note = intent.Note,
        };
        if (OrderCheck.TryTicket(work, whole, OrderRole.Single, out var ticket) is { } refusal)
            return refusal;
        quantity = ticket.Quantity;
        return RiskApproved.Policy.Check(work, ticket, out _) ?? CheckParts(intent, ticket, work.Context.Instruments[intent.Symbol]);
    }

    private static Refusal? CheckShape(ParentIntent intent)
    {
        if (!Enum.IsDefined(intent.Style) || !Enum.IsDefined(intent.Urgency) || !Enum.IsDefined(intent.OnDeadline))
            return new Refusal(RefusalCode.InvalidValue, "Style, Urgency or OnDeadline", intent.Style.ToString(), "use a defined value");
        if (intent.IsSliced && intent.Duration is null)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.Duration), "null", $"a {intent.Style} needs one");
        if (intent.DurationOrDefault <= TimeSpan.Zero || intent.DurationOrDefault > ParentIntent.DurationMax)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.Duration), intent.DurationOrDefault.ToString("c", CultureInfo.InvariantCulture), "above nought and at most 7 days");
        if (intent.ParticipationMax is <= 0m or > 1m)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(intent.ParticipationMax), intent.ParticipationMax.Value, "above 0 and at most 1");
        if (intent.RepostsMax is < 0 or > ParentIntent.RepostsMaxMax)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(intent.RepostsMax), intent.RepostsMax.Value, $"0 to {ParentIntent.RepostsMaxMax}");
        if (intent.ChaseBpsMax is < 0m or > 5_000m)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(intent.ChaseBpsMax), intent.ChaseBpsMax.Value, "0 to 5000");
        return CheckSlices(intent);
    }

    private static Refusal? CheckSlices(ParentIntent intent)
    {
        if (intent.Slices is { } slices && (slices is < 1 or > ParentIntent.SlicesMax || intent.DurationOrDefault / slices < ParentIntent.SliceMin))
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(intent.Slices), slices, $"1 to {ParentIntent.SlicesMax}, at least a tenth of a second apart");
        if (intent.Style == ExecutionStyle.Vwap && intent.Profile is null)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.Profile), "null", "a Vwap needs the symbol's volume profile");
        return intent.Profile is { IsValid: false }
            ? new Refusal(RefusalCode.InvalidValue, nameof(intent.Profile), "not a profile", $"as many volumes as buckets of a day, at most {VolumeProfile.BucketsMax}, none below 0")
            : null;
    }

    private static Refusal? CheckParts(ParentIntent intent, in OrderTicket whole, Instrument instrument)
    {
        if (intent.Style != ExecutionStyle.Iceberg)
            return null;
        if (intent.DisplayQuantity is not { } shown)
            return new Refusal(RefusalCode.InvalidValue, nameof(intent.DisplayQuantity), "null", "an Iceberg needs one");
        if (!instrument.IsOnLot(shown) || shown < ChildOrders.SmallestOf(instrument, whole.Price, intent.ReduceOnly))
            return OrderPrices.Refuse(RefusalCode.Lot, nameof(intent.DisplayQuantity), shown, $"a multiple of {Text(instrument.LotSize)} that can be traded by itself");
        return whole.Quantity / shown > ParentOrder.ChildrenMax / 2
            ? OrderPrices.Refuse(RefusalCode.QuantityTooSmall, nameof(intent.DisplayQuantity), shown, $"at least a {ParentOrder.ChildrenMax / 2}th of the whole")
            : null;
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
