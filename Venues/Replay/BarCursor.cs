using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Replay;

/// <summary>
/// Turns a tape's bars into quotes, four a bar, a quarter of the bar apart: open, nearer extreme, other extreme, close. The bar's volume
/// comes with the close, the sizes of quote files with every quote.
/// </summary>
internal sealed class BarCursor(ReplayTape tape, TimeSpan length)
{
    private const int QuotesPerBar = 4;

    private int _bar;
    private int _step;
    private long _sequence;
    private decimal _last = (tape.Bars[0].Bid.Open + tape.Bars[0].Ask.Open) / 2m;

    /// <summary>When the next quote falls due; the greatest number at the end.</summary>
    public long NextTicks => _bar < tape.Bars.Length ? tape.Bars[_bar].StartTicks + (length.Ticks / QuotesPerBar * _step) : long.MaxValue;

    /// <summary>The mid of the last quote, or before the first one that of the first open: what funding between quotes is reckoned at.</summary>
    public decimal Mark => _last;

    public Quote Take()
    {
        ref readonly var bar = ref tape.Bars[_bar];
        var at = NextTicks;
        var highFirst = bar.Bid.High + bar.Ask.High - bar.Bid.Open - bar.Ask.Open <= bar.Bid.Open + bar.Ask.Open - bar.Bid.Low - bar.Ask.Low;
        var bid = Price(bar.Bid, highFirst);
        var ask = Price(bar.Ask, highFirst);
        _sequence++;
        _last = (bid + ask) / 2m;
        var quote = new Quote(tape.Symbol, new DateTimeOffset(at, TimeSpan.Zero), bid, bar.BidSize, ask, bar.AskSize, _sequence, _sequence)
        {
            Volume = _step == QuotesPerBar - 1 ? bar.Volume : 0,
        };
        if (++_step == QuotesPerBar)
        {
            _step = 0;
            _bar++;
        }

        return quote;
    }

    private decimal Price(in BarPrices prices, bool highFirst) => _step switch
    {
        0 => prices.Open,
        1 => highFirst ? prices.High : prices.Low,
        2 => highFirst ? prices.Low : prices.High,
        _ => prices.Close,
    };
}
