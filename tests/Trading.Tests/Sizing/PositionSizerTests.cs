using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Sizing;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Sizing;

/// <summary>Expected numbers are worked by hand: equity 10,000, price 100, stop 95, taker 0.1 %, lot 0.001, minimum notional 5.</summary>
public sealed class PositionSizerTests
{
    // |100 − 95| + 0.001 · 195
    private const decimal UnitRisk = 5.195m;

    private static readonly SizingRule OnePercent = new(SizingMethod.FixedFraction);

    private static SizingFacts Long(decimal price = 100m, decimal? stop = 95m, decimal equity = 10_000m, decimal free = 10_000m) =>
        new(Desk.Instrument(Desk.Btc), Side.Buy, price, stop, equity, free);

    private static HeldRisk Other(decimal? loss, decimal correlation = 1m, Side side = Side.Buy, decimal notional = 1_000m) =>
        new(Desk.Eth, side, notional, loss, correlation);

    [Fact]
    public void Size_byFixedFraction_losesTheShareAtTheStop()
    {
        var sized = PositionSizer.Size(OnePercent, Long());
        Assert.Equal(19.249m, sized.Quantity); // 100 / 5.195 = 19.2492…
        Assert.Equal(19.249m * UnitRisk, sized.Risk);
        Assert.Equal((SizeCap.None, 5m), (sized.Cap, sized.Leverage));
    }

    [Fact]
    public void Size_ofAShort_losesTheShareAtTheStop()
    {
        var sized = PositionSizer.Size(OnePercent, Long(stop: 104m) with { Side = Side.Sell });
        Assert.Equal(23.786m, sized.Quantity); // 100 / (4 + 0.204) = 23.7868…
    }

    [Theory]
    [InlineData(0.8, null, 25.0)] // 10,000 · 0.2 / 0.8 = 2,500
    [InlineData(0.01, Interval.OneHour, 21.368)] // 0.01 · √8760 = 0.935949; 2,136.87
    public void Size_byVolatility_takesAnnualisedOrPerBar(double deviation, Interval? bar, double expected)
    {
        var facts = Long(stop: null) with { Volatility = new Volatility((decimal)deviation, bar) };
        var sized = PositionSizer.Size(new SizingRule(SizingMethod.VolatilityTarget), facts);
        Assert.Equal((decimal)expected, sized.Quantity);
        Assert.Null(sized.Risk);
    }

    [Fact]
    public void Size_byKelly_isAFractionOfTheShrunkShare()
    {
        // Shares reckoned apart (600 of 1,000 at even odds, 50 prior trades): 0.1857809…; a tenth of it is 185.78 of 10,000.
        var rule = new SizingRule(SizingMethod.Kelly) { KellyFraction = 0.1m };
        var sized = PositionSizer.Size(rule, Long() with { Trades = new TradeSample(600, 400, 0.02m, 0.02m) });
        Assert.Equal(Math.Floor(185.7809m / UnitRisk * 1000m) / 1000m, sized.Quantity);
    }

    [Fact]
    public void Size_byKellyOfThreeTrades_isNextToNothing()
    {
        var small = KellyEdge.ShareOf(new TradeSample(2, 1, 0.02m, 0.01m), 50);
        var large = KellyEdge.ShareOf(new TradeSample(2_000, 1_000, 0.02m, 0.01m), 50);
        Assert.InRange(small, 0.0001m, 0.01m);
        Assert.InRange(large, 0.45m, 0.5m); // f = 2/3 − (1/3)/2 = 1/2
    }

    [Theory]
    [InlineData(600, 400, 1.0, 1.0, 0.185781)]
    [InlineData(60, 40, 1.0, 1.0, 0.097616)]
    [InlineData(6, 4, 1.0, 1.0, 0.002118)]
    [InlineData(600, 400, 1.5, 1.0, 0.315460)]
    [InlineData(400, 600, 1.0, 1.0, 0)]
    [InlineData(5, 0, 1.0, 0, 0)]
    public void ShareOf_aSample_equalsTheFormulaWorkedApart(int wins, int losses, double win, double loss, double expected) =>
        Assert.Equal((decimal)expected, KellyEdge.ShareOf(new TradeSample(wins, losses, (decimal)win, (decimal)loss), 50), 6);

