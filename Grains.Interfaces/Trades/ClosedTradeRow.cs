using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Trades;

/// <summary>A round trip, from flat to flat or to a flip. Amounts in quote currency.</summary>
/// <param name="Number">The account's count of closed trades, this one included.</param>
/// <param name="Side">Buy for a long position.</param>
/// <param name="Quantity">Largest base quantity held.</param>
/// <param name="EntryPrice">Average price of the fills that opened it.</param>
/// <param name="ExitPrice">Average price of the fills that closed it.</param>
/// <param name="Gross">Realised result before fees and funding.</param>
/// <param name="Net">Gross less fees, plus or minus funding.</param>
/// <param name="EntryCause">Who opened it, as the order said: e.g. agent, version and cycle; null for trades of before this was kept.</param>
/// <param name="Exit">How it ended; null likewise.</param>
public sealed record ClosedTradeRow(
    AccountKey Account,
    long Number,
    SymbolKey Symbol,
    long Version,
    Side Side,
    decimal Quantity,
    decimal EntryPrice,
    decimal ExitPrice,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    decimal Gross,
    decimal Fees,
    decimal Funding,
    decimal Net,
    string EntryReason,
    string ExitReason,
    string? EntryCause = null,
    ExitKind? Exit = null) : ReadModelRow;
