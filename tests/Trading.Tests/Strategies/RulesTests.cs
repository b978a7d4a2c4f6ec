using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Regimes;
using OrleansTrader.Trading.Strategies;
using static OrleansTrader.Trading.Tests.Strategies.ObservationFixture;

namespace OrleansTrader.Trading.Tests.Strategies;

public sealed class RulesTests
{
    private static readonly IndicatorReading Range = Reading("atr 14 5m", [2, 0, 0]);

    [Fact]
    public void Trend_averagesAndAdxAgree_entersAtRiskOverStopDistance()
    {
        var decision = Single("trend", Market([Fast(102), Slow(100), Adx(30, 25, 10), Range]));
        Assert.Equal(TradeSignal.Buy, decision.Signal);
        Assert.Equal(20m, decision.Quantity); // 10,000 · 1 % / 5
        Assert.Equal((95m, 6m), (decision.ExitPlan!.StopLoss!.Value, decision.ExitPlan.TrailingOffset!.Value));
        Assert.Equal(3m, decision.Leverage);
        Assert.Equal(0.6m, decision.Confidence);
    }

    [Theory]
    [InlineData(15, 25, 10)] // no trend
    [InlineData(30, 10, 25)] // directions disagree
    public void Trend_withoutAgreement_holds(double adx, double plus, double minus) =>
        Assert.True(Plan("trend", Market([Fast(102), Slow(100), Adx(adx, plus, minus), Range])).IsHold);

    [Fact]
    public void Trend_averagesCrossBack_leavesOrFlips()
    {
        Assert.Equal(TradeSignal.Close, Single("trend", Market([Fast(98), Slow(100), Adx(10, 10, 25), Range]), held: 5m).Signal);
        Assert.Equal(TradeSignal.Sell, Single("trend", Market([Fast(98), Slow(100), Adx(30, 10, 25), Range]), held: 5m).Signal);
    }

    [Fact]
    public void Trend_soonAfterATrade_waits()
    {
        var market = Market([Fast(102), Slow(100), Adx(30, 25, 10), Range]);
        Assert.True(Planner("trend").Plan(Observe(market, 0m, Trade(Side.Buy, At.AddMinutes(-29)))).IsHold);
        Assert.False(Planner("trend").Plan(Observe(market, 0m, Trade(Side.Buy, At.AddMinutes(-31)))).IsHold);
    }

    [Fact]
    public void MeanReversion_belowTheBandAndOversold_buysTowardsTheMiddle()
    {
        var decision = Single("mean-reversion", Market([Bands(-0.1), Rsi(25), Range]));
        Assert.Equal(TradeSignal.Buy, decision.Signal);
        Assert.Equal((96m, 103m), (decision.ExitPlan!.StopLoss!.Value, decision.ExitPlan.ProfitTarget!.Value));
        Assert.Equal(At.AddHours(4), decision.ExitPlan.TimeExit);
        Assert.Equal(25m, decision.Quantity); // 10,000 · 1 % / 4
    }

    [Fact]
    public void MeanReversion_otherCases_holdSellOrLeave()
    {
        Assert.True(Plan("mean-reversion", Market([Bands(-0.1), Rsi(40), Range])).IsHold);
        Assert.True(Plan("mean-reversion", Market([Bands(0.2), Rsi(25), Range])).IsHold);
        Assert.True(Plan("mean-reversion", Market([Bands(0.2), Rsi(40), Range]), held: 5m).IsHold);
        Assert.True(Plan("mean-reversion", Market([Bands(double.NaN), Rsi(40), Range]), held: 5m).IsHold);
        Assert.Equal(TradeSignal.Sell, Single("mean-reversion", Market([Bands(1.1, middle: 97), Rsi(75), Range])).Signal);
        Assert.Equal(TradeSignal.Close, Single("mean-reversion", Market([Bands(0.55), Rsi(50), Range]), held: 5m).Signal);
    }

