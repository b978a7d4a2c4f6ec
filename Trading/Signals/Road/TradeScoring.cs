using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>Results in R: multiples of what was risked.</summary>
public static class TradeScoring
{
    private const int Digits = 4;

    /// <param name="risk">What one R is, in the result's unit; above zero.</param>
    public static decimal R(decimal result, decimal risk) => decimal.Round(result / risk, Digits);

    /// <summary>Above zero is won, all else lost.</summary>
    public static SignalReason ReasonOf(decimal r) => r > 0m ? SignalReason.Won : SignalReason.Lost;

    /// <summary>A closed trade's score.</summary>
    /// <param name="net">After fees and funding, in quote currency.</param>
    /// <param name="candles">Closed ones of the time between, oldest first; those that begin before the entry or end after the exit tell of other times.</param>
    /// <param name="interval">Theirs.</param>
    public static TradeScore Of(
        TradeLevels levels, decimal quantity, decimal entry, decimal exit, bool isLong, decimal net, DateTimeOffset from, DateTimeOffset to,
        ImmutableArray<Candle> candles, Interval interval)
    {
        var risk = Math.Abs(entry - levels.Stop);
        if (risk == 0m)
            risk = levels.Risk;
        var r = R(net, quantity * risk);
        var (high, low) = (Math.Max(entry, exit), Math.Min(entry, exit));
        var isKnown = !candles.IsEmpty && candles[0].Start <= from;
        foreach (var candle in candles)
        {
            if (candle.Start < from || candle.Start + interval.Length() > to)
                continue;
            (high, low) = (Math.Max(high, candle.High), Math.Min(low, candle.Low));
        }

        var (best, worst) = isLong ? (high - entry, low - entry) : (entry - low, entry - high);
        return new TradeScore(ReasonOf(r), r, net, isKnown ? R(best, risk) : null, isKnown ? R(worst, risk) : null, to - from, OnPaper: false);
    }

    /// <summary>The signal's own score: of several legs the mean of their results; the excursions are those of the first.</summary>
    public static TradeScore Together(ImmutableArray<TradeScore> legs)
    {
        var r = decimal.Round(legs.Average(static leg => leg.R), Digits);
        return legs[0] with
        {
            R = r,
            Reason = ReasonOf(r),
            Net = legs.Sum(static leg => leg.Net ?? 0m),
            Hold = legs.Max(static leg => leg.Hold),
        };
    }
}
