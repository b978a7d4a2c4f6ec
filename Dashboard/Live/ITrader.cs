using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Portfolio;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Dashboard.Live;

/// <summary>The service as pages and the HTTP API use it, on behalf of the tenant that is logged in.</summary>
public interface ITrader
{
    Task<TenantOverview> Overview(TenantId tenant, OverviewRequest request);

    Task<TenantRegistry> Registry(TenantId tenant);

    Task<LeaderboardView> Leaderboard(TenantId tenant, LeaderboardFilter filter);

    Task<AgentSnapshot?> Agent(AgentKey agent);

    Task<VersionSnapshot?> Version(VersionKey version);

    /// <summary>What the version's closed trades taught, newest first.</summary>
    Task<Page<LessonRow>> Lessons(VersionKey version, PageRequest page);

    Task<Page<DecisionRow>> Decisions(AgentKey agent, PageRequest page);

    /// <summary>What language models were asked for the agent and said, newest first.</summary>
    Task<Page<DecisionRecordRow>> Records(AgentKey agent, PageRequest page);

    /// <summary>One cycle's record with its texts; null where there is none.</summary>
    Task<DecisionTranscript?> Transcript(AgentKey agent, long cycle);

    /// <summary>What language models have cost the agent.</summary>
    Task<AgentModelCost> ModelCost(AgentKey agent);

    Task<AccountView?> Account(AccountKey account);

    /// <summary>Exposure across all accounts, and the limits that they share.</summary>
    Task<PortfolioView> Portfolio(TenantId tenant);

    Task<ImmutableArray<EquityRow>> Equity(AccountKey account, DateTimeOffset from, DateTimeOffset to, int pointsMax);

    Task<Page<OrderRow>> Orders(AccountKey account, PageRequest page);

    Task<Page<FillRow>> Fills(AccountKey account, PageRequest page);

    Task<Page<FillRow>> Fills(TenantId tenant, SymbolKey symbol, PageRequest page);

    Task<Page<ClosedTradeRow>> ClosedTrades(AccountKey account, PageRequest page);

    /// <summary>Signals, newest first, without their roads.</summary>
    Task<Page<SignalRow>> Signals(TenantId tenant, SignalFilter filter, PageRequest page);

    /// <summary>A signal with its whole road; null where there is none.</summary>
    Task<SignalRow?> Signal(SignalKey signal);

    /// <summary>What each source's signals came to.</summary>
    Task<ImmutableArray<SourceTallyRow>> SourceTallies(TenantId tenant);

    Task<SymbolSnapshot?> Symbol(SymbolKey symbol);

    Task<MarketSnapshot?> Market(SymbolKey symbol);

    Task<CandleHistory> Candles(SymbolKey symbol, Interval interval, int count);

    Task<IndicatorSeries> Indicator(SymbolKey symbol, string indicator, int count);

    /// <summary>Hints of a market until the answer is disposed. They come on any thread; the watcher must return at once.</summary>
    Task<IAsyncDisposable> Watch(SymbolKey symbol, Action<SymbolUpdate> watcher);

    Task<IAsyncDisposable> Watch(AccountKey account, Action<AccountUpdate> watcher);

    Task<IAsyncDisposable> Watch(TenantId tenant, Action<TenantUpdate> watcher);
}
