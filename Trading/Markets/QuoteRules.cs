namespace OrleansTrader.Trading.Markets;

/// <summary>Which quotes are taken.</summary>
internal static class QuoteRules
{
    /// <summary>Counts and rejects what cannot be a quote; widens extremes that do not contain it, and counts that.</summary>
    /// <param name="mayRestart">Whether sequence numbers may begin anew, because the feed was lost in between.</param>
    public static bool Check(ref Quote quote, Quote? before, bool mayRestart, DataQualityCounters counters)
    {
        if (quote.Bid <= 0m || quote.Ask <= 0m)
        {
            counters.NonPositiveQuotes++;
            return false;
        }

        if (quote.Bid > quote.Ask)
        {
            counters.CrossedQuotes++;
            return false;
        }

        if (before is not null)
        {
            if (!mayRestart && quote.LastSequence <= before.LastSequence)
            {
                counters.DuplicateQuotes++;
                return false;
            }

            if (quote.At.UtcTicks < before.At.UtcTicks)
            {
                counters.OutOfOrderQuotes++;
                return false;
            }

            if (!mayRestart && quote.FirstSequence > before.LastSequence + 1)
                counters.SequenceGaps++;
        }

        if (quote.LowBid <= 0m || quote.LowBid > quote.Bid || quote.HighBid < quote.Bid || quote.LowAsk <= 0m || quote.LowAsk > quote.Ask
            || quote.HighAsk < quote.Ask || quote.Volume < 0m)
        {
            counters.RepairedQuotes++;
            quote = Repaired(quote);
        }

        return true;
    }

    private static Quote Repaired(Quote quote) => quote with
    {
        LowBid = quote.LowBid <= 0m ? quote.Bid : Math.Min(quote.LowBid, quote.Bid),
        HighBid = Math.Max(quote.HighBid, quote.Bid),
        LowAsk = quote.LowAsk <= 0m ? quote.Ask : Math.Min(quote.LowAsk, quote.Ask),
        HighAsk = Math.Max(quote.HighAsk, quote.Ask),
        Volume = Math.Max(quote.Volume, 0m),
    };
}