    [Fact]
    public void Size_byEqualRisk_dividesTheBudgetAmongHeldAndNew()
    {
        var rule = new SizingRule(SizingMethod.EqualRisk, 0.03m);
        var sized = PositionSizer.Size(rule, Long() with { Held = [Other(60m), Other(60m)] });
        Assert.Equal(19.249m, sized.Quantity); // 300 / 3 = 100
        Assert.Equal(SizeCap.None, sized.Cap);
        sized = PositionSizer.Size(rule, Long() with { Held = [Other(160m), Other(100m)] });
        Assert.Equal((7.699m, SizeCap.RiskBudget), (sized.Quantity, sized.Cap)); // 300 − 260 = 40; 40 / 5.195 = 7.6997…
    }

    [Fact]
    public void Size_beyondTheMaximumRisk_isCutToIt()
    {
        var sized = PositionSizer.Size(OnePercent with { RiskShare = 0.05m }, Long());
        Assert.Equal((38.498m, SizeCap.Risk), (sized.Quantity, sized.Cap)); // 200 / 5.195 = 38.4985…
        Assert.Equal(500m / UnitRisk, sized.Raw);
    }

    [Fact]
    public void Size_besideWhatMovesWithIt_leavesTheTogetherRisk()
    {
        // 6 % of 10,000 are 600; 0.8 · 650 = 520 are taken; 80 are left: 80 / 5.195 = 15.3994…
        var sized = PositionSizer.Size(OnePercent, Long() with { Held = [Other(650m, 0.8m)] });
        Assert.Equal((15.399m, SizeCap.Correlation), (sized.Quantity, sized.Cap));
        // A hedge takes none of it, and so does a short of what moves with it.
        Assert.Equal(SizeCap.None, PositionSizer.Size(OnePercent, Long() with { Held = [Other(650m, -0.8m)] }).Cap);
        Assert.Equal(SizeCap.None, PositionSizer.Size(OnePercent, Long() with { Held = [Other(650m, 0.8m, Side.Sell)] }).Cap);
        // Without a stop it counts as if its own were as far: 10,000 · 5.195 % = 519.5.
        sized = PositionSizer.Size(OnePercent, Long() with { Held = [Other(null, 1m, notional: 10_000m)] });
        Assert.Equal((15.495m, SizeCap.Correlation), (sized.Quantity, sized.Cap)); // 80.5 / 5.195 = 15.4956…
    }

    [Fact]
    public void Size_withLittleMargin_keepsAReserveForTheFee()
    {
        // 200 · 0.95 / (1/5 + 0.001) = 945.27
        var sized = PositionSizer.Size(OnePercent, Long(free: 200m));
        Assert.Equal((9.452m, SizeCap.Margin), (sized.Quantity, sized.Cap));
    }

    [Fact]
    public void Size_beyondATier_takesTheTiersLeverage()
    {
        var rich = new SizingRule(SizingMethod.FixedFraction) { Leverage = 50m };
        // 1 % of 10 million over 5.195 = 19,249 at 100: the second tier allows 20.
        var sized = PositionSizer.Size(rich, Long(equity: 10_000_000m, free: 10_000_000m));
        Assert.Equal(SizeCap.OrderMax, sized.Cap);
        Assert.Equal((1_000m, 50m), (sized.Quantity, sized.Leverage));
        var wide = Long(equity: 10_000_000m, free: 10_000_000m);
        sized = PositionSizer.Size(rich, wide with { Instrument = wide.Instrument with { QuantityMax = 1_000_000m } });
        Assert.Equal((SizeCap.None, 10m), (sized.Cap, sized.Leverage)); // 1.92 million: the third tier
        Assert.Equal(19_249.278m, sized.Quantity);
    }

    [Fact]
    public void Size_atTheMarginOfALowerTier_isNoSmallerThanTheTierBefore()
    {
        // 2,000 · 0.95 / (1/50 + 0.001) = 90,476 fits the first tier; in the second 1,900 / 0.051 = 37,254 would not even reach it.
        var rule = new SizingRule(SizingMethod.FixedFraction, 1m) { RiskShareMax = 1m, CorrelatedRiskShareMax = 1m, Leverage = 50m };
        var sized = PositionSizer.Size(rule, Long(free: 2_000m));
        Assert.Equal((904.761m, 50m, SizeCap.Margin), (sized.Quantity, sized.Leverage, sized.Cap));
    }

