using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Tests.Markets;

namespace OrleansTrader.Trading.Tests.Execution.Exits;

public sealed class ExitPolicyRulesTests
{
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    public static TheoryData<string, ExitPolicy> Wrong => new()
    {
        { "exits.stop", new() { Stop = new() } },
        { "exits.stop", new() { Stop = new(2m, 2m) } },
        { "exits.stop.ranges", new() { Stop = new(0m) } },
        { "exits.stop.percent", new() { Stop = new(Percent: 100m) } },
        { "exits.stop.atr", new() { Stop = new(2m, Atr: "rsi 14 1h") } },
        { "exits.stop.atr", new() { Stop = new(2m, Atr: "atr 14 9h") } },
        { "exits.trail.kind", new() { Trail = new((TrailKind)9, 1m) } },
        { "exits.trail.distance", new() { Trail = new(TrailKind.Percent, 100m) } },
        { "exits.trail.distance", new() { Trail = new(TrailKind.Atr, 51m) } },
        { "exits.trail.candles", new() { Trail = new(TrailKind.Chandelier, 3m, Candles: 0) } },
        { "exits.volatility", new() { Trail = new(TrailKind.Atr, 3m), Volatility = new(2m) } },
        { "exits.volatility.percentMin", new() { Volatility = new(2m, PercentMin: 5m, PercentMax: 4m) } },
        { "exits.breakEven.gain", new() { BreakEven = new(0m) } },
        { "exits.breakEven.offset", new() { BreakEven = new(1m, Offset: -0.5m) } },
        { "exits.ladder", new() { Ladder = [] } },
        { "exits.ladder", new() { Ladder = [new(1m, 0.6m), new(2m, 0.6m)] } },
        { "exits.ladder[1].gain", new() { Ladder = [new(2m, 0.3m), new(1m, 0.3m)] } },
        { "exits.ladder[0].share", new() { Ladder = [new(2m, 0m)] } },
        { "exits.holdMinutes", new() { HoldMinutes = 0m } },
        { "exits.invalidation[0]", new() { Invalidation = ["close"] } },
        { "exits.reversal.confidenceMin", new() { Reversal = new(1.1m) } },
        { "exits.increase.addsMax", new() { Increase = new(0.5m, 1m, 11) } },
        { "exits.increase.share", new() { Increase = new(1.5m, 1m) } },
        { "exits.decrease.share", new() { Decrease = new(0.5m, 1m) } },
        { "exits.rebalance", new() { Increase = new(0.5m, 1m), Rebalance = new([new(MarketFixture.Btc, 0.5m)], 0.1m) } },
        { "exits.rebalance.weights", new() { Rebalance = new([new(Eth, 0.5m)], 0.1m) } },
        { "exits.rebalance.weights", new() { Rebalance = new([], 0.1m) } },
        { "exits.rebalance.band", new() { Rebalance = new([new(MarketFixture.Btc, 0.5m)], 0m) } },
        { "exits.hedge.symbol", new() { Hedge = new(MarketFixture.Btc) } },
        { "exits.hedge.symbol", new() { Hedge = new(Symbol.Parse("ETH-USD")) } },
        { "exits.hedge.candles", new() { Hedge = new(Eth, Candles: 19) } },
        { "exits.hedge.ratio", new() { Hedge = new(Eth, Ratio: 1.1m) } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuse_wrongPart_namesIt(string field, ExitPolicy policy) =>
        Assert.Equal(field, Assert.Single(ExitPolicyRules.Refuse(policy, [MarketFixture.Btc])).Field);

    [Fact]
    public void Refuse_soundPolicy_nothing() => Assert.Empty(ExitPolicyRules.Refuse(
        new ExitPolicy
        {
            Stop = new(2m), Trail = new(TrailKind.Percent, 2m), Volatility = new(2m), BreakEven = new(1m, GainUnit.Risk), Ladder = [new(1m, 0.5m), new(2m, 0.5m)],
            HoldMinutes = 60m, Invalidation = ["close below ema 50 1h"], Reversal = new(), Increase = new(0.5m, 1m), Decrease = new(0.4m), Hedge = new(Eth),
        },
        [MarketFixture.Btc]));
}
