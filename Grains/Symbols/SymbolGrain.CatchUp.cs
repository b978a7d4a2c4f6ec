using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Grains.Symbols;

/// <summary>What happened while this symbol was not in memory.</summary>
internal sealed partial class SymbolGrain
{
    // Below those of any feed, so that only their times say for whom these quotes are new; the second is new to what the first made.
    private const long BrokenSequence = -2;
    private const long WholeSequence = -1;

    private readonly List<Quote> _missed = [];

    // Since the last durable quote: funding is charged late, then resting triggers meet the candles' extremes.
    private async Task<MarketReceipt> CatchUp(SymbolStart start)
    {
        var now = time.GetUtcNow();
        if (await readModel.Quote(_key, CancellationToken.None) is not { } saved)
            return MarketReceipt.Taken;
        await ChargeMissed(start, saved.At, now);
        FindMissed(start, saved.At);
        foreach (var quote in _missed)
            _book.Pop(quote, now, _popped);
        foreach (var own in _popped)
        {
            own.Missed = new Queue<Quote>(_missed);
            own.IsPopped = false;
        }

        _missed.Clear();
        CallPopped();
        if (_usesBackPressure)
            await _calls.Drained();
        return MarketReceipt.Taken;
    }

    // The candle that the saved quote lies in has extremes from before it: they count for orders that rested when it began, and that
    // is what the instant of its quote says. Whole candles after it count for all.
    private void FindMissed(SymbolStart start, DateTimeOffset saved)
    {
        Quote? broken = null, whole = null;
        foreach (var slice in start.History.Sort(static (left, right) => left.Interval.CompareTo(right.Interval)))
        {
            foreach (var candle in slice.Candles)
            {
                var end = candle.Start + slice.Interval.Length();
                if (candle.Start >= saved)
                    whole = whole is null ? QuoteOf(candle, end, WholeSequence) : Widened(whole, candle, end);
                else if (end > saved && broken is null && slice.Interval == start.Options.BaseInterval)
                    broken = QuoteOf(candle, candle.Start, BrokenSequence);
            }
        }

        if (broken is not null)
            _missed.Add(broken);
        if (whole is not null)
            _missed.Add(whole);
    }

    private Quote QuoteOf(in Candle candle, DateTimeOffset at, long sequence) =>
        new(_key.Symbol, at, candle.Close, 0m, candle.Close, 0m, sequence, sequence)
    {
        LowBid = candle.Low,
        LowAsk = candle.Low,
        HighBid = candle.High,
        HighAsk = candle.High,
    };

    private Quote Widened(Quote quote, in Candle candle, DateTimeOffset end)
    {
        var last = end > quote.At ? QuoteOf(candle, end, WholeSequence) : quote;
        var (low, high) = (Math.Min(quote.LowBid, candle.Low), Math.Max(quote.HighBid, candle.High));
        return last with { LowBid = low, LowAsk = low, HighBid = high, HighAsk = high };
    }
}
