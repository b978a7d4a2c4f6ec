using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Silo.Feeds;

/// <summary>How symbols keep their market, given the finest step of the feed.</summary>
internal static class MarketChoice
{
    /// <summary>Quotes of a bar lie within it; after this many bars without one a symbol is stale.</summary>
    private const int SilentBars = 3;

    public static MarketOptions Live { get; } = new();

    /// <summary>For bars of the given length: the base interval is the shortest that is not finer than the bars.</summary>
    public static MarketOptions Of(TimeSpan barLength)
    {
        var interval = Intervals.All.FirstOrDefault(candidate => candidate.Length() >= barLength, Interval.OneDay);
        var silent = barLength * SilentBars;
        return new MarketOptions { BaseInterval = interval, SilentAfter = silent > Live.SilentAfter ? silent : Live.SilentAfter };
    }
}
