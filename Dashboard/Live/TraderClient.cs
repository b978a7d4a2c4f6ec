using System.Collections.Immutable;
using Orleans.Streams;
using OrleansTrader.Grains;
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

/// <summary>The grains as one tenant sees them: every call carries that tenant's identity, whoever's thread it is made on.</summary>
public sealed class TraderClient(IClusterClient cluster, ISite site) : ITrader
{
    public Task<TenantOverview> Overview(TenantId tenant, OverviewRequest request) =>
        For(grains => grains.Tenant(tenant).GetOverview(request));

    public async Task<TenantRegistry> Registry(TenantId tenant)
    {
        var registry = await For(grains => grains.Tenant(tenant).GetRegistry());
        return site.Asker is { Accounts.IsEmpty: false } limited ? await Within(limited, registry) : registry;
    }

    public Task<LeaderboardView> Leaderboard(TenantId tenant, LeaderboardFilter filter) =>
        For(grains => grains.Leaderboard(tenant).GetBoard(filter));

    public Task<AgentSnapshot?> Agent(AgentKey agent) =>
        For(grains => grains.Agent(agent).GetSnapshot());

    public Task<VersionSnapshot?> Version(VersionKey version) =>
        For(grains => grains.StrategyVersion(version).Get());

    public Task<Page<LessonRow>> Lessons(VersionKey version, PageRequest page) => For(grains => grains.StrategyVersion(version).GetLessons(page));

    public Task<Page<DecisionRow>> Decisions(AgentKey agent, PageRequest page) =>
        For(grains => grains.Agent(agent).GetDecisions(page));

    public Task<Page<DecisionRecordRow>> Records(AgentKey agent, PageRequest page) => For(grains => grains.Agent(agent).GetRecords(page));

    public Task<DecisionTranscript?> Transcript(AgentKey agent, long cycle) => For(grains => grains.Agent(agent).GetTranscript(cycle));

    public Task<AgentModelCost> ModelCost(AgentKey agent) => For(grains => grains.Agent(agent).GetModelCost());

    public Task<AccountView?> Account(AccountKey account) =>
        For(grains => grains.Account(account).GetView());

    public Task<PortfolioView> Portfolio(TenantId tenant) =>
        For(grains => grains.PortfolioRisk(tenant).GetView());

    public Task<ImmutableArray<EquityRow>> Equity(AccountKey account, DateTimeOffset from, DateTimeOffset to, int pointsMax) =>
        For(grains => grains.Account(account).GetEquity(from, to, pointsMax));

    public Task<Page<OrderRow>> Orders(AccountKey account, PageRequest page) =>
        For(grains => grains.Account(account).GetOrders(page));

    public Task<Page<FillRow>> Fills(AccountKey account, PageRequest page) =>
        For(grains => grains.Account(account).GetFills(page));

    public Task<Page<FillRow>> Fills(TenantId tenant, SymbolKey symbol, PageRequest page) =>
        For(grains => grains.Tenant(tenant).GetFills(symbol, page));

    public Task<Page<ClosedTradeRow>> ClosedTrades(AccountKey account, PageRequest page) =>
        For(grains => grains.Account(account).GetClosedTrades(page));

    public Task<Page<SignalRow>> Signals(TenantId tenant, SignalFilter filter, PageRequest page) =>
        For(grains => grains.Tenant(tenant).GetSignals(filter, page));

    public async Task<SignalRow?> Signal(SignalKey signal)
    {
        if (await For(grains => grains.Tenant(signal.Tenant).GetSignal(signal.Id)) is not { } found)
            return null;
        return site.Asker is { Accounts.IsEmpty: false } limited ? Within(limited, found) : found;
    }

    public Task<ImmutableArray<SourceTallyRow>> SourceTallies(TenantId tenant) => For(grains => grains.Tenant(tenant).GetSourceTallies());

    public Task<SymbolSnapshot?> Symbol(SymbolKey symbol) =>
        For(grains => grains.Symbol(symbol).GetSnapshot());

    public Task<MarketSnapshot?> Market(SymbolKey symbol) =>
        For(grains => grains.Symbol(symbol).GetMarket());

    public Task<CandleHistory> Candles(SymbolKey symbol, Interval interval, int count) =>
        For(grains => grains.Symbol(symbol).GetCandles(interval, count));

    public Task<IndicatorSeries> Indicator(SymbolKey symbol, string indicator, int count) =>
        For(grains => grains.Symbol(symbol).GetIndicator(indicator, count));

    public Task<IAsyncDisposable> Watch(SymbolKey symbol, Action<SymbolUpdate> watcher) =>
        Watch(StreamNames.Symbols, symbol.ToString(), watcher);

    public Task<IAsyncDisposable> Watch(AccountKey account, Action<AccountUpdate> watcher) =>
        Watch(StreamNames.Accounts, account.ToString(), watcher, account.Tenant);

    public Task<IAsyncDisposable> Watch(TenantId tenant, Action<TenantUpdate> watcher) =>
        Watch(StreamNames.Tenants, tenant.Value, watcher, tenant);

    // What a key that is limited to some accounts sees of a tenant: those accounts and the agents that trade them.
    private async Task<TenantRegistry> Within(Asker limited, TenantRegistry registry)
    {
        var agents = await Task.WhenAll(registry.Agents.Select(Agent));
        return registry with
        {
            Accounts = [.. registry.Accounts.Where(limited.MayUse)],
            Agents = [.. agents.OfType<AgentSnapshot>().Where(agent => limited.MayUse(agent.Account)).Select(static agent => agent.Key)],
        };
    }

    // A key that is limited to some accounts sees the common part of a road, and the legs of those accounts.
    private static SignalRow Within(Asker limited, SignalRow signal)
    {
        var legs = signal.Legs.Where(leg => leg.Account is { } account && limited.MayUse(account)).ToImmutableArray();
        return signal with
        {
            Legs = legs,
            Steps = [.. signal.Steps.Where(step => step.Subscriber is null || legs.Any(leg => string.Equals(leg.Name, step.Subscriber, StringComparison.Ordinal)))],
        };
    }

    private T For<T>(Func<IClusterClient, T> call)
    {
        // The identity travels with the call that is made here; whoever runs next on this flow does not inherit it.
        using (Caller.As(site.Asker.Tenant))
            return call(cluster);
    }

    // No grain is called for a stream, so that no filter sees whose it is.
    private Task<IAsyncDisposable> Watch<T>(string streamNamespace, string key, Action<T> watcher, TenantId owner) =>
        owner == site.Asker.Tenant
            ? Watch(streamNamespace, key, watcher)
            : throw new UnauthorizedAccessException($"{streamNamespace}/{key} is not a stream of the tenant that asks");

    private async Task<IAsyncDisposable> Watch<T>(string streamNamespace, string key, Action<T> watcher)
    {
        var stream = cluster.GetStreamProvider(StreamNames.Provider).GetStream<T>(StreamId.Create(streamNamespace, key));
        var handle = await For(_ => stream.SubscribeAsync((item, _) =>
        {
            watcher(item);
            return Task.CompletedTask;
        }));
        return new Subscription<T>(handle);
    }

    private sealed class Subscription<T>(StreamSubscriptionHandle<T> handle) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await handle.UnsubscribeAsync();
    }
}
