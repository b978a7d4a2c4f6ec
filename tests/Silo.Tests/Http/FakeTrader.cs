using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
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
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Performance;
using OrleansTrader.Trading.Risk.Portfolio;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Silo.Tests.Http;

/// <summary>One account, one agent, one market, twelve fills; every other key is unknown, and asking for it is an error of the caller.</summary>
internal sealed class FakeTrader : ITrader
{
    public const int FillCount = 12;

    private static readonly DateTimeOffset Instant = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Demo = new("demo");
    private static readonly AccountKey AccountKey = new(Demo, "trend");
    private static readonly AgentKey AgentKey = new(Demo, "trend");
    private static readonly VersionKey VersionKey = new(Demo, "trend", "1.0.0");
    private static readonly SymbolKey SymbolKey = new("simulated", Trading.Instruments.Symbol.Parse("BTC-USDT"));

    public static Instrument Instrument { get; } = new(
        SymbolKey.Symbol, 0.1m, 0.001m, 0.001m, 1_000m, 5m, 50m, new FeeSchedule(0.0002m, 0.00055m, 0.006m),
        new FundingRule(FundingSource.Heuristic, TimeSpan.FromHours(8), 0.0001m), [new MarginTier(1_000_000_000m, 0.005m, 50m, 0m)]);

    /// <summary>Keys of versions and agents that somebody made meanwhile.</summary>
    public HashSet<string> Made { get; } = [];

    public static LessonRow Taught { get; } = new(VersionKey, AccountKey, AgentKey, new Lesson(
        3, SymbolKey.Symbol, Side.Buy, Instant, Instant.AddMinutes(12), 0.5m, 30_000m, -360m, -0.012m, -1.2m,
        new LessonExpectation("it rises", 0.03m, 0.01m, 0.8m, "bear"), new LessonOutcome(ExitKind.Stop, "stop", -0.011m),
        "The stop was too near.", LessonAuthor.Model));

    /// <summary>The pages that were asked for.</summary>
    public List<PageRequest> Pages { get; } = [];

    public Task<TenantOverview> Overview(TenantId tenant, OverviewRequest request) =>
        Task.FromResult(new TenantOverview(tenant, Instant, [Snapshot], [new AccountOverview(View, [])], [], [], []));

    public Task<TenantRegistry> Registry(TenantId tenant) =>
        Task.FromResult(new TenantRegistry(Demo, [AccountKey], [VersionKey], [AgentKey]));

    /// <summary>The filter that was asked for last.</summary>
    public LeaderboardFilter? Filter { get; private set; }

    public Task<LeaderboardView> Leaderboard(TenantId tenant, LeaderboardFilter filter)
    {
        Filter = filter;
        return Task.FromResult(new LeaderboardView(tenant, Instant, 3, 1, [Leader, Newcomer], TimeSpan.FromDays(7), 30, 0.9));
    }

    public Task<AgentSnapshot?> Agent(AgentKey agent) => Known(agent == AgentKey || Made.Contains(agent.ToString()), Snapshot);

    public Task<VersionSnapshot?> Version(VersionKey version) => Known(version == VersionKey || Made.Contains(version.ToString()), VersionSnapshot);

    public Task<Page<DecisionRecordRow>> Records(AgentKey agent, PageRequest page) => Task.FromResult(new Page<DecisionRecordRow>([Record], null));

    public Task<DecisionTranscript?> Transcript(AgentKey agent, long cycle) => Task.FromResult<DecisionTranscript?>(null);

    public Task<Page<SignalRow>> Signals(TenantId tenant, SignalFilter filter, PageRequest page) => Task.FromResult(new Page<SignalRow>([], null));

    public Task<SignalRow?> Signal(SignalKey signal) => Task.FromResult<SignalRow?>(null);

    public Task<ImmutableArray<SourceTallyRow>> SourceTallies(TenantId tenant) => Task.FromResult(ImmutableArray<SourceTallyRow>.Empty);

    public Task<Page<LessonRow>> Lessons(VersionKey version, PageRequest page) => Task.FromResult(new Page<LessonRow>([Taught], null));

    public Task<Page<DecisionRow>> Decisions(AgentKey agent, PageRequest page) => Task.FromResult(new Page<DecisionRow>([], null));

    public Task<AgentModelCost> ModelCost(AgentKey agent) => Task.FromResult(new AgentModelCost(
        new ModelCost(3, 2, 900, 100, 0.0123m), new ModelCost(30, 20, 9_000, 1_000, 1.5m)));

    /// <summary>What the accounts share.</summary>
    public TenantLimits Shared { get; set; } = new(GrossNotionalMax: 50_000m);

    public Task<PortfolioView> Portfolio(TenantId tenant) => Task.FromResult(new PortfolioView(
        tenant, Instant, Shared, null, 12m, HeadroomBook.Uses(Shared, [Exposed], 12m), [Exposed]));

    private static AccountHeadroom Exposed { get; } = new("trend", [new("BTC", 15_000m)], [new("BTC", 15_000m)], Instant);

    public Task<AccountView?> Account(AccountKey account) => Known(account == AccountKey, View);

    public Task<ImmutableArray<EquityRow>> Equity(AccountKey account, DateTimeOffset from, DateTimeOffset to, int pointsMax) =>
        Task.FromResult<ImmutableArray<EquityRow>>([new EquityRow(account, from, 1, 10_000m, 10_000.5m, 0m, 0m)]);

    public Task<Page<OrderRow>> Orders(AccountKey account, PageRequest page) => Task.FromResult(new Page<OrderRow>([], null));

