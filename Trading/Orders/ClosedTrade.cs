using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Orders;

/// <summary>How a round trip ended.</summary>
public enum ExitKind
{
    /// <summary>An order of the strategy.</summary>
    Signal,
    Stop,
    Target,
    Trailing,
    Time,
    Liquidation,

    /// <summary>A close asked for by command, a breached limit or the kill switch.</summary>
    Manual,
}

/// <summary>
/// A round trip: from flat to flat, or to a flip. Reductions on the way add to it; it is told once, when the position is gone.
/// </summary>
/// <param name="Side">Of the entry: buy for a long.</param>
/// <param name="Quantity">All that was entered, in base currency; the same was exited.</param>
/// <param name="EntryNotional">Sum of price × quantity of the entering fills.</param>
/// <param name="ExitNotional">Sum of price × quantity of the leaving fills.</param>
/// <param name="Realised">Profit before fees and funding.</param>
/// <param name="Fees">Of entering and leaving fills; positive is paid.</param>
/// <param name="Funding">Positive is received.</param>
public readonly record struct ClosedTrade(
    Symbol Symbol,
    Side Side,
    decimal Quantity,
    decimal EntryNotional,
    decimal ExitNotional,
    decimal Realised,
    decimal Fees,
    decimal Funding,
    DateTimeOffset EntryAt,
    DateTimeOffset ExitAt,
    OrderId EntryOrder,
    OrderId ExitOrder,
    ExitKind Exit,
    OrderNote EntryNote,
    OrderNote ExitNote)
{
    public decimal EntryPrice => Quantity == 0m ? 0m : EntryNotional / Quantity;

    public decimal ExitPrice => Quantity == 0m ? 0m : ExitNotional / Quantity;

    /// <summary>Profit after fees and funding.</summary>
    public decimal Net => Realised - Fees + Funding;

    public TimeSpan Held => ExitAt - EntryAt;
}
