using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Orders;

/// <summary>
/// An order in force: pending, open or partly filled. Orders that ended live on in the journal only. A struct, so that an
/// account's orders are one small array; readers get it by read-only reference.
/// </summary>
public struct Order
{
    public OrderId Id { get; internal set; }

    /// <summary>The intent it came from; a bracket leg names the entry's.</summary>
    public OrderIntent Intent { get; internal set; }

    public Side Side { get; internal set; }

    public OrderType Type { get; internal set; }

    public OrderRole Role { get; internal set; }

    public OrderStatus Status { get; internal set; }

    /// <summary>The stop or take-profit condition has been met; what is left trades as a market or limit order.</summary>
    public bool Triggered { get; internal set; }

    public bool ReduceOnly { get; internal set; }

    /// <summary>Orders of one group exclude each other; 0 for none. A bracket's group is the entry's id.</summary>
    public long Group { get; internal set; }

    /// <summary>The rung of a ladder that it is, from 1; 0 for none.</summary>
    public int Level { get; internal set; }

    /// <summary>In base currency, on the lot.</summary>
    public decimal Quantity { get; internal set; }

    /// <summary>Filled so far, in base currency.</summary>
    public decimal Filled { get; internal set; }

    /// <summary>0 where the type has none.</summary>
    public decimal LimitPrice { get; internal set; }

    /// <summary>0 where the type has none; a trailing stop's present stop price.</summary>
    public decimal TriggerPrice { get; internal set; }

    /// <summary>Leverage of the position that this order would open.</summary>
    public decimal Leverage { get; internal set; }

    /// <summary>Initial margin and fee set aside for the part not yet filled, in quote currency.</summary>
    public decimal Reserved { get; internal set; }

    /// <summary>Pending until this instant (latency), or to be worked again at it (remainder of an exit); UTC ticks, 0 for none.</summary>
    internal long ActiveAtTicks { get; set; }

    internal long AcceptedAtTicks { get; set; }

    /// <summary>The quote that this order was last tested against: no quote is used twice.</summary>
    internal long SeenSequence { get; set; }

    internal long SeenAtTicks { get; set; }

    public readonly Symbol Symbol => Intent.Symbol;

    public readonly decimal Remaining => Quantity - Filled;

    public readonly DateTimeOffset AcceptedAt => new(AcceptedAtTicks, TimeSpan.Zero);

    public readonly DateTimeOffset? ActiveAt => ActiveAtTicks == 0 ? null : new DateTimeOffset(ActiveAtTicks, TimeSpan.Zero);

    public readonly bool IsExit => Role is OrderRole.Stop or OrderRole.Target or OrderRole.Trailing or OrderRole.TimeExit;

    /// <summary>A trailing stop's distance from the best price; 0 for other types, and where it is in percent.</summary>
    internal readonly decimal TrailingOffset => Type != OrderType.TrailingStop
        ? 0m
        : (Role == OrderRole.Trailing ? Intent.Bracket?.TrailingOffset : Intent.TrailingOffset) ?? 0m;

    /// <summary>The distance in percent of the best price; 0 where it is an offset, and for other types.</summary>
    internal readonly decimal TrailingPercent => Role == OrderRole.Trailing ? Intent.Bracket?.TrailingPercent ?? 0m : 0m;

    /// <summary>The least advance as the order names it; null where the rule's own holds.</summary>
    internal readonly decimal? TrailingStep => Role == OrderRole.Trailing ? Intent.Bracket?.TrailingStep : Intent.TrailingStep;
}
