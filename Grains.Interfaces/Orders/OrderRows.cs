using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Orders;

/// <summary>An order after its latest change; replaced as a whole. Prices in quote, quantities in base currency.</summary>
/// <param name="Version">Version of the ledger after the change.</param>
/// <param name="Parent">The parent order that made it, or the entry whose bracket it belongs to.</param>
/// <param name="Reason">What it is for (entry, stop, target, …) and, once it has ended, why it ended.</param>
/// <param name="Cause">Who wanted it, as the order said: e.g. agent, version and cycle; null for orders of before this was kept.</param>
public sealed record OrderRow(
    AccountKey Account,
    OrderId Order,
    SymbolKey Symbol,
    long Version,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    OrderStatus Status,
    decimal Quantity,
    decimal Filled,
    decimal? LimitPrice,
    decimal? TriggerPrice,
    decimal? AveragePrice,
    bool ReduceOnly,
    OrderId? Parent,
    DateTimeOffset AcceptedAt,
    DateTimeOffset UpdatedAt,
    string Reason,
    string? Cause = null) : ReadModelRow
{
    /// <summary>Whether it can still fill.</summary>
    public bool IsOpen => Status is OrderStatus.Pending or OrderStatus.Open or OrderStatus.PartiallyFilled;
}

/// <summary>One fill of an account, numbered from 1 without a gap.</summary>
/// <param name="Number">The account's count of fills, this one included.</param>
/// <param name="Fee">In quote currency; negative for a rebate.</param>
/// <param name="Realised">Profit or loss that it realised before fees, in quote currency.</param>
public sealed record FillRow(
    AccountKey Account,
    long Number,
    OrderId Order,
    SymbolKey Symbol,
    DateTimeOffset At,
    long Version,
    Side Side,
    decimal Price,
    decimal Quantity,
    decimal Fee,
    decimal Realised,
    bool IsMaker,
    string Reason) : ReadModelRow;
