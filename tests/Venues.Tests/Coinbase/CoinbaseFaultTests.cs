using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Live;
using OrleansTrader.Venues.Tests.Live;

namespace OrleansTrader.Venues.Tests.Coinbase;

public sealed class CoinbaseFaultTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 30, TimeSpan.Zero);

    [Fact]
    public async Task Run_after_a_broken_connection_fills_the_gap_then_goes_on()
    {
        await using var venue = await LoopbackVenue.Start(
            r => (200, Candles(r.Query["start"]!, r.Query["end"]!), null),
            async c =>
            {
                await c.Read();
                await c.Send(Snapshot(100, 101), Update("buy", 100.5m, 10, 0, 31), LastMatch(7));
                await c.Send(Match(8, 10, 0, 40));
                await c.Read();
            },
            async c =>
            {
                await c.Read();
                await c.Send(LastMatch(90), Match(91, 10, 0, 5), Snapshot(110, 111), Match(92, 10, 4, 50), Update("sell", 110.9m, 10, 4, 51));
            });
        await using var harness = LiveHarness.Coinbase(venue, Start, new LiveOptions { SilenceMsMax = 600_000, SymbolSilenceMsMax = 240_000 }, "BTC-USD");
        await harness.UntilTold<MarketTrade>();
        harness.Time.Advance(TimeSpan.FromMinutes(4));
        await harness.UntilTold<FeedStale>();
        Assert.Equal(StaleReason.Silent, harness.Events.OfType<FeedStale>().Single().Reason);
        await harness.LetReconnect();
        await harness.Until(() => harness.Events.OfType<Quote>().Any(q => q.Ask == 110.9m), "the quote after the gap");

        // The minute that broke comes whole from history, then the finished ones after it; the trade in them is not told twice.
        var story = harness.Events.SkipWhile(e => e is not FeedStale).Where(e => e is not Book).ToArray();
        Assert.Equal(
            ["FeedStale", "HistoryCandle 10:00", "HistoryCandle 10:01", "HistoryCandle 10:02", "HistoryCandle 10:03", "MarketTrade 92", "Quote 110.9"],
            story.Where(e => e is not Quote { Ask: 111 }).Select(e => e switch
            {
                HistoryCandle h => $"HistoryCandle {h.At:HH:mm}",
                MarketTrade t => $"MarketTrade {t.Id}",
                Quote q => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Quote {q.Ask}"),
                _ => e.GetType().Name,
            }).OrderBy(s => s.StartsWith("MarketTrade", StringComparison.Ordinal) ? 1 : s.StartsWith("Quote", StringComparison.Ordinal) ? 2 : 0));
        var quotes = harness.Events.OfType<Quote>().ToArray();
        for (var i = 1; i < quotes.Length; i++)
            Assert.Equal(quotes[i - 1].LastSequence + 1, quotes[i].FirstSequence);
        Assert.Equal(1, harness.Feed.Status.Reconnects);
        Assert.True(harness.Feed.Status.Connected);
        Assert.Contains("BTC-USD", harness.Feed.Status.LastProblem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("break", StaleReason.Disconnected, "connection lost")]
    [InlineData("garbage", StaleReason.SequenceGap, "unreadable message")]
    [InlineData("wrong", StaleReason.SequenceGap, "unreadable message")]
    [InlineData("oversize", StaleReason.Disconnected, "longer than 65536 bytes")]
    [InlineData("refusal", StaleReason.Disconnected, "the venue refuses: Failed to subscribe: no such product")]
    public async Task Run_after_a_fault_says_what_happened_and_recovers(string fault, StaleReason reason, string detail)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var venue = await LoopbackVenue.Start(
            _ => (200, "[]", null),
            async c =>
            {
                await c.Read();
                await c.Send(Snapshot(100, 101));
                await heard.Task;
                await c.Send(fault switch
                {
                    "garbage" => ["{\"type\":\"l2upd"],
                    "wrong" => ["""{"type":"l2update","product_id":"BTC-USD","changes":[["buy","x","1"]],"time":"2026-01-05T10:00:31Z"}"""],
                    "oversize" => [new string(' ', 70_000)],
                    "refusal" => ["""{"type":"error","message":"Failed to subscribe","reason":"no such product"}"""],
                    _ => [],
                });
                if (fault is "break")
                    c.Break();
            },
            async c =>
            {
                await c.Read();
                await c.Send(Snapshot(102, 103));
            });
        await using var harness = LiveHarness.Coinbase(venue, Start, new LiveOptions { MessageBytesMax = 65_536 }, "BTC-USD");
        await harness.UntilTold<Quote>();
        heard.SetResult();
        await harness.UntilTold<FeedStale>();
        var stale = Assert.Single(harness.Events.OfType<FeedStale>());
        Assert.Equal(reason, stale.Reason);
        Assert.Contains(detail, stale.Detail, StringComparison.Ordinal);
        Assert.False(harness.Feed.Status.Connected);
        await harness.LetReconnect();
        await harness.UntilTold<Quote>(2);
        Assert.Equal([100m, 102m], harness.Events.OfType<Quote>().Select(q => q.Bid));
        Assert.Equal(2, venue.Connections);
        Assert.Equal(fault is "garbage" or "wrong" ? 1 : 0, harness.Feed.Status.Rejected);
    }

    [Fact]
    public async Task Run_with_a_silent_venue_notices_and_connects_again()
    {
        await using var venue = await LoopbackVenue.Start(
            _ => (200, "[]", null),
            async c =>
            {
                await c.Read();
                await c.Send(Snapshot(100, 101));
            },
            async c =>
            {
                await c.Read();
                await c.Send(Snapshot(102, 103));
            });
        await using var harness = LiveHarness.Coinbase(venue, Start, new LiveOptions(), "BTC-USD");
        await harness.UntilTold<Quote>();
        harness.Time.Advance(TimeSpan.FromSeconds(14));
        Assert.DoesNotContain(harness.Events, e => e is FeedStale);
        harness.Time.Advance(TimeSpan.FromSeconds(2));
        await harness.UntilTold<FeedStale>();
        Assert.Equal(StaleReason.Silent, harness.Events.OfType<FeedStale>().Single().Reason);
        await harness.LetReconnect();
        await harness.UntilTold<Quote>(2);
    }

    [Fact]
    public async Task Run_with_a_trade_missing_fills_from_history_on_the_same_connection()
    {
        await using var venue = await LoopbackVenue.Start(
            r => (200, Candles(r.Query["start"]!, r.Query["end"]!), null),
            async c =>
            {
                await c.Read();
                await c.Send(Snapshot(100, 101), LastMatch(7), Match(8, 10, 0, 40), Match(8, 10, 0, 40), Match(11, 10, 0, 41), Match(10, 10, 0, 41));
            });
        await using var harness = LiveHarness.Coinbase(venue, Start, new LiveOptions(), "BTC-USD");
        await harness.UntilTold<MarketTrade>(2);
        Assert.Equal(["8", "11"], harness.Events.OfType<MarketTrade>().Select(t => t.Id));
        var stale = Assert.Single(harness.Events.OfType<FeedStale>());
        Assert.Equal((StaleReason.SequenceGap, "trades 9 to 10 are missing"), (stale.Reason, stale.Detail));
        Assert.Contains(harness.Events.SkipWhile(e => e is not FeedStale), e => e is Quote);
        Assert.Equal((1, 1, 1, 0), (harness.Feed.Status.Gaps, harness.Feed.Status.Duplicates, harness.Feed.Status.OutOfOrder, harness.Feed.Status.Reconnects));
        Assert.Equal(1, venue.Connections);
    }

    [Fact]
    public async Task Run_when_history_fails_says_that_it_is_missing_and_invents_nothing()
    {
        var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var venue = await LoopbackVenue.Start(
            _ => (404, "{}", null),
            async c =>
            {
                await c.Read();
                await c.Send(Snapshot(100, 101), LastMatch(7), Match(8, 10, 0, 31));
                await later.Task;
                await c.Send(Match(11, 10, 2, 41));
            });
        await using var harness = LiveHarness.Coinbase(venue, Start, new LiveOptions { SilenceMsMax = 600_000, SymbolSilenceMsMax = 600_000 }, "BTC-USD");
        await harness.UntilTold<MarketTrade>();
        harness.Time.Advance(TimeSpan.FromMinutes(3));
        later.SetResult();
        await harness.UntilTold<FeedStale>(2);
        await harness.UntilTold<Quote>(2);
        Assert.Contains("history from", harness.Events.OfType<FeedStale>().Last().Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(harness.Events, e => e is HistoryCandle);
    }

    [Fact]
    public async Task Instruments_of_the_recorded_products_have_the_venues_steps()
    {
        var line = File.ReadLines(SharedData.Path("payloads", "cryptofeed", "COINBASE.0")).First(l => l.Contains("/products", StringComparison.Ordinal));
        var products = line[line.IndexOf('[', StringComparison.Ordinal)..];
        await using var venue = await LoopbackVenue.Start(_ => (200, products, null), c => c.UntilClosed());
        await using var harness = LiveHarness.Coinbase(venue, Start, new LiveOptions(), "BTC-USD");
        var instrument = Assert.Single(await harness.Feed.Instruments([Symbol.Parse("BTC-GBP")], CancellationToken.None));
        Assert.Equal((0.01m, 0.00000001m, 0.0001m, 80m, 10m), (instrument.TickSize, instrument.LotSize, instrument.QuantityMin, instrument.QuantityMax, instrument.NotionalMin));
        Assert.Equal(FundingSource.Heuristic, instrument.Funding.Source);
        Assert.Contains("heuristic", harness.Feed.Description, StringComparison.Ordinal);
        Assert.Contains("open interest", harness.Feed.Description, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<FeedException>(() => harness.Feed.Instruments([Symbol.Parse("BTC-XYZ")], CancellationToken.None));
        Assert.StartsWith("coinbase has no symbol BTC-XYZ: try BTC-", error.Message, StringComparison.Ordinal);
    }

    private static string Snapshot(decimal bid, decimal ask) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $$"""{"type":"snapshot","product_id":"BTC-USD","bids":[["{{bid}}","1"],["{{bid - 1}}","2"]],"asks":[["{{ask}}","1"],["{{ask + 1}}","2"]]}""");

    private static string Update(string side, decimal price, int hour, int minute, int second) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $$"""{"type":"l2update","product_id":"BTC-USD","changes":[["{{side}}","{{price}}","3"]],"time":"2026-01-05T{{hour:00}}:{{minute:00}}:{{second:00}}.5Z"}""");

    private static string LastMatch(long id) =>
        $$"""{"type":"last_match","trade_id":{{id}},"side":"sell","size":"1","price":"100","product_id":"BTC-USD","sequence":1,"time":"2026-01-05T09:59:00Z"}""";

    private static string Match(long id, int hour, int minute, int second) =>
        $$"""{"type":"match","trade_id":{{id}},"side":"sell","size":"1","price":"100","product_id":"BTC-USD","sequence":1,"time":"2026-01-05T{{hour:00}}:{{minute:00}}:{{second:00}}Z"}""";

    private static string Candles(string start, string end)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var from = DateTimeOffset.Parse(start, culture);
        var rows = Enumerable.Range(0, (int)(DateTimeOffset.Parse(end, culture) - from).TotalMinutes + 1)
            .Select(i => $"[{from.AddMinutes(i).ToUnixTimeSeconds()},90,120,100,110,5.5]").Reverse();
        return $"[{string.Join(',', rows)}]";
    }
}
