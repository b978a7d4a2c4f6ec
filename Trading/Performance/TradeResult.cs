using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Performance;

/// <summary>What statistics need of a round trip. Amounts in quote currency, quantity in base currency.</summary>
/// <param name="Realised">Profit before fees and funding.</param>
/// <param name="Fees">Positive is paid.</param>
/// <param name="Funding">Positive is received.</param>
public readonly record struct TradeResult(
    DateTimeOffset EntryAt,
    DateTimeOffset ExitAt,
    decimal Quantity,
    decimal EntryPrice,
    decimal ExitPrice,
    decimal Realised,
    decimal Fees,
    decimal Funding)
{
    /// <summary>Profit after fees and funding.</summary>
    public decimal Net => Realised - Fees + Funding;

    public TimeSpan Held => ExitAt - EntryAt;

    /// <summary>What was bought and sold.</summary>
    public decimal Traded => Quantity * (EntryPrice + ExitPrice);

    public static TradeResult Of(in ClosedTrade trade) => new(
        trade.EntryAt, trade.ExitAt, trade.Quantity, trade.EntryPrice, trade.ExitPrice, trade.Realised, trade.Fees, trade.Funding);
}
