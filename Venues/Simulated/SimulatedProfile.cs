using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Venues.Simulated;

/// <summary>A symbol's simulated parameters in the terms of the price function.</summary>
/// <param name="Price">Where the price wanders around, in quote currency.</param>
/// <param name="Tick">Step of quoted prices.</param>
/// <param name="Lot">Step of sizes, in base currency.</param>
/// <param name="Beta">How much of the market's own movement it follows.</param>
/// <param name="DailySigma">Standard deviation of a day's movement of its own, beside the market's.</param>
/// <param name="SpreadBps">Ordinary bid-ask spread.</param>
/// <param name="TouchNotional">Ordinary size at the best price, in quote currency.</param>
/// <param name="TradeNotional">Scale of a trade, in quote currency.</param>
internal sealed record SimulatedProfile(
    decimal Price, decimal Tick, decimal Lot, double Beta, double DailySigma, double SpreadBps, double TouchNotional, double TradeNotional)
{
    /// <summary>Standard deviation of the market's own day, which every symbol follows by its beta.</summary>
    public const double MarketDailySigma = 0.022;

    private const double DaysPerYear = 365;

    // The mean of a trade's size is 5/4 of its scale.
    private const double TradesPerDay = 86_400_000.0 / (SimulatedMarket.TickMs * SimulatedMarket.TicksPerTrade);
    private const double TouchesPerDay = 100_000;

    public static SimulatedProfile Of(InstrumentCatalog catalog, Symbol symbol)
    {
        var instrument = catalog.Get(symbol);
        var parameters = catalog.Simulated(symbol);
        var sigma = parameters.AnnualVolatility / Math.Sqrt(DaysPerYear);
        var correlation = parameters.MarketCorrelation;
        var volume = (double)parameters.DailyVolumeQuote;
        return new SimulatedProfile(
            parameters.StartPrice,
            instrument.TickSize,
            instrument.LotSize,
            correlation * sigma / MarketDailySigma,
            sigma * Math.Sqrt(1 - (correlation * correlation)),
            (double)parameters.SpreadBps,
            volume / TouchesPerDay,
            volume / TradesPerDay * 0.8);
    }
}
