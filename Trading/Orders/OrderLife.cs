namespace OrleansTrader.Trading.Orders;

/// <summary>What can happen to an order.</summary>
public enum OrderHappening
{
    Activate,
    Trigger,
    Ratchet,
    Amend,
    FillPart,
    FillWhole,
    Cancel,
    Expire,
    Reject,
}

/// <summary>The one table of an order's life.</summary>
public static class OrderLife
{
    private const int Statuses = 7;

    private const OrderStatus Never = (OrderStatus)(-1);

    // rows: OrderHappening; columns: Pending, Open, PartiallyFilled, then the four ends, which nothing leaves.
    private static readonly OrderStatus[] Table =
    [
        OrderStatus.Open, Never, Never, Never, Never, Never, Never,
        Never, OrderStatus.Open, OrderStatus.PartiallyFilled, Never, Never, Never, Never,
        Never, OrderStatus.Open, OrderStatus.PartiallyFilled, Never, Never, Never, Never,
        OrderStatus.Pending, OrderStatus.Open, OrderStatus.PartiallyFilled, Never, Never, Never, Never,
        Never, OrderStatus.PartiallyFilled, OrderStatus.PartiallyFilled, Never, Never, Never, Never,
        Never, OrderStatus.Filled, OrderStatus.Filled, Never, Never, Never, Never,
        OrderStatus.Cancelled, OrderStatus.Cancelled, OrderStatus.Cancelled, Never, Never, Never, Never,
        OrderStatus.Expired, OrderStatus.Expired, OrderStatus.Expired, Never, Never, Never, Never,
        OrderStatus.Rejected, OrderStatus.Rejected, OrderStatus.Rejected, Never, Never, Never, Never,
    ];

    /// <summary>The status after <paramref name="happening"/>; false where that cannot happen to an order in <paramref name="from"/>.</summary>
    public static bool TryNext(OrderStatus from, OrderHappening happening, out OrderStatus next)
    {
        var known = (uint)from < Statuses && (uint)happening < Table.Length / Statuses;
        next = known ? Table[((int)happening * Statuses) + (int)from] : Never;
        return next != Never;
    }

    public static bool IsOver(this OrderStatus status) => status >= OrderStatus.Filled;
}
