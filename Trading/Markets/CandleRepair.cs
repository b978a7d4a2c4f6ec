namespace OrleansTrader.Trading.Markets;

/// <summary>The one rule for candles that do not fit together, wherever they come from.</summary>
public static class CandleRepair
{
    /// <summary>
    /// Rejects a candle with a price of zero or less, or with a start that is no start of the interval. Widens high and low to contain
    /// all four prices and sets a negative volume to 0, which is counted as a repair.
    /// </summary>
    /// <returns>Whether the candle may be used.</returns>
    public static bool TryRepair(ref Candle candle, Interval interval, DataQualityCounters counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        if (candle.Open <= 0m || candle.High <= 0m || candle.Low <= 0m || candle.Close <= 0m)
        {
            counters.NonPositiveCandles++;
            return false;
        }

        if (candle.Start.UtcTicks % ((long)interval * TimeSpan.TicksPerMinute) != 0)
        {
            counters.MisalignedCandles++;
            return false;
        }

        var high = Math.Max(Math.Max(candle.Open, candle.Close), Math.Max(candle.High, candle.Low));
        var low = Math.Min(Math.Min(candle.Open, candle.Close), Math.Min(candle.High, candle.Low));
        if (high != candle.High || low != candle.Low || candle.Volume < 0m)
        {
            counters.RepairedCandles++;
            candle = candle with { High = high, Low = low, Volume = Math.Max(candle.Volume, 0m) };
        }

        return true;
    }
}
