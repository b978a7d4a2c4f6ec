using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Venues.Replay;

/// <summary>
/// Turns a tape's bars into quotes along <see cref="BarPath"/>; the mids decide which extreme comes first. Each quote but a bar's first
/// stands for the way from the one before. The bar's volume comes with the close, the sizes of quote files with every quote.
/// </summary>
internal sealed class BarCursor(ReplayTape tape, TimeSpan length)
{
    private int _bar;
    private int _step;
    private long _sequence;
    private decimal _last = (tape.Bars[0].Bid.Open + tape.Bars[0].Ask.Open) / 2m;

    /// <summary>When the next quote falls due; the greatest number at the end.</summary>
    public long NextTicks => _bar < tape.Bars.Length
        ? BarPath.TimeAt(new DateTimeOffset(tape.Bars[_bar].StartTicks, TimeSpan.Zero), length, _step).UtcTicks
        : long.MaxValue;

    /// <summary>The mid of the last quote, or before the first one that of the first open: what funding between quotes is reckoned at.</summary>
    public decimal Mark => _last;

    public Quote Take()
    {
        ref readonly var bar = ref tape.Bars[_bar];
        var at = NextTicks;
        var highFirst = BarPath.IsHighFirst(bar.Bid.Open + bar.Ask.Open, bar.Bid.High + bar.Ask.High, bar.Bid.Low + bar.Ask.Low);
        var (bid, ask) = (Price(bar.Bid, highFirst, _step), Price(bar.Ask, highFirst, _step));
        var before = Math.Max(_step - 1, 0);
        var (bidBefore, askBefore) = (Price(bar.Bid, highFirst, before), Price(bar.Ask, highFirst, before));
        _sequence++;
        _last = (bid + ask) / 2m;
        var quote = new Quote(tape.Symbol, new DateTimeOffset(at, TimeSpan.Zero), bid, bar.BidSize, ask, bar.AskSize, _sequence, _sequence)
        {
            LowBid = Math.Min(bid, bidBefore),
            HighBid = Math.Max(bid, bidBefore),
            LowAsk = Math.Min(ask, askBefore),
            HighAsk = Math.Max(ask, askBefore),
            Volume = _step == BarPath.QuotesPerBar - 1 ? bar.Volume : 0,
        };
        if (++_step == BarPath.QuotesPerBar)
        {
            _step = 0;
            _bar++;
        }

        return quote;
    }

    private static decimal Price(in BarPrices prices, bool highFirst, int step) => step switch
    {
        0 => prices.Open,
        1 => highFirst ? prices.High : prices.Low,
        2 => highFirst ? prices.Low : prices.High,
        _ => prices.Close,
    };
}
