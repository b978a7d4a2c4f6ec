using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk.Breakers;

public sealed class AccountRuleTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void WindowLoss_acrossMidnight_tripsAtItsShareAndTellsValueAndLimit()
    {
        var desk = With(new BreakerRule(BreakerKind.WindowLoss, 0.02m, Hour, CoolDown: TimeSpan.FromMinutes(30)));
        desk.Context.Now = new DateTimeOffset(2026, 1, 5, 23, 50, 0, TimeSpan.Zero);
        desk.Quote(1_000m);
        desk.Submit(Desk.Market(Side.Buy, 10m));
        desk.Quote(990m, after: TimeSpan.FromMinutes(15));
        Assert.Equal(TradingState.Active, desk.Snapshot.State);

        // 10 of fee, and 199.8 of the 9,990 are the share.
        desk.Quote(980.1m);
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
        desk.Quote(980m);

        var tripped = Assert.Single(desk.Snapshot.Breakers!.Tripped);
        Assert.Equal((TradingState.Reducing, 0.02002002m, 0.02m), (tripped.State, tripped.Value, tripped.Limit));
        Assert.Equal(desk.Context.Now + TimeSpan.FromMinutes(30), tripped.Until);
        Assert.Equal(10m, desk.Position().Size);
        Assert.Equal(RefusalCode.Halted, desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Code);
        desk.Submit(Desk.Market(Side.Sell, 1m) with { ReduceOnly = true });
    }

    [Fact]
    public void WindowLoss_slowerThanItsWindow_doesNotTrip()
    {
        var desk = With(new BreakerRule(BreakerKind.WindowLoss, 0.02m, Hour));
        desk.Quote(1_000m);
        desk.Submit(Desk.Market(Side.Buy, 10m));
        for (var price = 995m; price >= 900m; price -= 5m)
        {
            desk.Quote(price, after: TimeSpan.FromMinutes(20));
            desk.Do(new MarkEquity());
        }

        Assert.Equal(TradingState.Active, desk.Snapshot.State);
        Assert.InRange(desk.State.Breakers!.Tracks[0].Points.Length, 1, RuleTrack.PointsMax);
    }

    [Fact]
    public void Drawdown_closing_closesAllAndEndsHaltedUntilAPersonResumes()
    {
        var desk = With(new BreakerRule(BreakerKind.Drawdown, 0.05m, Closes: true));
        desk.Quote(1_000m);
        desk.Submit(Desk.Market(Side.Buy, 10m) with { Bracket = new Bracket(500m) });
        desk.Quote(1_100m);
        desk.Do(new MarkEquity());
        desk.Quote(1_040m);

        Assert.True(desk.Position().IsFlat);
        Assert.Equal(TradingState.Halted, desk.Snapshot.State);
        desk.Quote(1_200m, after: TimeSpan.FromDays(40));
        Assert.Equal(TradingState.Halted, desk.Snapshot.State);
        Assert.True(desk.Do(new ResumeAccount("ann")).IsAccepted);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
    }

    [Fact]
    public void LossesInRow_countedFromTheRule_tripAndAWinBeginsAnew()
    {
        var desk = With();
        Lose(desk);
        desk.Do(new SetBreakers([new BreakerRule(BreakerKind.LossesInRow, 3m, TripsTo: TradingState.Halted, CoolDown: Hour)]));
        Lose(desk);
        Lose(desk);
        Win(desk);
        Lose(desk);
        Lose(desk);
        Assert.Equal(TradingState.Active, desk.Snapshot.State);

        Lose(desk);

        Assert.Equal(TradingState.Halted, desk.Snapshot.State);
        Assert.Equal(3m, Assert.Single(desk.Snapshot.Breakers!.Tripped).Value);
        desk.Quote(100m, after: Hour);
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
        Lose(desk);
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
    }

    [Fact]
    public void CoolDown_over_theNextDecisionResetsItOnceAndAPositionsTriggerBringsIt()
    {
        var desk = With(new BreakerRule(BreakerKind.WindowLoss, 0.02m, Hour, CoolDown: TimeSpan.FromMinutes(10)));
        desk.Quote(1_000m);
        desk.Submit(Desk.Market(Side.Buy, 10m));
        desk.Quote(975m);
        var until = Assert.Single(desk.Snapshot.Breakers!.Tripped).Until!.Value;

        desk.Context.Now = until - TimeSpan.FromTicks(1);
        Assert.False(desk.IsCrossed(Desk.Btc));
        desk.Context.Now = until;
        Assert.True(desk.IsCrossed(Desk.Btc));
        desk.Fire(Desk.Btc);

        Assert.Single(desk.Journal, static e => e.Kind == AccountEventKind.BreakerReset);
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
        desk.Submit(Desk.Market(Side.Buy, 1m));
    }

    [Fact]
    public void CoolDown_ofABreakerThatFlaps_doublesUpToADayAndCalmsAfterwards()
    {
        var rule = new BreakerRule(BreakerKind.LossesInRow, 2m, CoolDown: TimeSpan.FromHours(4));
        var desk = With(rule);
        var waits = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            Lose(desk);
            Lose(desk);
            var tripped = Assert.Single(desk.Snapshot.Breakers!.Tripped);
            waits.Add((tripped.Until!.Value - tripped.Since).TotalHours);
            desk.Quote(100m, after: tripped.Until.Value - desk.Context.Now);
        }

        Assert.Equal([4d, 8d, 16d, 24d, 24d], waits);
        desk.Do(new Deposit(1m));
        desk.Quote(100m, after: BreakerRule.CalmAfter + TimeSpan.FromHours(1));
        Lose(desk);
        Lose(desk);
        var calm = Assert.Single(desk.Snapshot.Breakers!.Tripped);
        Assert.Equal(TimeSpan.FromHours(4), calm.Until - calm.Since);
    }

    [Fact]
    public void Loss_isCountedBesideDepositsAndWithdrawals()
    {
        var desk = With(new BreakerRule(BreakerKind.Drawdown, 0.1m), new BreakerRule(BreakerKind.WindowLoss, 0.1m, Hour));

        desk.Do(new Withdraw(9_000m));
        desk.Do(new MarkEquity());
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
        desk.Do(new Deposit(100_000m));
        desk.Do(new MarkEquity());

        Assert.Equal(TradingState.Active, desk.Snapshot.State);
        Assert.All(desk.Snapshot.Breakers!.Rules, static reading => Assert.Equal(0m, reading.Value));
    }

    [Fact]
    public void Rules_changed_keepWhatStaysAndDropWhatGoesWithItsTrip()
    {
        var (loss, row) = (new BreakerRule(BreakerKind.Drawdown, 0.5m), new BreakerRule(BreakerKind.LossesInRow, 2m));
        var desk = With(loss, row);
        Lose(desk);
        Lose(desk);
        Assert.Equal(TradingState.Reducing, desk.Snapshot.State);

        desk.Do(new SetBreakers([row, loss]));
        Assert.Equal(TradingState.Reducing, desk.Snapshot.State);
        Assert.Equal(2, desk.State.Breakers!.Tracks[0].Losses);
        desk.Do(new SetBreakers([loss]));
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
        desk.Do(new SetBreakers([]));
        Assert.Null(desk.State.Breakers);
    }

    [Theory]
    [InlineData(BreakerKind.KillSwitch, 1, null, "rules[0].kind")]
    [InlineData(BreakerKind.Volatility, 3, 60, "rules[0].kind")]
    [InlineData(BreakerKind.WindowLoss, 0.02, null, "rules[0].window")]
    [InlineData(BreakerKind.WindowLoss, 1.5, 3600, "rules[0].threshold")]
    [InlineData(BreakerKind.Drawdown, 0.1, 3600, "rules[0].window")]
    [InlineData(BreakerKind.LossesInRow, 2.5, null, "rules[0].threshold")]
    public void Rules_thatCannotBe_areRefusedByField(BreakerKind kind, double threshold, int? windowSeconds, string field)
    {
        var rule = new BreakerRule(kind, (decimal)threshold, windowSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Assert.Equal(field, With().Refused(new SetBreakers([rule])).Field);
    }

    [Fact]
    public void Rules_twiceTheSameOrTooMany_areRefused()
    {
        var rule = new BreakerRule(BreakerKind.Drawdown, 0.1m);
        Assert.Equal("rules[1].kind", With().Refused(new SetBreakers([rule, rule with { Threshold = 0.2m }])).Field);
        Assert.Equal("rules", With().Refused(new SetBreakers([.. Enumerable.Repeat(rule, BreakerRule.RulesMax + 1)])).Field);
        Assert.Equal("rules[0].coolDown", With().Refused(new SetBreakers([rule with { CoolDown = TimeSpan.FromSeconds(1) }])).Field);
        Assert.Equal("rules[0].closes", With().Refused(new SetBreakers([rule with { Closes = true, TripsTo = TradingState.Halted }])).Field);
        Assert.Equal("rules[0].tripsTo", With().Refused(new SetBreakers([rule with { TripsTo = TradingState.Active }])).Field);
        Assert.Equal("rules", With().Refused(new SetBreakers(default)).Field);
        Assert.All(Enum.GetValues<BreakerScope>(), static scope => Assert.Empty(BreakerRules.Refuse([], scope)));
    }

    private static void Lose(Desk desk) => Trip(desk, 100m, 99m);

    private static void Win(Desk desk) => Trip(desk, 100m, 110m);

    private static void Trip(Desk desk, decimal from, decimal to)
    {
        desk.Quote(from);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Quote(to);
        desk.Submit(Desk.Market(Side.Sell, 1m) with { ReduceOnly = true });
    }

    private static Desk With(params BreakerRule[] rules)
    {
        var desk = new Desk(limits: AccountLimits.None);
        desk.Quote(100m);
        if (rules.Length > 0)
            Assert.True(desk.Do(new SetBreakers([.. rules])).IsAccepted);
        return desk;
    }
}
