using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Tests.Sqlite;

/// <summary>One of each row, every optional column filled.</summary>
internal static class TestRows
{
    public static readonly SymbolKey Btc = SymbolKey.Parse("simulated/BTC-USDT");
    private static readonly DateTimeOffset _at = TestBooks.Start;

    public static AccountRow Account(string account) =>
        new(AccountKey.Parse(account), AccountKind.Paper, "simulated", "USDT", 10_000.50m, _at, "daily loss reached");

    public static PositionRow Position(string account, decimal quantity) => new(
        AccountKey.Parse(account), Btc, 7, quantity, 47_000.1m, 3m, MarginMode.Isolated, 31_000.25m, _at, _at.AddSeconds(1), "entry: trend");

    public static OrderRow Order(string account, long id, OrderStatus status = OrderStatus.Open, string symbol = "simulated/BTC-USDT") => new(
        AccountKey.Parse(account), new OrderId(id), SymbolKey.Parse(symbol), 9, Side.Sell, OrderType.StopLimit, TimeInForce.Gtd, status,
        0.0030m, 0.001m, 46_000.5m, 46_100m, 46_000.55m, true, new OrderId(1), _at, _at.AddSeconds(2), "stop", "bot trend@1.0.0 cycle 5");

    public static FillRow Fill(string account, long number, string symbol = "simulated/BTC-USDT") => new(
        AccountKey.Parse(account), number, new OrderId(number), SymbolKey.Parse(symbol), _at.AddTicks(number), number, Side.Buy, 47_000.123456789m,
        0.003m, 0.0775m, -1.25m, true, "entry");

    public static ClosedTradeRow Trade(string account, long number) => new(
        AccountKey.Parse(account), number, Btc, 12, Side.Sell, 0.5m, 47_000m, 46_000m, _at, _at.AddHours(1), 500m, 12.5m, -0.25m, 487.25m,
        "fast average crossed below slow", "target", "bot trend@1.0.0 cycle 5", ExitKind.Target);

    public static AgentRow Agent(string agent) => new(
        AgentKey.Parse(agent), AccountKey.Parse("demo/a"), VersionKey.Parse("demo/trend@1.0.0"),
        [Btc, SymbolKey.Parse("simulated/ETH-USDT")], AgentStatus.Paused, _at, "warming up");

    public static DecisionRow Decision(string agent, long cycle) => new(
        AgentKey.Parse(agent), AccountKey.Parse("demo/a"), Btc, cycle, _at, "open-long", "bull", 0.75, "why", "order 3");

    public static DecisionRecordRow Record(
        string agent, long cycle, decimal cost, ImmutableArray<string> system, ImmutableArray<string> user, ImmutableArray<string> answer) => new(
        AgentKey.Parse(agent), AccountKey.Parse("demo/a"), VersionKey.Parse("demo/thinker@1.0.0"), cycle, _at, new string('a', 64), new string('b', 64),
        [new ModelTurn("plan", "openai/gpt-5", system, user, answer, 900, 40, cost, TimeSpan.FromSeconds(3.5), 2, null)],
        """{"positions":[]}""", null, [], cost, TimeSpan.FromSeconds(3.5));

    public static VersionRow Version(string version) =>
        new(VersionKey.Parse(version), "sma-cross", """{"fast":10,"slow":30}""", VersionStatus.Active, _at);

    public static QuoteRow Quote(int second, decimal bid) => new(Btc, _at.AddSeconds(second), bid, bid + 1m, bid + 0.5m, second);

    public static FundingRow Funding(int hour, decimal rate) => new(Btc, _at.AddHours(hour), rate, 47_000m, FundingSource.Feed);

    public static TriggerSetRow Triggers(string account, long version, string json) => new(Btc, AccountKey.Parse(account), version, json);

    public static AlertRow Alert(string tenant, string message) =>
        new(new TenantId(tenant), _at, AlertSeverity.Critical, "demo/a", message);
}
