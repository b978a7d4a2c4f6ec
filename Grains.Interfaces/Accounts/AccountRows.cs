using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

public enum AccountKind
{
    Paper,
    Live,
}

/// <summary>An account as listed; replaced as a whole. Amounts are in <paramref name="Currency"/>.</summary>
/// <param name="Venue">Where it trades, the first part of its symbols' keys.</param>
/// <param name="Deposited">Sum of deposits less withdrawals: what returns are reckoned from.</param>
/// <param name="Halted">Why it may not open positions; null while it may.</param>
public sealed record AccountRow(
    AccountKey Account, AccountKind Kind, string Venue, string Currency, decimal Deposited, DateTimeOffset OpenedAt, string? Halted) : ReadModelRow;

/// <summary>An account's worth at an instant; a second one at the same instant replaces the first.</summary>
/// <param name="Version">Version of the ledger that it was taken from.</param>
/// <param name="Cash">Cash, realised results, fees and funding included.</param>
/// <param name="Equity">Cash plus the unrealised results of all positions.</param>
/// <param name="UsedMargin">Initial margin of positions and resting orders.</param>
/// <param name="Exposure">Sum of the absolute notionals of all positions.</param>
/// <param name="PaidIn">
/// What was paid in less what was taken out since the account was opened, what a reset put in or took out included: all change of equity
/// that is no result. Null in rows of before it was kept.
/// </param>
public sealed record EquityRow(
    AccountKey Account, DateTimeOffset At, long Version, decimal Cash, decimal Equity, decimal UsedMargin, decimal Exposure,
    decimal? PaidIn = null) : ReadModelRow
{
    public decimal Unrealised => Equity - Cash;
}

/// <summary>A position after its latest change; a quantity of zero takes it off the list.</summary>
/// <param name="Quantity">Signed base quantity, positive for long.</param>
/// <param name="EntryPrice">Average entry price.</param>
/// <param name="LiquidationPrice">Where the account would be liquidated by this symbol alone; null where no price does it.</param>
/// <param name="Reason">Why it was opened.</param>
public sealed record PositionRow(
    AccountKey Account,
    SymbolKey Symbol,
    long Version,
    decimal Quantity,
    decimal EntryPrice,
    decimal Leverage,
    MarginMode MarginMode,
    decimal? LiquidationPrice,
    DateTimeOffset OpenedAt,
    DateTimeOffset UpdatedAt,
    string Reason) : ReadModelRow;
