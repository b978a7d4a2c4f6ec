using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Accounts;

/// <summary>What became of a command to an account.</summary>
public enum CommandStatus
{
    /// <summary>Carried out and durable.</summary>
    Done,

    /// <summary>Refused for good: nothing changed; the refusal says why.</summary>
    Refused,

    /// <summary>Nobody knows yet: ask <see cref="IAccountGrain.FindReply"/> with the command's id before doing anything else.</summary>
    Unknown,
}

/// <summary>The answer to a command; the same command id always gets the same one.</summary>
/// <param name="Version">Version of the ledger after it.</param>
/// <param name="Order">The order that was made, or the first of two; null where the command makes none.</param>
/// <param name="Refusal">Which field, what stood there, what would be right; null unless refused.</param>
/// <param name="Fault">Why the outcome is unknown, in plain words; null otherwise.</param>
public sealed record CommandReply(CommandStatus Status, long Version, OrderId? Order, Refusal? Refusal, string? Fault)
{
    /// <summary>What the risk policy said of the command's orders; null where it was not asked, or nothing was limited.</summary>
    public RiskVerdict? Verdict { get; init; }

    public bool IsDone => Status == CommandStatus.Done;
}

/// <summary>An account with its books at the newest marks.</summary>
/// <param name="Venue">First part of the keys of its symbols.</param>
/// <param name="Books">Cash, equity, margins, positions and open orders.</param>
public sealed record AccountView(AccountKey Key, AccountKind Kind, string Venue, AccountSnapshot Books)
{
    /// <summary>Parent orders in force, newest first, then those that ended last; null where there are none.</summary>
    public ImmutableArray<ParentView>? Parents { get; init; }

    /// <summary>Equity less what was paid in, as a share of it; 0 without deposits.</summary>
    public decimal Return => Books.Deposited > 0m ? (Books.Equity - Books.Deposited) / Books.Deposited : 0m;
}

/// <summary>An account's books at a version in one hash.</summary>
/// <param name="Sha256">Of the state's canonical JSON, lower-case hexadecimal, 64 characters.</param>
public sealed record BooksDigest(long Version, string Sha256)
{
    public static BooksDigest Of(AccountState books) =>
        new(books.Version, Convert.ToHexStringLower(SHA256.HashData(ContractJson.Encode(books.ToData()))));
}

/// <summary>An account as a planner sees it.</summary>
/// <param name="Version">Version of the ledger.</param>
/// <param name="LastTrades">The latest closed trades, newest first, at most ten.</param>
public sealed record AccountReading(AccountObservation Account, long Version, ImmutableArray<TradeObservation> LastTrades);

/// <summary>
/// A hint that an account changed. <see cref="Version"/> follows <see cref="PreviousVersion"/> of the next update; a watcher who finds
/// a gap reads the account again.
/// </summary>
/// <param name="Equity">The worth after the change.</param>
/// <param name="Orders">Orders that changed, as they are now.</param>
/// <param name="Positions">Positions that changed, as they are now; quantity 0 where closed.</param>
public sealed record AccountUpdate(
    AccountKey Account,
    long PreviousVersion,
    long Version,
    DateTimeOffset At,
    EquityRow Equity,
    ImmutableArray<FillRow> Fills,
    ImmutableArray<OrderRow> Orders,
    ImmutableArray<PositionRow> Positions,
    ImmutableArray<ClosedTradeRow> ClosedTrades,
    ImmutableArray<DecisionRow> Decisions,
    string? Halted);
