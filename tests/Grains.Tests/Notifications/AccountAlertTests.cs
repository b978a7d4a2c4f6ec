using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.GrainsTests.Notifications;

public sealed class AccountAlertTests
{
    [Fact]
    public async Task Execute_entryAdditionReductionAndExit_areToldWithTheirFigures()
    {
        await using var local = Local.Create();
        var scene = Begin(local);

        scene.Execute("in", Noted(Side.Buy, 0.2m, "it rises", "bot trend@1.0.0 cycle 7"));
        scene.Execute("more", Scene.AtMarket(Side.Buy, 0.1m));
        scene.NextTick(61_000m);
        scene.Execute("less", Scene.AtMarket(Side.Sell, 0.1m));
        scene.Execute("out", Scene.AtMarket(Side.Sell, 0.2m));

        var alerts = Alerts(local, AlertKind.Entry, AlertKind.Exit).Reverse().ToList();
        Assert.Equal([AlertKind.Entry, AlertKind.Entry, AlertKind.Exit, AlertKind.Exit], alerts.Select(static alert => alert.Kind));
        Assert.All(alerts, static alert => Assert.Equal((Scene.Key("main"), Scene.BtcKey, AlertSeverity.Information), (alert.Account, alert.Symbol, alert.Severity)));
        Assert.Equal([new AgentKey(Scene.Tenant, "bot"), null, null, null], alerts.Select(static alert => alert.Agent));
        Assert.Equal([0.2m, 0.3m, 0.2m, 0m], alerts.Select(static alert => Figure(alert, "position")));
        Assert.Equal([0.2m, 0.1m, -0.1m, -0.2m], alerts.Select(static alert => Figure(alert, "quantity")));
        Assert.StartsWith("bought 0.2 at 6", alerts[0].Message, StringComparison.Ordinal);
        Assert.EndsWith("; holds 0.2 now (it rises)", alerts[0].Message, StringComparison.Ordinal);

        var fills = local.Run(() => scene.Account().GetFills(PageRequest.Newest(10))).Rows;
        var trade = Assert.Single(local.Run(() => scene.Account().GetClosedTrades(PageRequest.Newest(10))).Rows);
        Assert.Equal(fills[1].Realised, Figure(alerts[2], "realised"));
        Assert.Equal((fills[0].Realised, fills[0].Fee, trade.Net), (Figure(alerts[3], "realised"), Figure(alerts[3], "fee"), Figure(alerts[3], "net")));
        Assert.Contains("nothing is held now", alerts[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_flip_isAnExitAndAnEntry()
    {
        await using var local = Local.Create();
        var scene = Begin(local);
        scene.Execute("in", Scene.AtMarket(Side.Buy, 0.1m));

        scene.Execute("flip", Scene.AtMarket(Side.Sell, 0.3m));

        var alerts = Alerts(local, AlertKind.Entry, AlertKind.Exit).Reverse().Skip(1).ToList();
        Assert.Equal([(AlertKind.Exit, -0.1m), (AlertKind.Entry, -0.2m)], alerts.Select(static alert => (alert.Kind, Figure(alert, "quantity"))));
    }

    [Fact]
    public async Task Execute_refusalOfALimit_isToldInItsCommitAndNotWithEveryOne()
    {
        await using var local = Local.Create();
        var scene = Begin(local);
        Assert.True(scene.Execute("limits", new SetLimits(AccountLimits.None with { OrderNotionalMax = 1_000m })).IsDone);

        for (var i = 0; i < 5; i++)
            Assert.Equal(RefusalCode.RiskOrderNotional, scene.Execute($"big-{i}", Noted(Side.Buy, 1m, "it rises", "bot trend@1.0.0")).Refusal?.Code);
        var alert = Assert.Single(Alerts(local, AlertKind.Refusal));
        Assert.Equal((Scene.Key("main"), new AgentKey(Scene.Tenant, "bot"), Scene.BtcKey, AlertSeverity.Warning), (alert.Account, alert.Agent, alert.Symbol, alert.Severity));
        Assert.Contains("RiskOrderNotional", alert.Message, StringComparison.Ordinal);

        local.Wait(RefusalDistance);
        scene.Execute("big-again", Scene.AtMarket(Side.Buy, 1m));
        Assert.Equal(2, Alerts(local, AlertKind.Refusal).Count());
    }

    [Fact]
    public async Task Execute_manualRefusalThatIsNoLimits_isNoAlert()
    {
        await using var local = Local.Create();
        var scene = Begin(local);

        Assert.False(scene.Execute("tiny", Scene.AtMarket(Side.Buy, 0.0000001m)).IsDone);

        Assert.Empty(Alerts(local));
    }

    private static readonly TimeSpan RefusalDistance = TimeSpan.FromMinutes(5);

    private static Scene Begin(Local local)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.Tick(60_000m);
        scene.OpenAccount();
        return scene;
    }

    private static SubmitOrder Noted(Side side, decimal quantity, string reason, string cause)
    {
        var order = Scene.AtMarket(side, quantity);
        return new SubmitOrder(order.Intent with { Note = new OrderNote(reason, cause) });
    }

    private static decimal Figure(AlertRow alert, string name) => alert.Figures.Single(figure => string.Equals(figure.Name, name, StringComparison.Ordinal)).Value;

    private static IEnumerable<AlertRow> Alerts(Local local, params ImmutableArray<AlertKind> kinds) =>
        local.Run(() => local.Grains.Tenant(Scene.Tenant).GetAlertsOf(kinds, PageRequest.Newest(50))).Rows;
}
