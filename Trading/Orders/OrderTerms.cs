namespace OrleansTrader.Trading.Orders;

public enum Side
{
    Buy,
    Sell,
}

public enum OrderType
{
    Market,
    Limit,
    Stop,
    StopLimit,
    TakeProfit,
    TrailingStop,
}

public enum TimeInForce
{
    /// <summary>Good till cancelled.</summary>
    Gtc,

    /// <summary>Immediate or cancel: what cannot fill at once is cancelled.</summary>
    Ioc,

    /// <summary>Fill or kill: all at once or nothing.</summary>
    Fok,

    /// <summary>Good till the instant that the order names.</summary>
    Gtd,
}

public enum OrderStatus
{
    /// <summary>Accepted, but not yet at the venue (latency), or a bracket leg whose entry has not filled.</summary>
    Pending,

    /// <summary>Working: a limit rests, a stop waits for its trigger.</summary>
    Open,

    PartiallyFilled,
    Filled,
    Cancelled,
    Expired,
    Rejected,
}

/// <summary>The currency that an order's quantity is stated in.</summary>
public enum QuantityUnit
{
    Base,
    Quote,
}

/// <summary>A quantity with its unit said; quote amounts are converted at the order's price, or the touched side, and rounded down to the lot.</summary>
public readonly record struct OrderQuantity(decimal Value, QuantityUnit Unit)
{
    public static OrderQuantity InBase(decimal value) => new(value, QuantityUnit.Base);

    public static OrderQuantity InQuote(decimal value) => new(value, QuantityUnit.Quote);
}

public enum MarginMode
{
    Cross,
    Isolated,
}

public static class Sides
{
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>+1 for buy, −1 for sell.</summary>
    public static int Sign(this Side side) => side == Side.Buy ? 1 : -1;
}
