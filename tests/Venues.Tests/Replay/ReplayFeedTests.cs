using System.Threading.Channels;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Replay;

namespace OrleansTrader.Venues.Tests.Replay;

public sealed class ReplayFeedTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC-USD");

    private readonly string _file = Path.GetTempFileName();

    public ReplayFeedTests() => File.WriteAllText(
        _file, string.Concat(Enumerable.Range(0, 10).Select(i => $"{1640995200 + (i * 60)},{100 + i},{102 + i},{99 + i},{101 + i},2\n")));

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Run_without_speed_tells_everything_at_once_and_ends()
    {
        var (feed, _) = Feed(keepsTime: false);
        var channel = Channel.CreateUnbounded<MarketEvent>();
        await feed.Run([Bitcoin], channel.Writer, CancellationToken.None);
        Assert.Equal(FeedFactory.SourceOf(feed)!.Events(), Drain(channel.Reader));
        Assert.False(feed.Status.Connected);
        Assert.Equal(40, feed.Status.Messages);
    }

    [Fact]
    public async Task Run_that_keeps_time_tells_what_its_clock_has_reached()
    {
        var (feed, time) = Feed(keepsTime: true);
        var channel = Channel.CreateUnbounded<MarketEvent>();
        var run = feed.Run([Bitcoin], channel.Writer, CancellationToken.None);
        Assert.Single(Drain(channel.Reader));
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Single(Drain(channel.Reader));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(20, Drain(channel.Reader).Count);
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(5));
        await run;
    }

    [Fact]
    public async Task Run_that_begins_late_catches_up_with_its_clock()
    {
        var (feed, time) = Feed(keepsTime: true);
        time.Advance(TimeSpan.FromMinutes(2));
        var channel = Channel.CreateUnbounded<MarketEvent>();
        using var stop = new CancellationTokenSource();
        var run = feed.Run([Bitcoin], channel.Writer, stop.Token);
        Assert.Equal(9, Drain(channel.Reader).Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Run_with_a_full_channel_waits()
    {
        var (feed, _) = Feed(keepsTime: false);
        var channel = Channel.CreateBounded<MarketEvent>(3);
        var run = feed.Run([Bitcoin], channel.Writer, CancellationToken.None);
        Assert.False(run.IsCompleted);
        var told = 0;
        while (channel.Reader.TryRead(out _))
            told++;
        await foreach (var _ in ReadUntil(channel.Reader, run))
            told++;
        Assert.Equal(40, told);
    }

    [Fact]
    public async Task History_never_shows_what_is_still_to_come()
    {
        var (feed, time) = Feed(keepsTime: true);
        var from = new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Empty(await feed.History(Bitcoin, Interval.OneMinute, from, from.AddHours(1), CancellationToken.None));
        using var stop = new CancellationTokenSource();
        var run = feed.Run([Bitcoin], Channel.CreateUnbounded<MarketEvent>().Writer, stop.Token);
        time.Advance(TimeSpan.FromSeconds(200));
        var candles = await feed.History(Bitcoin, Interval.OneMinute, from, from.AddHours(1), CancellationToken.None);
        Assert.Equal([from, from.AddMinutes(1), from.AddMinutes(2)], candles.Select(c => c.Start));
        Assert.Equal(new Candle(from.AddMinutes(2), 102, 104, 101, 103, 2), candles[2]);
        Assert.Empty(await feed.History(Bitcoin, Interval.FiveMinutes, from, from.AddHours(1), CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(400));
        await run;
        var five = await feed.History(Bitcoin, Interval.FiveMinutes, from, from.AddHours(1), CancellationToken.None);
        Assert.Equal([new Candle(from, 100, 106, 99, 105, 10), new Candle(from.AddMinutes(5), 105, 111, 104, 110, 10)], five);
    }

    [Fact]
    public async Task Run_for_a_symbol_that_the_files_lack_says_what_they_hold()
    {
        var (feed, _) = Feed(keepsTime: false);
        var error = await Assert.ThrowsAsync<FeedException>(() => feed.Run([Symbol.Parse("ETH-USD")], Channel.CreateUnbounded<MarketEvent>().Writer, CancellationToken.None));
        Assert.Contains("BTC-USD", error.Message, StringComparison.Ordinal);
    }

    private (IFeed Feed, FakeTime Time) Feed(bool keepsTime)
    {
        var time = new FakeTime(Now);
        return (new ReplayFeed(new ReplayOptions { Files = [_file], Symbols = [Bitcoin], KeepsTime = keepsTime }, InstrumentCatalog.Default, time), time);
    }

    private static List<MarketEvent> Drain(ChannelReader<MarketEvent> reader)
    {
        var events = new List<MarketEvent>();
        while (reader.TryRead(out var item))
            events.Add(item);
        return events;
    }

    private static async IAsyncEnumerable<MarketEvent> ReadUntil(ChannelReader<MarketEvent> reader, Task run)
    {
        while (true)
        {
            var ready = reader.WaitToReadAsync().AsTask();
            if (await Task.WhenAny(ready, run) == run && reader.Count == 0)
                yield break;
            while (reader.TryRead(out var item))
                yield return item;
        }
    }
}
