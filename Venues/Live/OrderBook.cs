using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Live;

/// <summary>All price levels of one symbol as the venue tells them.</summary>
internal sealed class OrderBook
{
    private readonly SortedDictionary<decimal, decimal> _bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, decimal> _asks = [];

    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
    }

    /// <summary>Sets a level; a quantity of 0 removes it.</summary>
    public void Set(bool isBid, decimal price, decimal quantity)
    {
        var side = isBid ? _bids : _asks;
        if (quantity == 0)
            side.Remove(price);
        else
            side[price] = quantity;
    }

    public bool TryTop(out BookLevel bid, out BookLevel ask)
    {
        bid = First(_bids);
        ask = First(_asks);
        return bid.Price > 0 && ask.Price > 0;
    }

    public ImmutableArray<BookLevel> Bids(int levels) => Top(_bids, levels);

    public ImmutableArray<BookLevel> Asks(int levels) => Top(_asks, levels);

    private static BookLevel First(SortedDictionary<decimal, decimal> side)
    {
        foreach (var (price, quantity) in side)
            return new BookLevel(price, quantity);
        return default;
    }

    private static ImmutableArray<BookLevel> Top(SortedDictionary<decimal, decimal> side, int levels)
    {
        var top = ImmutableArray.CreateBuilder<BookLevel>(Math.Min(levels, side.Count));
        foreach (var (price, quantity) in side)
        {
            if (top.Count == levels)
                break;
            top.Add(new BookLevel(price, quantity));
        }

        return top.DrainToImmutable();
    }
}
