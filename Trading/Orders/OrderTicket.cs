using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Orders;

/// <summary>An order checked against its instrument and market: what the risk policy judges and the venue accepts.</summary>
internal readonly struct OrderTicket
{
    public required OrderIntent Intent { get; init; }

    public required OrderRole Role { get; init; }

    public required Side Side { get; init; }

    public required OrderType Type { get; init; }

    public required bool ReduceOnly { get; init; }

    /// <summary>In base currency, on the lot.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The part that would open or enlarge a position if nothing else happened before.</summary>
    public required decimal Opening { get; init; }

    public required decimal LimitPrice { get; init; }

    public required decimal TriggerPrice { get; init; }

    public required decimal Leverage { get; init; }

    /// <summary>The price that its size and margin are reckoned at.</summary>
    public required decimal Price { get; init; }

    /// <summary>Margin and fee to set aside.</summary>
    public required decimal Reserve { get; init; }

    /// <summary>Base quantity on this side in other open orders that are not reduce-only.</summary>
    public required decimal OpenOnSide { get; init; }

    /// <summary>The order in force that this is a new form of; default (0) for a new order.</summary>
    public OrderId Amends { get; init; }

    public decimal Notional => Amounts.Round(Quantity * Price);
}
