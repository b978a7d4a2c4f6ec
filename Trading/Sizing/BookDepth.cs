using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Sizing;

/// <summary>How much a book shows near its price.</summary>
public static class BookDepth
{
    /// <summary>The usual band: a tenth of a percent from the mid.</summary>
    public const decimal BandBpsDefault = 10m;

    /// <summary>Base quantity on the side that an order of <paramref name="side"/> would take, no farther than the band from the mid.</summary>
    /// <param name="bandBps">In hundredths of a percent of the mid.</param>
    public static decimal Within(Book book, Side side, decimal mid, decimal bandBps)
    {
        var levels = side == Side.Buy ? book.Asks : book.Bids;
        if (levels.IsDefaultOrEmpty)
            return 0m;
        var worst = mid * (1m + (side.Sign() * bandBps / 10_000m));
        var sum = 0m;
        foreach (var level in levels)
        {
            if ((level.Price - worst) * side.Sign() > 0m)
                break;
            sum += Math.Clamp(level.Quantity, 0m, Amounts.QuantityMax);
        }

        return sum;
    }
}
