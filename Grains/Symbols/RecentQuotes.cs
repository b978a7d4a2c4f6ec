using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Grains.Symbols;

/// <summary>The last quotes, so that an account which was busy while some passed is shown all of them as one.</summary>
internal sealed class RecentQuotes
{
    /// <summary>Quotes kept; an account that misses more sees the extremes of these only.</summary>
    public const int QuotesMax = 512;

    private readonly Quote[] _ring = new Quote[QuotesMax];
    private long _count;

    public void Add(Quote quote) => _ring[_count++ % QuotesMax] = quote;

    /// <summary>Forgets all: the feed began its numbering anew.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Clear(_ring);
    }

    /// <summary>All quotes kept from this feed sequence on, as one; null where there is none.</summary>
    public Quote? Since(long sequence)
    {
        Quote? all = null;
        var oldest = Math.Max(0, _count - QuotesMax);
        var first = _count;
        while (first > oldest && _ring[(first - 1) % QuotesMax].FirstSequence >= sequence)
            first--;
        for (var i = first; i < _count; i++)
        {
            var next = _ring[i % QuotesMax];
            all = all is null ? next : all.Coalesce(next);
        }

        return all;
    }
}
