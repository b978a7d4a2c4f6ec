using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Bybit;

/// <summary>Bybit V5 linear perpetuals, public market data; no key is needed.</summary>
public sealed record BybitOptions
{
    public Uri WebSocket { get; init; } = new("wss://stream.bybit.com/v5/public/linear");

    public Uri Rest { get; init; } = new("https://api.bybit.com");

    /// <summary>Levels of the order book channel: 1, 50, 200 or 1000 (500 in older recordings).</summary>
    public int BookDepth { get; init; } = 50;

    public LiveOptions Live { get; init; } = new();
}
