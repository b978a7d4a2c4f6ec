using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Simulated;

/// <summary>Candles of the simulated past, from the same function that the live quotes come from.</summary>
internal static class SimulatedHistory
{
    /// <summary>Most candles of one answer; the latest ones are kept.</summary>
    public const int CandlesMax = 20_000;

    private const long MinuteMs = 60_000;

    /// <summary>
    /// Finished candles of the range. Up to one hour they are folded from minutes (13 samples each), so that intervals agree to the
    /// digit; from four hours on prices are sampled each five minutes.
    /// </summary>
    public static ImmutableArray<Candle> Candles(
        SimulatedMarket market, Interval interval, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, CancellationToken cancellation)
    {
        var length = (long)interval.Length().TotalMilliseconds;
        var end = Chance.FloorDivide(Math.Min(to.ToUnixTimeMilliseconds() + length - 1, now.ToUnixTimeMilliseconds()), length) * length;
        var start = Chance.FloorDivide(from.ToUnixTimeMilliseconds() + length - 1, length) * length;
        start = Math.Max(start, end - (CandlesMax * length));
        if (start >= end)
            return [];
        var candles = ImmutableArray.CreateBuilder<Candle>((int)((end - start) / length));
        for (var at = start; at < end; at += length)
        {
            cancellation.ThrowIfCancellationRequested();
            candles.Add(interval >= Interval.FourHours ? market.Coarse(at, length) : Folded(market, at, length));
        }

        return candles.DrainToImmutable();
    }

    private static Candle Folded(SimulatedMarket market, long start, long length)
    {
        var sum = market.Minute(start);
        for (var at = start + MinuteMs; at < start + length; at += MinuteMs)
            sum = sum.Then(market.Minute(at));
        return sum;
    }
}
