using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Replay;

/// <summary>One symbol's checked bars and the funding rates that fall between its first and its last.</summary>
internal sealed class ReplayTape
{
    public ReplayTape(Symbol symbol, ReplayBar[] bars, TimeSpan length, List<(long Ticks, decimal Rate)> funding)
    {
        Symbol = symbol;
        Bars = bars;
        Length = length;
        Funding = funding.FindAll(f => f.Ticks >= bars[0].StartTicks && f.Ticks < bars[^1].StartTicks + length.Ticks);
    }

    public Symbol Symbol { get; }

    public ReplayBar[] Bars { get; }

    /// <summary>Zero where a single bar does not tell it.</summary>
    public TimeSpan Length { get; }

    public IReadOnlyList<(long Ticks, decimal Rate)> Funding { get; }

    /// <summary>Places where bars are missing.</summary>
    public long Gaps()
    {
        var gaps = 0L;
        for (var i = 1; i < Bars.Length; i++)
        {
            if (Bars[i].StartTicks - Bars[i - 1].StartTicks != Length.Ticks)
                gaps++;
        }

        return gaps;
    }

    /// <summary>A bar as a candle of mid prices.</summary>
    public Candle CandleOf(int index)
    {
        var bar = Bars[index];
        return new Candle(
            new DateTimeOffset(bar.StartTicks, TimeSpan.Zero),
            (bar.Bid.Open + bar.Ask.Open) / 2m, (bar.Bid.High + bar.Ask.High) / 2m,
            (bar.Bid.Low + bar.Ask.Low) / 2m, (bar.Bid.Close + bar.Ask.Close) / 2m, bar.Volume);
    }

    /// <summary>
    /// Quotes where there are any, with the volume of the trades; a bar that has only trades gets the spread round its prices.
    /// Both lists ascend without repeats.
    /// </summary>
    /// <param name="withoutQuotes">Bars with trades only, where the symbol has quotes too.</param>
    public static ReplayBar[] Join(List<ReplayBar> trades, List<ReplayBar> quotes, decimal spreadBps, out int withoutQuotes)
    {
        withoutQuotes = 0;
        var joined = new List<ReplayBar>(Math.Max(trades.Count, quotes.Count));
        int t = 0, q = 0;
        while (t < trades.Count || q < quotes.Count)
        {
            var tradeAt = t < trades.Count ? trades[t].StartTicks : long.MaxValue;
            var quoteAt = q < quotes.Count ? quotes[q].StartTicks : long.MaxValue;
            if (quoteAt <= tradeAt)
            {
                joined.Add(quoteAt == tradeAt ? quotes[q] with { Volume = trades[t++].Volume } : quotes[q]);
                q++;
                continue;
            }

            var half = spreadBps / 20_000m;
            var bar = trades[t++];
            joined.Add(half == 0 ? bar : bar with { Bid = bar.Bid.Times(1 - half), Ask = bar.Ask.Times(1 + half) });
            withoutQuotes += quotes.Count > 0 ? 1 : 0;
        }

        return [.. joined];
    }
}
