namespace OrleansTrader.Trading.Markets;

/// <summary>How one symbol's market is kept.</summary>
public sealed record MarketOptions
{
    /// <summary>The finest candles that the feed can give: a replay of 1h bars yields 1h and above.</summary>
    public Interval BaseInterval { get; init; } = Interval.OneMinute;

    public CandleSource CandleSource { get; init; }

    /// <summary>Candles kept of the base interval; more than a day of minutes, so that a day's volume and change are known.</summary>
    public int BaseCandlesMax { get; init; } = 1_500;

    /// <summary>Candles kept of each coarser interval.</summary>
    public int CoarserCandlesMax { get; init; } = 500;

    /// <summary>A symbol without a quote for so long, and for longer than a base candle, is stale.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(90);
}
