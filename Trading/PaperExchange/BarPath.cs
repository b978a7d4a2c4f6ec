using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>
/// A bar as four quotes: open, the extreme nearer to the open, the other extreme, close, a quarter of the bar apart. Where both extremes are
/// as near, the low comes first. Between the quotes of a bar the price is taken to have moved without a gap: each but the first
/// stands for the path from the one before, so that a stop inside trades at its own price; from bar to bar there is a gap. The
/// bar's volume comes with the close.
/// </summary>
public static class BarPath
{
    public const int QuotesPerBar = 4;

    public static bool IsHighFirst(decimal open, decimal high, decimal low) => high - open < open - low;

    /// <summary>The price of quote <paramref name="step"/> (0 to 3) of the bar.</summary>
    public static decimal PriceAt(in Candle bar, int step) => step switch
    {
        0 => bar.Open,
        1 => IsHighFirst(bar.Open, bar.High, bar.Low) ? bar.High : bar.Low,
        2 => IsHighFirst(bar.Open, bar.High, bar.Low) ? bar.Low : bar.High,
        _ => bar.Close,
    };

    public static DateTimeOffset TimeAt(DateTimeOffset start, TimeSpan length, int step) => start.AddTicks(length.Ticks / QuotesPerBar * step);

    /// <summary>Quote <paramref name="step"/> of a bar of mid prices as a market's view; half the spread lies on each side.</summary>
    /// <param name="spread">In quote currency.</param>
    /// <param name="sequence">The quote's feed sequence; rises by one a quote.</param>
    public static MarketView ViewAt(Instrument instrument, in Candle bar, TimeSpan length, int step, decimal spread, long sequence)
    {
        var mid = PriceAt(bar, step);
        var before = step == 0 ? mid : PriceAt(bar, step - 1);
        var half = spread / 2m;
        var (low, high) = (Math.Min(mid, before), Math.Max(mid, before));
        return new MarketView
        {
            Instrument = instrument,
            At = TimeAt(bar.Start, length, step),
            Bid = mid - half,
            Ask = mid + half,
            LowBid = low - half,
            HighBid = high - half,
            LowAsk = low + half,
            HighAsk = high + half,
            Mark = mid,
            FirstSequence = sequence,
            LastSequence = sequence,
        };
    }
}