    [Fact]
    public void Breakout_closeBeyondTheChannel_entersAndLeavesAtTheMiddle()
    {
        Assert.Equal(TradeSignal.Buy, Single("breakout", Market([Channel(95, 99, 91), Close(100), Range])).Signal);
        Assert.Equal(TradeSignal.Sell, Single("breakout", Market([Channel(105, 109, 101), Close(100), Range])).Signal);
        Assert.True(Plan("breakout", Market([Channel(95, 101, 91), Close(100), Range])).IsHold);
        Assert.True(Plan("breakout", Market([Channel(95, 101, 91), Close(100), Range]), held: 5m).IsHold);
        Assert.Equal(TradeSignal.Close, Single("breakout", Market([Channel(100.5, 109, 92), Close(100), Range]), held: 5m).Signal);
    }

    [Fact]
    public void Adaptive_eachRegime_asksItsRule()
    {
        // A rising market below its lower band that broke its channel: each rule wants something else.
        SymbolObservation In(Regime? regime, double confidence = 1) => Market(
            [Fast(102), Slow(100), Adx(30, 25, 10), Range, Bands(1.1, middle: 97), Rsi(75), Channel(95, 99, 91), Close(100)], regime, confidence);

        Assert.True(Plan("adaptive", In(null)).IsHold);
        Assert.True(Plan("adaptive", In(Regime.Bull, confidence: 0.4)).IsHold);
        var bull = Single("adaptive", In(Regime.Bull));
        Assert.Equal((TradeSignal.Buy, 20m), (bull.Signal, bull.Quantity));
        Assert.StartsWith("bull market (1): ema 20 5m", bull.Justification, StringComparison.Ordinal);
        Assert.Equal(TradeSignal.Sell, Single("adaptive", In(Regime.Ranging)).Signal);
        var wild = Single("adaptive", In(Regime.Volatile));
        Assert.Equal((TradeSignal.Buy, 10m), (wild.Signal, wild.Quantity)); // half the risk
    }

    [Fact]
    public void Plan_marketTooQuietForItsSpread_holds() =>
        Assert.True(Plan("trend", Market([Fast(102), Slow(100), Adx(30, 25, 10), Reading("atr 14 5m", [0.0001, 0, 0])])).IsHold);

    [Fact]
    public void Plan_accountTooSmallForTheMinimum_holds()
    {
        var observation = Observe(Market([Fast(102), Slow(100), Adx(30, 25, 10), Range]));
        Assert.True(Planner("trend").Plan(observation with { Account = observation.Account with { Equity = 10m, MarginAvailable = 10m } }).IsHold);
        Assert.True(Planner("trend").Plan(observation with { Account = observation.Account with { MarginAvailable = 0m } }).IsHold);
        Assert.True(Planner("trend").Plan(observation with { Account = observation.Account with { Equity = -5m } }).IsHold);
    }

    private static IndicatorReading Fast(double value) => Reading("ema 20 5m", [value]);

    private static IndicatorReading Slow(double value) => Reading("ema 50 5m", [value]);

    private static IndicatorReading Adx(double adx, double plus, double minus) => Reading("adx 14 5m", [adx, plus, minus, 0, 0]);

    private static IndicatorReading Rsi(double value) => Reading("rsi 14 5m", [value]);

    private static IndicatorReading Bands(double place, double middle = 103) => Reading("bollinger 20 2 5m", [middle, 0, 0, place, 0, 0]);

    private static IndicatorReading Channel(double middle, double upper, double lower) => Reading("donchian 20 5m", [middle, upper, lower, 0]);

    private static IndicatorReading Close(double value) => Reading("sma 1 5m", [value]);

    private static Decision Plan(string strategy, SymbolObservation market, decimal held = 0m) => Planner(strategy).Plan(Observe(market, held));

    private static SymbolDecision Single(string strategy, SymbolObservation market, decimal held = 0m) =>
        Assert.Single(Plan(strategy, market, held).Positions);
}
