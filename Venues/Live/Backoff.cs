using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Venues.Live;

/// <summary>Waits that double from a first to a longest one, each jittered between its half and its whole by a seeded generator.</summary>
internal sealed class Backoff(int firstMs, int longestMs, ulong seed)
{
    private SeededRandom _chance = new(seed);
    private int _attempt;

    public TimeSpan Next()
    {
        var whole = Math.Min((double)longestMs, firstMs * (double)(1L << Math.Min(_attempt++, 30)));
        return TimeSpan.FromMilliseconds(whole * (0.5 + (0.5 * _chance.NextDouble())));
    }

    public void Reset() => _attempt = 0;
}
