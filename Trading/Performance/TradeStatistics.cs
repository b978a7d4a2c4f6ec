namespace OrleansTrader.Trading.Performance;

/// <summary>What closed trades tell, after fees and funding. Amounts in quote currency; a measure that is not defined is NaN or null.</summary>
/// <param name="Trades">Number of round trips.</param>
/// <param name="Wins">With a net profit.</param>
/// <param name="Losses">With a net loss; a trade of net zero is neither.</param>
/// <param name="WinRate">Wins / trades; NaN without trades.</param>
/// <param name="GrossProfit">Sum of net profits.</param>
/// <param name="GrossLoss">Sum of net losses, as a positive amount.</param>
/// <param name="ProfitFactor">Gross profit / gross loss; +∞ without losses, NaN without either.</param>
/// <param name="Expectancy">Mean net result a trade; null without trades.</param>
/// <param name="AverageWin">Null without wins.</param>
/// <param name="AverageLoss">As a positive amount; null without losses.</param>
/// <param name="Fees">Sum paid.</param>
/// <param name="Funding">Sum received.</param>
/// <param name="Traded">Sum of what was bought and sold.</param>
/// <param name="AverageHold">Mean time from entry to exit; null without trades.</param>
/// <param name="MedianHold">Median of the same; of an even number the mean of the middle two.</param>
public sealed record TradeStatistics(
    int Trades,
    int Wins,
    int Losses,
    double WinRate,
    decimal GrossProfit,
    decimal GrossLoss,
    double ProfitFactor,
    decimal? Expectancy,
    decimal? AverageWin,
    decimal? AverageLoss,
    decimal Fees,
    decimal Funding,
    decimal Traded,
    TimeSpan? AverageHold,
    TimeSpan? MedianHold)
{
    /// <summary>Sum of the net results.</summary>
    public decimal Net => GrossProfit - GrossLoss;

    public static TradeStatistics Of(ReadOnlySpan<TradeResult> trades)
    {
        int wins = 0, losses = 0;
        decimal profit = 0, loss = 0, fees = 0, funding = 0, traded = 0;
        var holds = new long[trades.Length];
        for (var i = 0; i < trades.Length; i++)
        {
            var trade = trades[i];
            holds[i] = trade.Held.Ticks;
            fees += trade.Fees;
            funding += trade.Funding;
            traded += trade.Traded;
            if (trade.Net > 0)
            {
                wins++;
                profit += trade.Net;
            }
            else if (trade.Net < 0)
            {
                losses++;
                loss -= trade.Net;
            }
        }

        var count = trades.Length;
        return new TradeStatistics(
            count,
            wins,
            losses,
            (double)wins / count,
            profit,
            loss,
            (double)profit / (double)loss,
            count == 0 ? null : (profit - loss) / count,
            wins == 0 ? null : profit / wins,
            losses == 0 ? null : loss / losses,
            fees,
            funding,
            traded,
            Average(holds),
            Median(holds));
    }

    private static TimeSpan? Average(long[] ticks)
    {
        if (ticks.Length == 0)
            return null;
        Int128 sum = 0;
        foreach (var t in ticks)
            sum += t;
        return TimeSpan.FromTicks((long)(sum / ticks.Length));
    }

    private static TimeSpan? Median(long[] ticks)
    {
        if (ticks.Length == 0)
            return null;
        Array.Sort(ticks);
        var (lower, upper) = (ticks[(ticks.Length - 1) / 2], ticks[ticks.Length / 2]);
        return TimeSpan.FromTicks(lower + ((upper - lower) / 2));
    }
}
