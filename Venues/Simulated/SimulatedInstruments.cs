using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Venues.Simulated;

/// <summary>Trading terms of simulated symbols, in the manner of a large perpetuals exchange.</summary>
internal static class SimulatedInstruments
{
    public static Instrument Of(Symbol symbol)
    {
        var profile = SimulatedProfile.Of(symbol);
        return new Instrument(
            symbol,
            profile.Tick,
            profile.Lot,
            QuantityMin: profile.Lot,
            QuantityMax: Math.Ceiling(20_000_000m / profile.Price),
            NotionalMin: 5m,
            LeverageMax: 50m,
            new FeeSchedule(Maker: 0.0002m, Taker: 0.00055m, Liquidation: 0.0075m),
            new FundingRule(FundingSource.Feed, SimulatedMarket.FundingInterval, 0.0001m),
            [
                new MarginTier(2_000_000m, 0.01m, 50m, 0m),
                new MarginTier(10_000_000m, 0.02m, 25m, 20_000m),
                new MarginTier(50_000_000m, 0.05m, 10m, 320_000m),
            ]);
    }
}