    [Fact]
    public void Size_againstAThinBook_takesItsShareOfTheDepth()
    {
        var book = new Book(Desk.Btc, Desk.Start, [new(99.9m, 50m)], [new(100.05m, 4m), new(100.1m, 6m), new(100.2m, 90m)], 1);
        Assert.Equal(10m, BookDepth.Within(book, Side.Buy, 100m, 10m));
        Assert.Equal(50m, BookDepth.Within(book, Side.Sell, 100m, 10m));
        var sized = PositionSizer.Size(OnePercent, Long() with { Depth = 10m });
        Assert.Equal((2.5m, SizeCap.Depth), (sized.Quantity, sized.Cap));
    }

    [Fact]
    public void Size_underTheAccountsLimits_staysBelowEach()
    {
        var sized = PositionSizer.Size(OnePercent, Long() with { Limits = new AccountLimits(OrderNotionalMax: 1_000m) });
        Assert.Equal((9.9m, SizeCap.OrderLimit), (sized.Quantity, sized.Cap));
        sized = PositionSizer.Size(OnePercent, Long() with { Limits = new AccountLimits(PositionNotionalMax: 1_000m), HeldQuantity = 4m, HeldLeverage = 3m, OpenOnSide = 1m });
        Assert.Equal((4.9m, SizeCap.PositionLimit, 3m), (sized.Quantity, sized.Cap, sized.Leverage));
        sized = PositionSizer.Size(OnePercent, Long() with { Limits = new AccountLimits(OpenPositionsMax: 1), Held = [Other(10m)] });
        Assert.Equal((0m, SizeCap.PositionsLimit), (sized.Quantity, sized.Cap));
        sized = PositionSizer.Size(OnePercent, Long() with { NotionalRoom = 300m });
        Assert.Equal((3m, SizeCap.OtherLimits), (sized.Quantity, sized.Cap));
        Assert.Equal(2m, PositionSizer.Size(OnePercent, Long() with { Limits = new AccountLimits(LeverageMax: 2m) }).Leverage);
    }

    [Fact]
    public void Size_whereTheSmallestWouldExceedTheRisk_isNoughtWithAReason()
    {
        var sized = PositionSizer.Size(OnePercent, Long(equity: 20m, free: 20m)); // 0.2 / 5.195 = 0.038; 5 / 95 needs 0.053
        Assert.Equal(0m, sized.Quantity);
        Assert.Equal("0.038", sized.Reason!.Value);
        Assert.Contains("0.053", sized.Reason.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_whereOnlyTheStopIsTooSmallToTrade_isNought()
    {
        // 0.052 · 100 = 5.2 could be entered, but 0.052 · 95 = 4.94 not be left at the stop.
        var facts = Long(equity: 27.3m, free: 27.3m);
        var sized = PositionSizer.Size(OnePercent, facts);
        Assert.Equal("0.052", sized.Reason!.Value);
        Assert.Equal(0.052m, PositionSizer.Size(OnePercent, facts with { Instrument = facts.Instrument with { NotionalMin = 4.94m } }).Quantity);
    }

    [Theory]
    [InlineData(0, 95.0, 10_000, "price")]
    [InlineData(100, 101.0, 10_000, "stopPrice")]
    [InlineData(100, null, 10_000, "stopPrice")]
    [InlineData(100, 95.0, 0, "equity")]
    public void Size_ofNonsense_namesTheField(double price, double? stop, double equity, string field) =>
        Assert.Equal(field, PositionSizer.Size(OnePercent, Long((decimal)price, (decimal?)stop, (decimal)equity)).Reason!.Field);

    [Fact]
    public void Size_withoutWhatTheMethodNeeds_namesIt()
    {
        Assert.Equal("volatility", PositionSizer.Size(new SizingRule(SizingMethod.VolatilityTarget), Long()).Reason!.Field);
        Assert.Equal("trades", PositionSizer.Size(new SizingRule(SizingMethod.Kelly), Long()).Reason!.Field);
        Assert.Equal("riskShare", PositionSizer.Size(new SizingRule(SizingMethod.FixedFraction, 0m), Long()).Reason!.Field);
    }
}
