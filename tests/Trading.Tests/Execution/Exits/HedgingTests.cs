using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Tests.Markets;
using OrleansTrader.Trading.Tests.Strategies;

namespace OrleansTrader.Trading.Tests.Execution.Exits;

/// <summary>A hedge in another symbol: its price is 50, the position's 100, beta by construction.</summary>
public sealed class HedgingTests
{
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");
    private static readonly HedgePolicy Policy = new(Eth, Candles: 40);

    // The hedge's returns go up and down by a percent; ours are beta times as large.
    private static ImmutableArray<Candle> Candles(decimal start, decimal beta, int from = 0, int count = 41)
    {
        var candles = ImmutableArray.CreateBuilder<Candle>();
        var price = start;
        for (var i = 0; i < count; i++)
        {
            price *= 1m + (beta * (i % 2 == 0 ? 0.01m : -0.008m));
            candles.Add(new Candle(MarketFixture.Start.AddHours(from + i), price, price, price, price, 1m));
        }

        return candles.ToImmutable();
    }

    private static SymbolObservation Market(Symbol symbol, decimal mark, ImmutableArray<Candle> candles) => ObservationFixture.Market([]) with
    {
        Instrument = ObservationFixture.Rules with { Symbol = symbol }, Bid = mark - 0.01m, Ask = mark + 0.01m, Mark = mark,
        Candles = [new CandleSlice(Interval.OneHour, candles)],
    };

    private static HedgeAdvice Advise(decimal held, decimal hedge, bool isOurs, decimal beta = 1.5m, HedgePolicy? policy = null)
    {
        var position = ObservationFixture.Position(held);
        PositionObservation[] all = hedge == 0m ? [position] : [position, ObservationFixture.Position(hedge) with { Symbol = Eth }];
        var account = new AccountObservation(10_000m, 10_000m, 10_000m, 0m, 0m, [.. all.Where(p => p.Quantity != 0m)], []);
        ImmutableArray<HedgedPosition> hedged = held == 0m ? [] : [new(position, Market(MarketFixture.Btc, 100m, Candles(100m, beta)))];
        return Hedging.Advise(policy ?? Policy, hedged, Market(Eth, 50m, Candles(50m, 1m)), account, isOurs, ObservationFixture.At, "test");
    }

    private static decimal? Traded(HedgeAdvice advice) => advice.Commands.SingleOrDefault()?.Command is SubmitOrder { Intent: var order }
        ? order.Quantity.Value * order.Side.Sign()
        : null;

    [Fact]
    public void Beta_returnsInProportion_isTheirRatio() =>
        Assert.Equal(1.5m, decimal.Round(Hedging.Beta(Candles(100m, 1.5m), Candles(50m, 1m), Policy)!.Value, 6));

    [Fact]
    public void Beta_tooLittleInCommon_isNone()
    {
        Assert.Null(Hedging.Beta(Candles(100m, 1m, from: 30), Candles(50m, 1m), Policy));
        Assert.Null(Hedging.Beta([], Candles(50m, 1m), Policy));
        Assert.Null(Hedging.Beta([.. Candles(100m, 1m).Select((c, i) => c with { Close = 100m + (i / 2 % 2) })], Candles(50m, 1m), Policy));
    }

    [Theory]
    // 2 × 100 × 0.5 / 50
    [InlineData(2, 0.5, -2.0)]
    [InlineData(-2, 0.5, 2.0)]
    // Beta 1.5 asks for 6; at most the notional of the positions.
    [InlineData(2, 1.5, -4.0)]
    public void Advise_held_opensAgainstIt(double held, double beta, double hedge)
    {
        var advice = Advise((decimal)held, 0m, false, (decimal)beta);
        Assert.Equal(hedge, (double)Traded(advice)!.Value, 0.0011);
        Assert.True(advice.IsOurs);
    }

    [Theory]
    // Within a fifth of 2.
    [InlineData(-1.7, null)]
    [InlineData(-1.5, -0.5)]
    [InlineData(-3.0, 1.0)]
    public void Advise_hedgeStands_isAdjustedOutsideTheBand(double hedge, double? change)
    {
        var advice = Advise(2m, (decimal)hedge, true, 0.5m);
        Assert.Equal(change, Traded(advice) is { } traded ? (double)decimal.Round(traded, 2) : null);
    }

    [Fact]
    public void Advise_nothingLeftToHedge_closesItsOwnAndOnlyItsOwn()
    {
        Assert.IsType<ClosePosition>(Assert.Single(Advise(0m, -2m, true).Commands).Command);
        Assert.Empty(Advise(0m, -2m, false).Commands);
        Assert.Empty(Advise(0m, 0m, true).Commands);
        var foreign = Advise(2m, -2m, false);
        Assert.Empty(foreign.Commands);
        Assert.Equal("exits.hedge.symbol", Assert.Single(foreign.Errors).Field);
    }

    [Fact]
    public void Advise_wrongSideOfAnEarlierPosition_closesFirst() =>
        Assert.IsType<ClosePosition>(Assert.Single(Advise(-2m, -2m, true, 0.5m).Commands).Command);
}
