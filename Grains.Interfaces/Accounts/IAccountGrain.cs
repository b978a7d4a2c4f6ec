using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Grains.Accounts;

/// <summary>The books of one account, and the only writer of its journal. Key: <c>tenant/account</c>.</summary>
/// <remarks>A command that has begun is finished: it cannot be cancelled. A caller that gave up asks with <see cref="FindReply"/>.</remarks>
[Alias(GrainAliases.Account)]
public interface IAccountGrain : ITenantKeyed
{
    /// <summary>Carries out a command at most once; the same id again is answered with the first reply.</summary>
    [Alias("Execute")]
    Task<CommandReply> Execute(CommandId id, AccountCommand command);

    /// <summary>What <see cref="Execute"/> would answer now; nothing is changed and nothing is kept.</summary>
    [Alias("Judge")]
    Task<CommandReply> Judge(AccountCommand command);

    /// <summary>What <see cref="Execute"/> would answer now if <paramref name="limits"/> were set too; nothing is changed and nothing is kept.</summary>
    [Alias("JudgeWithin")]
    Task<CommandReply> JudgeWithin(AccountCommand command, AgentLimits limits);

    /// <summary>What became of a command; null where it was never carried out.</summary>
    [Alias("FindReply")]
    Task<CommandReply?> FindReply(CommandId id);

    /// <summary>
    /// The symbol's trigger book saw something of this account crossed by <paramref name="market"/>. Returns when the account has
    /// told the symbol its new triggers; may come twice.
    /// </summary>
    [Alias("OnTrigger")]
    Task<TriggerReply> OnTrigger(SymbolKey symbol, MarketSnapshot market);

    /// <summary>A funding rate became due; may come late and twice, and is charged once.</summary>
    [Alias("OnFunding")]
    Task<TriggerReply> OnFunding(SymbolKey symbol, FundingRate rate, MarketSnapshot market);

    /// <summary>The account at the newest marks; null where it was never opened.</summary>
    [Alias("GetView")]
    Task<AccountView?> GetView();

    /// <summary>
    /// The books as this activation holds them, in one hash: whoever replays the journal up to that version gets the same one. Null where
    /// the account was never opened, or is being read anew.
    /// </summary>
    [Alias("GetDigest")]
    Task<BooksDigest?> GetDigest();

    /// <summary>What a planner sees of this account; null where it was never opened.</summary>
    [Alias("Observe")]
    Task<AccountReading?> Observe();

    /// <summary>All orders, newest first.</summary>
    [Alias("GetOrders")]
    [AlwaysInterleave]
    Task<Page<OrderRow>> GetOrders(PageRequest page);

    /// <summary>All fills, newest first.</summary>
    [Alias("GetFills")]
    [AlwaysInterleave]
    Task<Page<FillRow>> GetFills(PageRequest page);

    /// <summary>Round trips, newest first.</summary>
    [Alias("GetClosedTrades")]
    [AlwaysInterleave]
    Task<Page<ClosedTradeRow>> GetClosedTrades(PageRequest page);

    /// <summary>The equity curve over <c>[from, to)</c>, ascending, thinned to at most <paramref name="pointsMax"/> points.</summary>
    [Alias("GetEquity")]
    [AlwaysInterleave]
    Task<ImmutableArray<EquityRow>> GetEquity(DateTimeOffset from, DateTimeOffset to, int pointsMax);
}
