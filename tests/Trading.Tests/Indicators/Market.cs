using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Tests.Indicators;

/// <summary>Bars made up for tests.</summary>
internal static class Market
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A random walk around 100 with now and then a bar without range, a repeated close or no volume.</summary>
    public static Bar[] Random(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var bars = new Bar[count];
        var close = 100.0;
        for (var i = 0; i < count; i++)
        {
            var open = close;
            if (random.NextInt(10) > 0)
                close *= DeterministicMath.Exp((0.01 * random.NextGaussian()) - (0.01 * DeterministicMath.Log(close / 100)));
            var flat = random.NextInt(20) == 0;
            var high = Math.Max(open, close) * (flat ? 1 : 1 + (0.005 * random.NextDouble()));
            var low = Math.Min(open, close) * (flat ? 1 : 1 - (0.005 * random.NextDouble()));
            bars[i] = new Bar(Start.AddMinutes(i), open, high, low, close, random.NextInt(15) == 0 ? 0 : 1000 * random.NextDouble());
        }

        return bars;
    }

    /// <summary>Bars of one price.</summary>
    public static Bar[] Flat(int count, double price, double volume = 1) =>
        [.. Enumerable.Range(0, count).Select(i => new Bar(Start.AddMinutes(i), price, price, price, price, volume))];
}
