using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Grains.Symbols;

/// <summary>The last durable quote of a symbol; an older one than the stored is ignored.</summary>
/// <param name="Sequence">The feed's sequence of the quote.</param>
public sealed record QuoteRow(SymbolKey Symbol, DateTimeOffset At, decimal Bid, decimal Ask, decimal Mark, long Sequence) : ReadModelRow;

/// <summary>A funding rate that became due; unique by symbol and instant, the first one stays.</summary>
public sealed record FundingRow(SymbolKey Symbol, DateTimeOffset At, decimal Rate, decimal Mark, FundingSource Source) : ReadModelRow;

/// <summary>
/// All triggers of one account at one symbol. One row per pair, kept when empty; a row of an older ledger than the stored one is ignored.
/// </summary>
/// <param name="LedgerVersion">Version of the ledger that the set follows from.</param>
/// <param name="Triggers">The set as JSON, read by the symbol alone.</param>
public sealed record TriggerSetRow(SymbolKey Symbol, AccountKey Account, long LedgerVersion, string Triggers) : ReadModelRow
{
    /// <summary>
    /// Given by the journal when the row is written, rising with every write: ask for rows after the highest number seen.
    /// Ignored on the way in.
    /// </summary>
    public long Change { get; init; }
}
