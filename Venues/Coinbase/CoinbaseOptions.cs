using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Coinbase;

/// <summary>Coinbase Exchange's public market data; no key is needed.</summary>
public sealed record CoinbaseOptions
{
    public Uri WebSocket { get; init; } = new("wss://ws-feed.exchange.coinbase.com");

    public Uri Rest { get; init; } = new("https://api.exchange.coinbase.com");

    /// <summary>The order book channel: <c>level2_batch</c> is public, <c>level2</c> wants a login today; their messages are the same.</summary>
    public string BookChannel { get; init; } = "level2_batch";

    public LiveOptions Live { get; init; } = new();
}