    public Task<Page<FillRow>> Fills(AccountKey account, PageRequest page)
    {
        Pages.Add(page);
        var newest = page.Before is { } before ? before - 1 : FillCount;
        var numbers = Enumerable.Range(0, page.Take).Select(i => newest - i).Where(number => number >= 1).ToArray();
        long? next = numbers.Length > 0 && numbers[^1] > 1 ? numbers[^1] : null;
        return Task.FromResult(new Page<FillRow>([.. numbers.Select(Fill)], next));
    }

    public Task<Page<FillRow>> Fills(TenantId tenant, SymbolKey symbol, PageRequest page) => Fills(AccountKey, page);

    public Task<Page<ClosedTradeRow>> ClosedTrades(AccountKey account, PageRequest page) => Task.FromResult(new Page<ClosedTradeRow>([], null));

    public Task<SymbolSnapshot?> Symbol(SymbolKey symbol) => Known(
        symbol == SymbolKey,
        new SymbolSnapshot(SymbolKey, Instrument, Quote, 12.5m, 0.01, null, null, null, null, 3, new DataQuality(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));

    public Task<MarketSnapshot?> Market(SymbolKey symbol) => Known(symbol == SymbolKey, new MarketSnapshot(Instrument, Quote, null, null));

    public Task<CandleHistory> Candles(SymbolKey symbol, Interval interval, int count) =>
        Task.FromResult(new CandleHistory(interval, [new Candle(Instant, 1m, 2m, 0.5m, 1.50m, 7m)], null));

    public Task<IndicatorSeries> Indicator(SymbolKey symbol, string indicator, int count) =>
        Task.FromResult(new IndicatorSeries(indicator, [], []));

    public Task<IAsyncDisposable> Watch(SymbolKey symbol, Action<SymbolUpdate> watcher) => Task.FromResult<IAsyncDisposable>(new Nothing());

    public Task<IAsyncDisposable> Watch(AccountKey account, Action<AccountUpdate> watcher) => Task.FromResult<IAsyncDisposable>(new Nothing());

    public Task<IAsyncDisposable> Watch(TenantId tenant, Action<TenantUpdate> watcher) => Task.FromResult<IAsyncDisposable>(new Nothing());

    private static Quote Quote { get; } = new(SymbolKey.Symbol, Instant, 67_000.1m, 1m, 67_000.30m, 1m, 1, 1);

    private static VersionSnapshot VersionSnapshot { get; } = new(
        VersionKey, new VersionConfig(StrategyConfig.Of("trend", ("stop", "2")), "simulated", [SymbolKey.Symbol], 3m, TimeSpan.FromSeconds(15), null),
        VersionStatus.Active, Instant);

    private static DecisionRecordRow Record { get; } = new(
        AgentKey, AccountKey, VersionKey, 29_000_000, Instant, new string('a', 64), new string('b', 64),
        [
            new ModelTurn("plan", "openai/gpt-5", [], [], [], 900, 40, 0.01m, TimeSpan.FromSeconds(2), 1, null),
            new ModelTurn("repair", "openai/gpt-5", [], [], [], 1_000, 60, 0.02m, TimeSpan.FromSeconds(1.5), 1, null),
        ],
        """{"positions":[{"symbol":"BTC-USDT","signal":"buy","quantity":"0.50","leverage":"2","confidence":"0.6","justification":"it rises"}]}""", null, [],
        0.03m, TimeSpan.FromSeconds(3.5))
    {
        Outcome = new RecordOutcome(2, 1, 31.20m, null),
    };

    private static AgentSnapshot Snapshot { get; } = new(
        AgentKey, VersionKey, AccountKey, "trend", AgentStatus.Active, null, null, Instant, 3, 2, 0, null, null, null);

    private static AccountView View { get; } = new(AccountKey, AccountKind.Paper, "simulated", new AccountSnapshot(
        4, Instant, "USDT", 10_000m, 10_000.50m, 0.5m, 0m, 0m, 0m, 10_000.5m, 10_000m, 0m, 0m, 0m, 0m, 0m, 10_000.5m, 10_000m,
        HaltCause.None, string.Empty, [], []));

    private static LeaderboardRow Leader { get; } = new(
        1, VersionKey, "sma-cross fast=3 slow=9", VersionStatus.Active, Verdict.Leading, "ahead of every other", 2, 0, TimeSpan.FromDays(31), 44_000,
        0.25, 0.0073, -0.08, 2.5, 1.25, 3.75, 4.5, 5.5, 0.999, 0.97, 120, 3.87, 0.55, 1.75, 40.5m, 22.25m, TimeSpan.FromMinutes(75), 310.5m, -3.5m,
        2_814m, 2_500m, 1.2345m, TimeSpan.FromMinutes(15), 2_977);

    private static LeaderboardRow Newcomer { get; } = new(
        2, new VersionKey(Demo, "adaptive", "1.0.0"), "adaptive", VersionStatus.Active, Verdict.TooLittleData, "a judgement needs 7 days, this is 0.0", 1, 0,
        TimeSpan.FromMinutes(3), 12, null, null, null, null, null, null, null, null, null, null, 0, null, null, null, null, null, null, 0m, 0m, 0m, 0m,
        null, TimeSpan.FromMinutes(1), 3);

    private static FillRow Fill(long number) => new(
        AccountKey, number, new OrderId(number), SymbolKey, Instant, number, Side.Buy, 67_000.10m, 0.010m, 0.5m, 0m, false, "entry");

    private static Task<T?> Known<T>(bool isKnown, T value) where T : class =>
        isKnown ? Task.FromResult<T?>(value) : throw new InvalidOperationException("a key that nobody registered reached a grain");

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
