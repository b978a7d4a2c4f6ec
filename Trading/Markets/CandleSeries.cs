using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrleansTrader.Trading.Markets;

/// <summary>
/// The last closed candles of one interval, at most <see cref="Capacity"/> of them. Windows are immutable and shared: the same one
/// is handed out until the next candle closes.
/// </summary>
public sealed class CandleSeries
{
    private const int InitialCapacity = 64;
    private const int CachedWindowsMax = 8;

    private readonly List<ImmutableArray<Candle>> _windows = [];
    private Candle[] _ring;

    /// <param name="capacity">How many candles are kept.</param>
    public CandleSeries(Interval interval, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Interval = interval;
        Capacity = capacity;
        _ring = new Candle[Math.Min(InitialCapacity, capacity)];
    }

    public Interval Interval { get; }

    public int Capacity { get; }

    /// <summary>How many are kept now.</summary>
    public int Count { get; private set; }

    /// <summary>How many were ever added: rises by one a candle, so it tells whether something is new.</summary>
    public long Total { get; private set; }

    /// <summary>The candle that is <paramref name="back"/> before the newest one (0 is the newest).</summary>
    public ref readonly Candle FromNewest(int back)
    {
        if ((uint)back >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(back), back, "beyond the candles kept");
        return ref _ring[(Total - 1 - back) % _ring.Length];
    }

    /// <summary>The newest <paramref name="count"/> candles, or as many as there are, oldest first.</summary>
    public ImmutableArray<Candle> Last(int count)
    {
        var take = Math.Min(count, Count);
        if (take <= 0)
            return [];
        foreach (var window in _windows)
        {
            if (window.Length == take)
                return window;
        }

        var copy = new Candle[take];
        for (var i = 0; i < take; i++)
            copy[i] = FromNewest(take - 1 - i);
        var made = ImmutableCollectionsMarshal.AsImmutableArray(copy);
        if (_windows.Count == CachedWindowsMax)
            _windows.RemoveAt(0);
        _windows.Add(made);
        return made;
    }

    /// <summary>Appends the next closed candle; one writer, in order of time.</summary>
    public void Add(in Candle candle)
    {
        if (Count == _ring.Length && Count < Capacity)
            Grow();
        _ring[Total % _ring.Length] = candle;
        Total++;
        Count = Math.Min(Count + 1, _ring.Length);
        _windows.Clear();
    }

    private void Grow()
    {
        var larger = new Candle[Math.Min(_ring.Length * 2, Capacity)];
        for (var back = 0; back < Count; back++)
            larger[(Total - 1 - back) % larger.Length] = FromNewest(back);
        _ring = larger;
    }
}
