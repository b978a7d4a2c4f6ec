using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Venues.Bybit;
using OrleansTrader.Venues.Coinbase;
using OrleansTrader.Venues.Live;
using OrleansTrader.Venues.Replay;
using OrleansTrader.Venues.Simulated;

namespace OrleansTrader.Venues;

/// <summary>Makes a feed from its name and options.</summary>
public static class FeedFactory
{
    private static readonly ImmutableArray<(string Name, ImmutableArray<string> Symbols)> Known =
    [
        ("simulated", ["BTC-USDT", "ETH-USDT", "SOL-USDT", "DOGE-USDT", "XRP-USDT"]),
        ("replay", []),
        ("coinbase", ["BTC-USD", "ETH-USD", "SOL-USD", "DOGE-USD", "XRP-USD"]),
        ("bybit", ["BTC-USDT", "ETH-USDT", "SOL-USDT", "DOGE-USDT", "XRP-USDT"]),
    ];

    /// <summary>Every feed there is, in lower case.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>What a feed trades when nobody says; empty for a replay, whose files say.</summary>
    /// <exception cref="FeedException">No feed has this name.</exception>
    public static ImmutableArray<Symbol> DefaultSymbols(string name) =>
        [.. Find(name).Symbols.Select(Symbol.Parse)];

    /// <summary>The feed that <paramref name="options"/> names. A replay reads and checks its files here, before anything is traded.</summary>
    /// <exception cref="FeedException">No feed has this name, or a file cannot be replayed; one line with the remedy.</exception>
    public static IFeed Create(FeedOptions options, TimeProvider time, ILoggerFactory loggers) => Find(options.Name).Name switch
    {
        "simulated" => new SimulatedFeed(options.Simulated, options.Instruments, time),
        "replay" => new ReplayFeed(options.Replay, options.Instruments, time),
        "coinbase" => new LiveFeed(
            new CoinbaseProtocol(options.Coinbase, new CoinbaseRest(options.Coinbase, options.Instruments, time)), options.Coinbase.Live, time,
            loggers.CreateLogger("OrleansTrader.Venues.Coinbase")),
        "bybit" => new LiveFeed(
            new BybitProtocol(options.Bybit, new BybitRest(options.Bybit, options.Instruments, time)), options.Bybit.Live, time,
            loggers.CreateLogger("OrleansTrader.Venues.Bybit")),
        _ => throw Unknown(options.Name),
    };

    /// <summary>
    /// The checked data behind a replay, for a driver that pulls events itself and sets the clock by them; <c>null</c> for other feeds.
    /// </summary>
    public static IReplaySource? SourceOf(IFeed feed) => (feed as ReplayFeed)?.Source;

    private static (string Name, ImmutableArray<string> Symbols) Find(string name)
    {
        foreach (var known in Known)
        {
            if (string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
                return known;
        }

        throw Unknown(name);
    }

    private static FeedException Unknown(string name) => new($"feed '{name}' is unknown: use one of {string.Join(", ", Names)}");
}
