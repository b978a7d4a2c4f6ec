using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.PaperExchange;

/// <summary>New exits in the place of all that protected a position, in one commit.</summary>
public sealed class ReplaceExitsTests
{
    private static readonly OrderNote Note = new("test", "manual");

    private static Desk Long(Bracket? bracket, AccountLimits? limits = null)
    {
        var desk = new Desk(limits: limits);
        desk.Quote(100m);
        desk.Submit(Desk.Market(Side.Buy, 10m) with { Bracket = bracket });
        return desk;
    }

    private static string[] Orders(Desk desk) =>
        [.. desk.State.Orders.ToArray().Select(o => $"{o.Type} {o.Remaining.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)} @ {o.TriggerPrice.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}")];

    [Fact]
    public void Replace_bracketsOfTwoEntriesAndAStopOfItsOwn_isOneSetAndTheNewStandBeforeTheOldGo()
    {
        var desk = Long(new Bracket(95m, 110m));
        desk.Submit(Desk.Market(Side.Buy, 5m) with { Bracket = new Bracket(96m) });
        desk.Submit(Desk.Stop(Side.Sell, 3m, 97m) with { ReduceOnly = true });
        var before = desk.Journal.Count;

        Assert.True(desk.Do(new ReplaceExits(Desk.Btc, new Bracket(94m, 120m), Note)).IsAccepted);

        Assert.Equal(["Stop 15 @ 94", "TakeProfit 15 @ 120"], Orders(desk));
        Assert.Equal(
            [
                AccountEventKind.ExitsSet, AccountEventKind.OrderAccepted, AccountEventKind.OrderAccepted, AccountEventKind.OrderEnded,
                AccountEventKind.OrderEnded, AccountEventKind.OrderEnded, AccountEventKind.OrderEnded,
            ],
            desk.Journal.Skip(before).Select(e => e.Kind));
        Assert.All(desk.Ended, e => Assert.Equal(OrderEndReason.Replaced, e.Reason));
    }

    [Fact]
    public void Replace_theSameAgain_changesNothing()
    {
        var desk = Long(new Bracket(95m));
        var exits = new Bracket(95m) { Targets = [new(104m, 0.5m)], BreakEven = new BreakEven(3m) };
        Assert.True(desk.Do(new ReplaceExits(Desk.Btc, exits, Note)).IsAccepted);
        var count = desk.Journal.Count;
        Assert.True(desk.Do(new ReplaceExits(Desk.Btc, exits with { Targets = [new(104m, 0.5m)] }, Note)).IsAccepted);
        Assert.Equal(count, desk.Journal.Count);

        // But what was moved since is put back.
        desk.Do(new AmendOrder(desk.State.Orders[0].Id, TriggerPrice: 96m));
        desk.Do(new ReplaceExits(Desk.Btc, exits, Note));
        Assert.Equal(["Stop 10 @ 95", "TakeProfit 5 @ 104"], Orders(desk).Order());
    }

    [Fact]
    public void Replace_withoutAStopWhereOneStands_isRefused()
    {
        var desk = Long(new Bracket(95m, 110m));
        var refusal = desk.Refused(new ReplaceExits(Desk.Btc, new Bracket(TargetPrice: 120m), Note));
        Assert.Equal((RefusalCode.InvalidValue, "StopPrice", "95"), (refusal.Code, refusal.Field, refusal.Value));
    }

    [Fact]
    public void Replace_trailingAgainWithTheSameDistance_keepsWhatItHasWon()
    {
        var desk = Long(new Bracket { TrailingPercent = 2m });
        desk.Quote(110m);
        desk.Quote(109m);
        Assert.True(desk.Do(new ReplaceExits(Desk.Btc, new Bracket(TargetPrice: 130m) { TrailingPercent = 2m }, Note)).IsAccepted);
        Assert.Equal(["TrailingStop 10 @ 107.5", "TakeProfit 10 @ 130"], Orders(desk));
    }

    [Fact]
    public void Replace_whileAnExitIsBeingWorked_isRefused()
    {
        var desk = Long(new Bracket(95m));
        desk.Quote(94m, size: 1m);
        Assert.Equal(9m, desk.Position().Quantity);
        Assert.Equal(RefusalCode.WrongTransition, desk.Refused(new ReplaceExits(Desk.Btc, new Bracket(90m), Note)).Code);
    }

    [Fact]
    public void Replace_stopFurtherThanTheTradeMayRisk_isRefusedAndTheOldStays()
    {
        // 10 × 5 is half a percent of 10,000.
        var desk = Long(new Bracket(95m), new AccountLimits { TradeRiskMax = 0.006m });
        Assert.Equal(RefusalCode.RiskPerTrade, desk.Refused(new ReplaceExits(Desk.Btc, new Bracket(90m), Note)).Code);
        Assert.True(desk.Do(new ReplaceExits(Desk.Btc, new Bracket(96m), Note)).IsAccepted);
        Assert.Equal(["Stop 10 @ 96"], Orders(desk));
    }

    public static TheoryData<string, Bracket> Wrong => new()
    {
        { "StopPrice", new Bracket(100m) },
        { "StopPrice", new Bracket(95.3m) },
        { "TargetPrice", new Bracket(95m, 99m) },
        { "TargetPrice", new Bracket(95m, 110m) { Targets = [new(111m, 1m)] } },
        { "Targets", new Bracket(95m) { Targets = [] } },
        { "Targets", new Bracket(95m) { Targets = [.. Enumerable.Range(0, 9).Select(i => new TargetLevel(104m + i, 0.1m))] } },
        { "Price", new Bracket(95m) { Targets = [new(108m, 0.5m), new(104m, 0.5m)] } },
        { "Share", new Bracket(95m) { Targets = [new(104m, 0.6m), new(108m, 0.5m)] } },
        { "Share", new Bracket(95m) { Targets = [new(104m, 0m)] } },
        { "Share", new Bracket(95m) { Targets = [new(104m, -1m)] } },
        { "TrailingPercent", new Bracket { TrailingPercent = 100m } },
        { "TrailingPercent", new Bracket { TrailingPercent = 0m } },
        { "TrailingPercent", new Bracket(TrailingOffset: 2m) { TrailingPercent = 1m } },
        { "TrailingStep", new Bracket(95m, TrailingStep: 1m) },
        { "BreakEven", new Bracket(TargetPrice: 110m) { BreakEven = new BreakEven(1m) } },
        { "Gain", new Bracket(95m) { BreakEven = new BreakEven(0m) } },
        { "Offset", new Bracket(95m) { BreakEven = new BreakEven(1m, Offset: -1m) } },
        { "ExitAt", new Bracket(95m, ExitAt: Desk.Start) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Replace_wrongExits_isRefusedByField(string field, Bracket exits)
    {
        var desk = Long(null);
        Assert.Equal(field, desk.Refused(new ReplaceExits(Desk.Btc, exits, Note)).Field);
        Assert.Equal(field, desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m) with { Bracket = exits })).Field);
    }

    [Fact]
    public void Replace_nothingHeld_isRefused()
    {
        var desk = new Desk();
        desk.Quote(100m);
        Assert.Equal(RefusalCode.NoPosition, desk.Refused(new ReplaceExits(Desk.Btc, new Bracket(95m), Note)).Code);
    }
}
