using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Tests.Instruments;

public sealed class InstrumentCatalogTests
{
    [Theory]
    [InlineData("BTC-USDT", "1", "0.00001", "100")]
    [InlineData("ETH-USD", "0.1", "0.0001", "100")]
    [InlineData("DOGE-USDT", "0.00001", "1", "50")]
    [InlineData("AVAX-USDC", "0.001", "0.01", "50")]
    public void Get_builtIn_hasStepsOfItsPrice(string symbol, string tick, string lot, string leverage)
    {
        var instrument = InstrumentCatalog.Default.Get(Symbol.Parse(symbol));
        Assert.Equal([tick, lot, leverage], new[] { instrument.TickSize, instrument.LotSize, instrument.LeverageMax }.Select(FieldError.Text));
    }

    [Fact]
    public void Get_unknownSymbols_areValidDeterministicAndPricedByName()
    {
        string[] names = ["PEPE", "WIF", "LINK", "A", "ZZZZ", "1INCH", "SUI", "APT", "ARB", "TON"];
        foreach (var name in names)
        {
            var symbol = Symbol.Parse($"{name}-USDT");
            var instrument = InstrumentCatalog.Default.Get(symbol);
            Assert.Empty(InstrumentCatalog.Validate(instrument, "i"));
            Assert.InRange(InstrumentCatalog.Default.Simulated(symbol).StartPrice, 0.01m, 1_000m * 10m);
            Assert.Equal(instrument.ToString(), new InstrumentCatalog([]).Get(symbol).ToString());
        }

        // Fixed for good: the simulation's prices hang on it.
        Assert.Equal("581", FieldError.Text(InstrumentCatalog.Default.Simulated(Symbol.Parse("LINK-USDT")).StartPrice));
        Assert.True(names.Select(n => InstrumentCatalog.Default.Simulated(Symbol.Parse($"{n}-USDT")).StartPrice).Distinct().Count() > 7);
    }

    [Fact]
    public void MaintenanceMargin_atEveryEdge_isContinuous()
    {
        var instrument = InstrumentCatalog.Default.Get(Symbol.Parse("BTC-USDT"));
        Assert.Equal(5_000m, instrument.MaintenanceMargin(1_000_000m));
        Assert.Equal(10_000m, instrument.MaintenanceMargin(2_000_000m));
        Assert.Equal(20_000m, instrument.MaintenanceMargin(3_000_000m)); // 10,000 + 1 % of the million above the edge
        foreach (var tier in instrument.Tiers.SkipLast(1))
            Assert.Equal(instrument.MaintenanceMargin(tier.NotionalMax), instrument.MaintenanceMargin(tier.NotionalMax + 0.0000000001m), 9);
        Assert.Equal(100m, instrument.LeverageMaxAt(2_000_000m));
        Assert.Equal(50m, instrument.LeverageMaxAt(2_000_001m));
        Assert.Equal(0m, instrument.LeverageMaxAt(200_000_001m));
    }

    [Fact]
    public void Validate_tiersThatJump_namesTheRightDeduction()
    {
        var errors = MarginTable.Validate([new(100m, 0.01m, 50m, 0m), new(200m, 0.02m, 20m, 5m)], "tiers");
        Assert.Equal("tiers[1].maintenanceDeduction is '5': must be 1, so that the requirement is continuous at the edge", Assert.Single(errors).ToString());
    }

    [Fact]
    public void Rounding_pricesAndQuantities_goTheStatedWay()
    {
        var instrument = InstrumentCatalog.FromPrice(Symbol.Parse("X-USDT"), 25m) with { TickSize = 0.05m, LotSize = 0.1m };
        Assert.Equal(10.05m, instrument.PriceNearest(10.025m));
        Assert.Equal(10.00m, instrument.PricePassive(10.04m, Side.Buy));
        Assert.Equal(10.05m, instrument.PricePassive(10.01m, Side.Sell));
        Assert.Equal(1.2m, instrument.QuantityDown(1.29m));
        Assert.Equal(-1.2m, instrument.QuantityDown(-1.29m));
        Assert.Equal(0.05m, instrument.PriceFrom(0.001));
        Assert.Equal(12.35m, instrument.PriceFrom(12.3456));
        Assert.Null(instrument.PriceFrom(double.NaN));
        Assert.Null(instrument.PriceFrom(-1));
        Assert.Null(instrument.PriceFrom(double.PositiveInfinity));
        Assert.True(instrument.IsTradable(0.2m, 25m));
        Assert.False(instrument.IsTradable(0.1m, 25m)); // below the minimum notional of 5
        Assert.False(instrument.IsTradable(0.25m, 25m)); // off the lot
    }
}
