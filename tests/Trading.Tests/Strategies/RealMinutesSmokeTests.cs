using System.Globalization;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Tests.Markets;

namespace OrleansTrader.Trading.Tests.Strategies;

/// <summary>Every strategy over a week of real minutes, with a toy account: fills at mid, no fees, stop and target on the next bar's extremes.</summary>
public sealed class RealMinutesSmokeTests
{
    [Theory]
    [InlineData("sma-cross", 200, 2_000)]
    [InlineData("trend", 10, 400)]
    [InlineData("mean-reversion", 10, 400)]
    [InlineData("breakout", 10, 600)]
    [InlineData("adaptive", 10, 400)]
    public void Plan_realMinutes_tradesSensiblyAndTheSameAfterRestarts(string strategy, int entriesMin, int entriesMax)
    {
        var (log, entries) = Run(strategy, isRestarted: false);
        Assert.InRange(entries, entriesMin, entriesMax);
        Assert.Equal(log, Run(strategy, isRestarted: true).Log);
    }

    private static (List<string> Log, int Entries) Run(string strategy, bool isRestarted)
    {
        var market = new SymbolMarket(InstrumentCatalog.FromPrice(MarketFixture.Btc, 46_000m) with { TickSize = 0.5m });
        var planner = ObservationFixture.Planner(strategy);
        var log = new List<string>();
        PositionObservation? position = null;
        TradeObservation? last = null;
        var (entries, equity, sequence) = (0, 10_000m, 0L);
        foreach (var bar in SharedData.BtcMinutes().Take(10_000))
        {
            foreach (var (seconds, price) in new[] { (0, bar.Open), (15, bar.High), (30, bar.Low), (45, bar.Close) })
                market.OnQuote(new Quote(MarketFixture.Btc, bar.Start.AddSeconds(seconds), price - 0.5m, 0m, price + 0.5m, 0m, ++sequence, sequence));
            var at = bar.Start.AddMinutes(1);
            if (position?.ExitPlan is { } exits && ExitPrice(exits, position, bar, at) is { } exit)
                Close(exit, at);
            if (isRestarted)
                planner = ObservationFixture.Planner(strategy);
            var seen = market.Observe(planner.Needs, at)!;
            var account = new AccountObservation(equity, equity, equity, 0m, 0m, position is null ? [] : [position with { Mark = seen.Mark }], []);
            var observation = new Observation(at, [seen], account, last is null ? [] : [last], null);
            var decision = planner.Plan(observation);
            if (decision.IsHold)
                continue;
            var plan = DecisionTranslator.Translate(decision, observation, "smoke");
            Assert.Empty(plan.Errors);
            Assert.NotEmpty(plan.Commands);
            var wanted = Assert.Single(decision.Positions);
            log.Add(string.Create(CultureInfo.InvariantCulture, $"{at:O} {wanted}"));
            if (position is not null)
                Close(seen.Mid, at);
            if (wanted.Signal == TradeSignal.Close)
                continue;
            entries++;
            Assert.True(seen.Instrument.IsTradable(wanted.Quantity, seen.Mid));
            Assert.True(wanted.Quantity * seen.Mid <= equity * wanted.Leverage);
            Assert.True(wanted.ExitPlan!.StopLoss is { } stop && seen.Instrument.IsOnTick(stop));
            position = new PositionObservation(
                MarketFixture.Btc, wanted.Signal == TradeSignal.Buy ? wanted.Quantity : -wanted.Quantity, seen.Mid, seen.Mid, 0m, null, wanted.Leverage, 0m, at,
                wanted.ExitPlan);
        }

        return (log, entries);

        void Close(decimal price, DateTimeOffset at)
        {
            equity += (price - position!.EntryPrice) * position.Quantity;
            last = new TradeObservation(
                MarketFixture.Btc, position.Side, Math.Abs(position.Quantity), position.EntryPrice, price, position.OpenedAt, at, 0m, string.Empty, string.Empty);
            position = null;
        }
    }

    private static decimal? ExitPrice(ExitPlan plan, PositionObservation position, Candle bar, DateTimeOffset at)
    {
        var (worst, best) = position.IsLong ? (bar.Low, bar.High) : (bar.High, bar.Low);
        var sign = position.Side.Sign();
        if (plan.StopLoss is { } stop && (worst - stop) * sign <= 0m)
            return stop;
        if (plan.ProfitTarget is { } target && (best - target) * sign >= 0m)
            return target;
        return plan.TimeExit <= at ? bar.Close : null;
    }
}
