using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Bybit;
using OrleansTrader.Venues.Coinbase;
using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Tests.Live;

/// <summary>Runs a live feed against a loopback venue in virtual time and collects what it tells.</summary>
internal sealed class LiveHarness : IAsyncDisposable
{
    /// <summary>Bound of every wait, in real time.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<MarketEvent> _channel = Channel.CreateUnbounded<MarketEvent>();
    private readonly List<MarketEvent> _events = [];
    private readonly Task _run;

    private LiveHarness(IFeed feed, FakeTime time, IReadOnlyList<Symbol> symbols)
    {
        Feed = feed;
        Time = time;
        _run = feed.Run(symbols, _channel.Writer, _stop.Token);
    }

    public IFeed Feed { get; }

    public FakeTime Time { get; }

    public IReadOnlyList<MarketEvent> Events
    {
        get
        {
            while (_channel.Reader.TryRead(out var item))
                _events.Add(item);
            return _events;
        }
    }

    public static LiveHarness Coinbase(LoopbackVenue venue, DateTimeOffset start, LiveOptions options, params string[] symbols)
    {
        var time = new FakeTime(start);
        var feed = FeedFactory.Create(
            new FeedOptions { Name = "coinbase", Coinbase = new CoinbaseOptions { WebSocket = venue.WebSocket, Rest = venue.Rest, Live = options } },
            time, NullLoggerFactory.Instance);
        return new LiveHarness(feed, time, [.. symbols.Select(Symbol.Parse)]);
    }

    public static LiveHarness Bybit(LoopbackVenue venue, DateTimeOffset start, LiveOptions options, int depth, params string[] symbols)
    {
        var time = new FakeTime(start);
        var feed = FeedFactory.Create(
            new FeedOptions { Name = "bybit", Bybit = new BybitOptions { WebSocket = venue.WebSocket, Rest = venue.Rest, BookDepth = depth, Live = options } },
            time, NullLoggerFactory.Instance);
        return new LiveHarness(feed, time, [.. symbols.Select(Symbol.Parse)]);
    }

    /// <summary>Waits until something holds.</summary>
    public async Task Until(Func<bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(WaitMax);
        while (!holds())
        {
            if (_run.IsFaulted)
                await _run;
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {what}; told: {string.Join(" | ", Events.TakeLast(12))}; {Feed.Status}");
            await Task.WhenAny(Task.Delay(2, CancellationToken.None));
        }
    }

    public Task UntilTold<T>(int count = 1) where T : MarketEvent =>
        Until(() => Events.OfType<T>().Count() >= count, $"{count} of {typeof(T).Name}");

    /// <summary>Lets the wait before the next connection pass, and nothing more.</summary>
    public async Task LetReconnect()
    {
        await Until(() => Time.HasTimerShorterThan(TimeSpan.FromMilliseconds(900)), "a wait before the next connection");
        Time.Advance(TimeSpan.FromMilliseconds(500));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run.WaitAsync(WaitMax, CancellationToken.None));
        _stop.Dispose();
    }
}
