using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Sizing;

/// <summary>What candles say of volatility and of two symbols together; returns are logarithmic, of closes.</summary>
public static class ReturnStatistics
{
    /// <summary>Fewest returns that anything is said of.</summary>
    public const int ReturnsMin = 20;

    /// <summary>Standard deviation (divisor n − 1) of the returns of neighbouring candles; null below <see cref="ReturnsMin"/>.</summary>
    public static Volatility? VolatilityOf(ReadOnlySpan<Candle> candles, Interval bar)
    {
        var (count, mean, squares) = (0, 0.0, 0.0);
        for (var i = 1; i < candles.Length; i++)
        {
            if (candles[i].Close <= 0m || candles[i - 1].Close <= 0m)
                continue;
            var change = DeterministicMath.Log((double)(candles[i].Close / candles[i - 1].Close));
            count++;
            var from = change - mean;
            mean += from / count;
            squares += from * (change - mean);
        }

        return count < ReturnsMin ? null : new Volatility((decimal)Math.Sqrt(squares / (count - 1)), bar);
    }

    /// <summary>
    /// Pearson's correlation of the returns of candles that both have at the same instants; null where fewer than
    /// <see cref="ReturnsMin"/> are common or one does not move. Both ascend by time.
    /// </summary>
    public static decimal? CorrelationOf(ReadOnlySpan<Candle> one, ReadOnlySpan<Candle> other)
    {
        int i = 0, j = 0, count = 0, lastOne = -1, lastOther = -1;
        double meanX = 0, meanY = 0, squaresX = 0, squaresY = 0, products = 0;
        while (i < one.Length && j < other.Length)
        {
            if (one[i].Start != other[j].Start)
            {
                if (one[i].Start < other[j].Start)
                    i++;
                else
                    j++;
                continue;
            }

            if (lastOne >= 0 && one[lastOne].Close > 0m && other[lastOther].Close > 0m && one[i].Close > 0m && other[j].Close > 0m)
            {
                var x = DeterministicMath.Log((double)(one[i].Close / one[lastOne].Close));
                var y = DeterministicMath.Log((double)(other[j].Close / other[lastOther].Close));
                count++;
                var (fromX, fromY) = (x - meanX, y - meanY);
                meanX += fromX / count;
                meanY += fromY / count;
                squaresX += fromX * (x - meanX);
                squaresY += fromY * (y - meanY);
                products += fromX * (y - meanY);
            }

            (lastOne, lastOther) = (i++, j++);
        }

        return count < ReturnsMin || squaresX <= 0 || squaresY <= 0
            ? null
            : (decimal)Math.Clamp(products / Math.Sqrt(squaresX * squaresY), -1, 1);
    }
}
