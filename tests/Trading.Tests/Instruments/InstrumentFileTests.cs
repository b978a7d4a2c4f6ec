using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Tests.Instruments;

public sealed class InstrumentFileTests
{
    [Fact]
    public void TryParse_fewFields_takesTheRestFromTheDefaults()
    {
        Assert.True(InstrumentFile.TryParse(
            """{ "instruments": [ { "symbol": "pepe-usdt", "tickSize": 0.0001, "simulated": { "startPrice": 2.5 } } ] }""", out var catalog, out var errors));
        Assert.Empty(errors);
        var instrument = catalog.Get(Symbol.Parse("PEPE-USDT"));
        Assert.Equal((0.0001m, 0.1m), (instrument.TickSize, instrument.LotSize));
        Assert.Equal(2.5m, catalog.Simulated(instrument.Symbol).StartPrice);
        Assert.Equal(InstrumentCatalog.Default.Get(Symbol.Parse("BTC-USDT")), catalog.Get(Symbol.Parse("BTC-USDT")));
    }

    [Fact]
    public void TryParse_everyField_isRead()
    {
        const string json = """
            { "instruments": [ {
                "symbol": "BTC-USDT", "tickSize": 0.1, "lotSize": 0.001, "quantityMin": 0.002, "quantityMax": 100, "notionalMin": 5, "leverageMax": 40,
                "fees": { "maker": -0.0001, "taker": 0.0005, "liquidation": 0.01 },
                "funding": { "source": "fixed", "intervalMinutes": 60, "rate": 0.00001 },
                "tiers": [ { "notionalMax": 1000000, "maintenanceRate": 0.01, "leverageMax": 40 }, { "notionalMax": 2000000, "maintenanceRate": 0.02, "leverageMax": 20 } ],
                "simulated": { "startPrice": 61000, "annualVolatility": 0.5, "marketCorrelation": 0.8, "spreadBps": 2, "dailyVolumeQuote": 1000 } // a comment
            } ] }
            """;
        Assert.True(InstrumentFile.TryParse(json, out var catalog, out _));
        var read = catalog.Get(Symbol.Parse("BTC-USDT"));
        Assert.Equal((0.1m, 0.001m, 0.002m, 100m, 5m, 40m), (read.TickSize, read.LotSize, read.QuantityMin, read.QuantityMax, read.NotionalMin, read.LeverageMax));
        Assert.Equal(new FeeSchedule(-0.0001m, 0.0005m, 0.01m), read.Fees);
        Assert.Equal(new FundingRule(FundingSource.Fixed, TimeSpan.FromHours(1), 0.00001m), read.Funding);
        Assert.Equal([new MarginTier(1_000_000m, 0.01m, 40m, 0m), new MarginTier(2_000_000m, 0.02m, 20m, 10_000m)], read.Tiers);
        Assert.Equal(new SimulatedParameters(61_000m, 0.5, 0.8, 2m, 1_000m), catalog.Simulated(read.Symbol));
    }

    [Theory]
    [InlineData("{ \"instruments\": [\n { \"symbol\": }\n] }", "line 2")]
    [InlineData("""[1]""", "file")]
    [InlineData("""{ "instruments": [ { } ] }""", "instruments[0].symbol")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC" } ] }""", "instruments[0].symbol")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT" }, { "symbol": "btc-usdt" } ] }""", "instruments[1].symbol")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT", "tickSize": "0.1" } ] }""", "instruments[0].tickSize")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT", "tickSize": 0 } ] }""", "instruments[0].tickSize")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT", "ticksize": 0.1 } ] }""", "instruments[0].ticksize")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT", "funding": { "source": "magic" } } ] }""", "instruments[0].funding.source")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT", "funding": { "intervalMinutes": 7 } } ] }""", "instruments[0].funding.intervalMinutes")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT", "tiers": [] } ] }""", "instruments[0].tiers")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT", "simulated": { "startPrice": -1 } } ] }""", "instruments[0].simulated.startPrice")]
    [InlineData("""{ "instruments": [ { "symbol": "BTC-USDT", "fees": { "taker": 5 } } ] }""", "instruments[0].fees.taker")]
    public void TryParse_faults_nameTheirPlace(string json, string field)
    {
        Assert.False(InstrumentFile.TryParse(json, out var catalog, out var errors));
        Assert.Equal(field, errors[0].Field);
        Assert.NotEmpty(errors[0].Remedy);
        Assert.Same(InstrumentCatalog.Default, catalog);
    }
}
