using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Venues.Simulated;

/// <summary>How one simulated market behaves.</summary>
/// <param name="Price">Where the price wanders around, in quote currency.</param>
/// <param name="Tick">Step of quoted prices.</param>
/// <param name="Lot">Step of sizes, in base currency.</param>
/// <param name="Beta">How much of the market's own movement it follows.</param>
/// <param name="DailySigma">Standard deviation of a day's movement of its own, beside the market's.</param>
/// <param name="SpreadBps">Ordinary bid-ask spread.</param>
/// <param name="TouchNotional">Ordinary size at the best price, in quote currency.</param>
/// <param name="TradeNotional">Ordinary trade, in quote currency.</param>
internal sealed record SimulatedProfile(
    decimal Price, decimal Tick, decimal Lot, double Beta, double DailySigma, double SpreadBps, double TouchNotional, double TradeNotional)
{
    /// <summary>Standard deviation of the market's own day, which every symbol follows by its beta.</summary>
    public const double MarketDailySigma = 0.022;

    /// <summary>The known symbols by their base; any other gets a behaviour drawn from its name.</summary>
    public static SimulatedProfile Of(Symbol symbol) => symbol.Base switch
    {
        "BTC" => new(60_000m, 0.1m, 0.001m, 1.00, 0.009, 0.4, 220_000, 2_600),
        "ETH" => new(2_500m, 0.01m, 0.01m, 1.12, 0.016, 0.6, 130_000, 1_700),
        "SOL" => new(150m, 0.01m, 0.1m, 1.25, 0.027, 1.2, 60_000, 900),
        "DOGE" => new(0.15m, 0.00001m, 1m, 1.25, 0.036, 1.6, 35_000, 500),
        "XRP" => new(0.6m, 0.0001m, 0.1m, 1.00, 0.028, 1.8, 40_000, 550),
        _ => Drawn(symbol.Base),
    };

    private static SimulatedProfile Drawn(string name)
    {
        var key = Chance.Key(0, name);
        decimal[] prices = [0.05m, 0.4m, 1.5m, 6m, 25m, 90m, 400m];
        var price = prices[(int)(Chance.Bits(key, 0) % (ulong)prices.Length)];
        var tick = 0.000001m;
        while (tick * 20_000m < price)
            tick *= 10m;
        var lot = price switch { < 1m => 1m, < 20m => 0.1m, < 200m => 0.01m, _ => 0.001m };
        return new(
            price, tick, lot, 0.8 + (0.7 * Chance.Unit(key, 1)), 0.02 + (0.03 * Chance.Unit(key, 2)), 2 + (3 * Chance.Unit(key, 3)), 25_000, 350);
    }
}
