using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Orders;

/// <summary>Why an order was wanted and who wanted it, as the client said it.</summary>
/// <param name="Reason">E.g. <c>entry: sma 10 crossed above 30</c>; at most <see cref="ReasonLengthMax"/> characters.</param>
/// <param name="Cause">Agent and version, <c>manual</c>, a signal id; at most <see cref="CauseLengthMax"/> characters.</param>
public sealed record OrderNote(string Reason, string Cause)
{
    public const int ReasonLengthMax = 400;

    public const int CauseLengthMax = 160;

    /// <summary>The cause of what a person asked for.</summary>
    public const string ManualCause = "manual";

    public static OrderNote None { get; } = new(string.Empty, string.Empty);
}

/// <summary>What somebody wants to trade. Prices are in quote currency and must lie on the instrument's tick.</summary>
/// <param name="Quantity">In base currency, on the lot; or in quote currency, converted at the order's price and rounded down to the lot.</param>
public sealed record OrderIntent(Symbol Symbol, Side Side, OrderType Type, OrderQuantity Quantity)
{
    /// <summary>Of <see cref="OrderType.Limit"/> and <see cref="OrderType.StopLimit"/>; optional for a take-profit.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>Of stop, stop-limit and take-profit; of a trailing stop the first stop price, by default offset away from the touch.</summary>
    public decimal? TriggerPrice { get; init; }

    public TimeInForce TimeInForce { get; init; }

    /// <summary>Of <see cref="TimeInForce.Gtd"/> only.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool PostOnly { get; init; }

    public bool ReduceOnly { get; init; }

    /// <summary>Of a trailing stop only, in quote currency.</summary>
    public decimal? TrailingOffset { get; init; }

    /// <summary>The stop ratchets in steps of at least this; default a twentieth of the offset, at least a tick.</summary>
    public decimal? TrailingStep { get; init; }

    /// <summary>Used when the order opens or flips a position; default the symbol's setting. Adding keeps the position's.</summary>
    public decimal? Leverage { get; init; }

    public Bracket? Bracket { get; init; }

    /// <summary>The parent order that made it; the ledger's own to set, refused from anybody else.</summary>
    public OrderId? Parent { get; init; }

    public OrderNote Note { get; init; } = OrderNote.None;
}
