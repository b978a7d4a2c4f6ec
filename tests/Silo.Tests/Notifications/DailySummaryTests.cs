using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Silo.Notifications;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Tests.Notifications;

public sealed class DailySummaryTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_afterMidnight_saysTheDayInFigures()
    {
        await using var scene = await OutboxScene.Begin();
        await Play(scene);

        await Summaries(scene).Write(Midnight.AddSeconds(3), Cancellation);

        // By hand: trend 10,000 -> 10,350 with 200 paid in: +150; young opened on the day with 5,000, now 4,900: -100.
        var alert = Assert.Single(await All(scene));
        Assert.Equal((AlertKind.DailySummary, AlertSeverity.Information, "daily summary", Midnight.AddSeconds(3)), (alert.Kind, alert.Severity, alert.Source, alert.At));
        Assert.Equal(
            "2026-11-21\nequity 15,250.00 USDT, profit and loss +50.00\n2 trades closed, fees 3.50, funding -1.00\n1 breakers or halts, models 0.00 US dollars\nbest trend +150.00 USDT, worst young -100.00 USDT",
            alert.Message);
        Assert.Equal(
            [("equity", 15_250m), ("dayProfit", 50m), ("trades", 2m), ("fees", 3.5m), ("funding", -1m), ("breakers", 1m), ("modelSpendUsd", 0m)],
            alert.Figures.Select(static figure => (figure.Name, figure.Value)));
    }

    [Fact]
    public async Task Write_byTwoProcessesAgainAndAfterARestart_isOnceADay()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops");
        await Play(scene);
        var waitingBefore = (await scene.State()).Waiting;
        var (one, other) = (Summaries(scene), Summaries(scene));

        await one.Write(Midnight.AddSeconds(1), Cancellation);
        await Task.WhenAll(other.Write(Midnight.AddSeconds(2), Cancellation), one.Write(Midnight.AddHours(3), Cancellation));
        await scene.Restart();
        await Summaries(scene).Write(Midnight.AddHours(23), Cancellation);
        Assert.Single(await All(scene));
        Assert.Equal(waitingBefore + 1, (await scene.State()).Waiting);

        await Summaries(scene).Write(Midnight.AddDays(1), Cancellation);
        Assert.Equal(2, (await All(scene)).Length);
    }

    [Fact]
    public async Task Write_beforeAnyAccountWasOpen_isNothing()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Store.Journal.Write([Account("trend"), Equity("trend", Midnight.AddMinutes(1), 10_000m, 10_000m)]);

        await Summaries(scene).Write(Midnight.AddMinutes(2), Cancellation);

        Assert.Empty(await All(scene));
    }

    private static async Task Play(OutboxScene scene) => await scene.Store.Journal.Write([
        Account("trend"), Account("young"),
        Equity("trend", Midnight.AddDays(-3), 10_000m, 10_000m), Equity("trend", Midnight.AddHours(-5), 10_100m, 10_000m), Equity("trend", Midnight.AddTicks(-1), 10_350m, 10_200m),
        Equity("trend", Midnight, 99_999m, 10_200m), Equity("young", Midnight.AddHours(-2), 4_900m, 5_000m),
        Trade(1, Midnight.AddDays(-1).AddTicks(-1), 9m, 9m), Trade(2, Midnight.AddDays(-1), 2m, -1.5m), Trade(3, Midnight.AddTicks(-1), 1.5m, 0.5m), Trade(4, Midnight, 9m, 9m),
        new AlertRow(OutboxScene.Demo, Midnight.AddHours(-1), AlertSeverity.Warning, "demo/trend", "halted") { Kind = AlertKind.BreakerTripped },
        new AlertRow(OutboxScene.Demo, Midnight.AddDays(-2), AlertSeverity.Warning, "demo/trend", "halted") { Kind = AlertKind.BreakerTripped },
    ]);

    private static DailySummaries Summaries(OutboxScene scene) => new(scene.Store.Journal, scene.Store.ReadModel, NullLogger<DailySummaries>.Instance);

    private static async Task<AlertRow[]> All(OutboxScene scene) =>
        [.. (await scene.Store.ReadModel.Alerts(OutboxScene.Demo, [AlertKind.DailySummary], PageRequest.Newest(50), Cancellation)).Rows];

    private static AccountKey Key(string name) => new(OutboxScene.Demo, name);

    private static AccountRow Account(string name) => new(Key(name), AccountKind.Paper, "simulated", "USDT", 0m, Midnight.AddDays(-9), null);

    private static EquityRow Equity(string name, DateTimeOffset at, decimal equity, decimal paidIn) => new(Key(name), at, 1, equity, equity, 0m, 0m, paidIn);

    private static ClosedTradeRow Trade(long number, DateTimeOffset closedAt, decimal fees, decimal funding) => new(
        Key("trend"), number, SymbolKey.Parse("simulated/BTC-USDT"), number, Side.Buy, 1m, 1m, 1m, closedAt, closedAt, 0m, fees, funding, -fees + funding, "in", "out");
}
