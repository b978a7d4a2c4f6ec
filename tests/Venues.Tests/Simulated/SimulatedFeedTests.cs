using System.Threading.Channels;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Simulated;

namespace OrleansTrader.Venues.Tests.Simulated;

public sealed class SimulatedFeedTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 7, 59, 30, TimeSpan.Zero);
    private static readonly Symbol[] Symbols = [Symbol.Parse("BTC-USDT"), Symbol.Parse("ETH-USDT")];

    [Fact]
    public async Task Run_in_virtual_time_tells_four_quotes_a_second_in_order()
    {
        var events = await Told(1, Start, TimeSpan.FromSeconds(60));
        var quotes = events.OfType<Quote>().Where(q => q.Symbol == Symbols[0]).ToArray();
        Assert.InRange(quotes.Length, 240, 300);
        for (var i = 1; i < quotes.Length; i++)
            Assert.Equal(quotes[i - 1].LastSequence + 1, quotes[i].FirstSequence);
        var live = events.SkipWhile(e => e is FundingRate).ToArray();
        Assert.Equal(live.OrderBy(e => e.At).Select(e => e.At), live.Select(e => e.At));
        Assert.Contains(events, e => e is MarketTrade);
        Assert.Contains(events, e => e is Book);
        Assert.Contains(events, e => e is FundingEstimate);
        Assert.Contains(events, e => e is OpenInterest);
    }

    [Fact]
    public async Task Run_over_a_funding_timestamp_tells_it_once_before_the_next_quote()
    {
        var due = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        var events = await Told(1, Start, TimeSpan.FromSeconds(60));
        var rate = Assert.Single(events.OfType<FundingRate>(), r => r.At == due && r.Symbol == Symbols[0]);
        Assert.True(events.IndexOf(rate) < events.FindIndex(e => e is Quote && e.Symbol == Symbols[0] && e.At >= due));
        Assert.True(events.IndexOf(rate) > events.FindLastIndex(e => e is Quote && e.Symbol == Symbols[0] && e.At < due));
    }

    [Fact]
    public async Task Run_after_a_restart_goes_on_as_if_never_stopped()
    {
        var whole = (await Told(5, Start, TimeSpan.FromSeconds(20))).OfType<Quote>().ToArray();
        var first = (await Told(5, Start, TimeSpan.FromSeconds(8))).OfType<Quote>();
        var second = (await Told(5, Start.AddSeconds(8), TimeSpan.FromSeconds(12))).OfType<Quote>();
        Assert.Equal(whole, first.Concat(second).DistinctBy(q => (q.Symbol, q.LastSequence)));
    }

    [Fact]
    public async Task Run_with_a_slow_reader_waits_and_drops_nothing()
    {
        var time = new FakeTime(Start);
        var feed = new SimulatedFeed(new SimulatedOptions(), InstrumentCatalog.Default, time);
        var channel = Channel.CreateBounded<MarketEvent>(1);
        using var stop = new CancellationTokenSource();
        var run = feed.Run(Symbols, channel.Writer, stop.Token);
        time.Advance(TimeSpan.FromSeconds(30));
        var sequence = 0L;
        for (var i = 0; i < 200; i++)
        {
            MarketEvent item;
            while (!channel.Reader.TryRead(out item!))
                time.AdvanceToNextTimer();
            if (item is not Quote quote || quote.Symbol != Symbols[0])
                continue;
            Assert.True(sequence == 0 || quote.FirstSequence == sequence + 1);
            sequence = quote.LastSequence;
        }

        Assert.True(feed.Status.Connected);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(feed.Status.Connected);
    }

    [Fact]
    public void Create_with_an_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<OrleansTrader.Grains.Ports.FeedException>(() => FeedFactory.Create(
            new FeedOptions { Name = "kraken" }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));
        Assert.Contains("'kraken'", error.Message, StringComparison.Ordinal);
        Assert.All(FeedFactory.Names, n => Assert.Contains(n, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
    }

    private static async Task<List<MarketEvent>> Told(ulong seed, DateTimeOffset start, TimeSpan length)
    {
        var time = new FakeTime(start);
        var channel = Channel.CreateUnbounded<MarketEvent>();
        using var stop = new CancellationTokenSource();
        var run = new SimulatedFeed(new SimulatedOptions { Seed = seed }, InstrumentCatalog.Default, time).Run(Symbols, channel.Writer, stop.Token);
        time.Advance(length);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        var events = new List<MarketEvent>();
        while (channel.Reader.TryRead(out var item))
            events.Add(item);
        return events;
    }
}
