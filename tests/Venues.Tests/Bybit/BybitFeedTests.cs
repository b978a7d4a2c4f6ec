using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Venues.Live;
using OrleansTrader.Venues.Tests.Live;

namespace OrleansTrader.Venues.Tests.Bybit;

public sealed class BybitFeedTests
{
    private static readonly DateTimeOffset Start = new(2024, 12, 1, 0, 0, 10, TimeSpan.Zero);
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC-USDT");

    [Fact]
    public async Task Run_over_the_recorded_book_ends_with_an_independent_rebuild()
    {
        var messages = Recording();
        await using var venue = await LoopbackVenue.Start(Rest, async c =>
        {
            Assert.Contains("orderbook.500.XRPUSDT", await c.Read(), StringComparison.Ordinal);
            await c.Send(messages);
        });
        await using var harness = LiveHarness.Bybit(venue, Start, new LiveOptions { BookEveryMs = 0 }, 500, "XRP-USDT");
        await harness.UntilTold<Book>(messages.Length);

        var (bids, asks) = Rebuild(messages);
        var book = harness.Events.OfType<Book>().Last();
        Assert.Equal(bids.OrderByDescending(l => l.Key).Take(Book.LevelsMax).Select(l => new BookLevel(l.Key, l.Value)), book.Bids);
        Assert.Equal(asks.OrderBy(l => l.Key).Take(Book.LevelsMax).Select(l => new BookLevel(l.Key, l.Value)), book.Asks);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1733011205490), book.At);
        var quote = harness.Events.OfType<Quote>().Last();
        Assert.Equal((bids.Keys.Max(), asks.Keys.Min()), (quote.Bid, quote.Ask));
        Assert.DoesNotContain(harness.Events, e => e is FeedStale);
    }

    [Fact]
    public async Task Run_with_an_update_missing_says_so_and_comes_back_with_a_whole_book()
    {
        var messages = Recording();
        await using var venue = await LoopbackVenue.Start(
            Rest,
            async c =>
            {
                await c.Read();
                await c.Send(messages[0], messages[1], messages[3]);
            },
            async c =>
            {
                await c.Read();
                await c.Send(messages[2], messages[0]);
            });
        await using var harness = LiveHarness.Bybit(venue, Start, new LiveOptions { BookEveryMs = 0 }, 500, "XRP-USDT");
        await harness.UntilTold<FeedStale>();
        var stale = Assert.Single(harness.Events.OfType<FeedStale>());
        Assert.Equal(StaleReason.SequenceGap, stale.Reason);
        Assert.Contains("book update", stale.Detail, StringComparison.Ordinal);
        var told = harness.Events.OfType<Quote>().Count();
        await harness.LetReconnect();
        await harness.UntilTold<Quote>(told + 1);
        var quotes = harness.Events.OfType<Quote>().ToArray();
        Assert.Equal(quotes[^2].LastSequence + 1, quotes[^1].FirstSequence);
        Assert.Equal((1, 1, 1), (harness.Feed.Status.Reconnects, harness.Feed.Status.Gaps, harness.Feed.Status.OutOfOrder));
    }

    [Fact]
    public async Task Run_with_messages_told_twice_tells_them_once()
    {
        var messages = Recording();
        var trade = """{"topic":"publicTrade.XRPUSDT","type":"snapshot","ts":1733011205000,"data":[{"T":1733011204999,"s":"XRPUSDT","S":"Sell","v":"20","p":"1.9531","L":"PlusTick","i":"20f43950-d8dd","BT":false}]}""";
        await using var venue = await LoopbackVenue.Start(Rest, async c =>
        {
            await c.Read();
            await c.Send([.. messages[..5], messages[4], messages[3], trade, trade, .. messages[5..]]);
        });
        await using var harness = LiveHarness.Bybit(venue, Start, new LiveOptions { BookEveryMs = 0 }, 500, "XRP-USDT");
        await harness.UntilTold<Book>(messages.Length);
        Assert.Equal((2, 1), (harness.Feed.Status.Duplicates, harness.Feed.Status.OutOfOrder));
        Assert.Equal(messages.Length, harness.Events.OfType<Book>().Count());
        var told = Assert.Single(harness.Events.OfType<MarketTrade>());
        Assert.Equal(("20f43950-d8dd", 1.9531m, 20m, Side.Sell), (told.Id, told.Price, told.Quantity, told.Aggressor));
    }

    [Fact]
    public async Task Run_with_tickers_merges_changes_and_tells_mark_funding_and_interest()
    {
        string[] tickers =
        [
            """{"topic":"tickers.BTCUSDT","type":"snapshot","data":{"symbol":"BTCUSDT","markPrice":"17217.33","openInterest":"68744.761","nextFundingTime":"1673280000000","fundingRate":"-0.000212"},"cs":1,"ts":1673272861686}""",
            """{"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":1673272861700,"data":{"s":"BTCUSDT","b":[["17215.50","84.489"]],"a":[["17216.00","83.020"]],"u":7,"seq":1}}""",
            """{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","openInterest":"68750.000"},"cs":2,"ts":1673272862786}""",
            """{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","markPrice":"17300.00","nextFundingTime":"1673308800000","fundingRate":"0.0001"},"cs":3,"ts":1673280000200}""",
            """{"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1673280000300,"data":{"s":"BTCUSDT","b":[["17215.50","84"]],"a":[],"u":8,"seq":2}}""",
        ];
        await using var venue = await LoopbackVenue.Start(Rest, async c =>
        {
            await c.Read();
            await c.Send(tickers);
        });
        await using var harness = LiveHarness.Bybit(venue, new DateTimeOffset(2023, 1, 9, 16, 0, 1, TimeSpan.Zero), new LiveOptions(), 50, "BTC-USDT");
        await harness.UntilTold<Quote>(2);
        await harness.Until(() => harness.Events.OfType<FundingRate>().Any(), "the rate that fell due");
        Assert.Equal([-0.000212m, 0.0001m], harness.Events.OfType<FundingEstimate>().Select(e => e.Rate));
        Assert.Equal([68744.761m, 68750.000m], harness.Events.OfType<OpenInterest>().Select(e => e.Quantity));
        Assert.Equal([17217.33m, 17300.00m], harness.Events.OfType<Quote>().Select(q => q.Mark));
        var rate = harness.Events.OfType<FundingRate>().First();
        Assert.Equal((DateTimeOffset.FromUnixTimeMilliseconds(1673280000000), -0.0003m, 17250.5m), (rate.At, rate.Rate, rate.Mark));
    }

    [Fact]
    public async Task Instruments_from_the_venue_have_its_steps_tiers_and_funding_interval()
    {
        var info = Json("GetLinearInverseSymbols.txt");
        var limits = """{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"id":2,"symbol":"BTCUSDT","riskLimitValue":"5000000","maintenanceMargin":"0.01","initialMargin":"0.02","maxLeverage":"50.00"},{"id":1,"symbol":"BTCUSDT","riskLimitValue":"2000000","maintenanceMargin":"0.005","initialMargin":"0.01","maxLeverage":"100.00"}]}}""";
        await using var venue = await LoopbackVenue.Start(
            r => r.Path.Value!.EndsWith("instruments-info", StringComparison.Ordinal) ? (200, info, null) : (200, limits, null), c => c.UntilClosed());
        await using var harness = LiveHarness.Bybit(venue, Start, new LiveOptions(), 50, "BTC-USDT");
        var instrument = Assert.Single(await harness.Feed.Instruments([Bitcoin], CancellationToken.None));
        Assert.Equal((0.10m, 0.001m, 0.001m, 100m, 5m, 100m), (instrument.TickSize, instrument.LotSize, instrument.QuantityMin, instrument.QuantityMax, instrument.NotionalMin, instrument.LeverageMax));
        Assert.Equal(new FundingRule(FundingSource.Feed, TimeSpan.FromHours(8), 0.0001m), instrument.Funding);
        Assert.Equal([new MarginTier(2_000_000m, 0.005m, 100m, 0m), new MarginTier(5_000_000m, 0.01m, 50m, 10_000m)], instrument.Tiers);
        var error = await Assert.ThrowsAsync<OrleansTrader.Grains.Ports.FeedException>(() => harness.Feed.Instruments([Symbol.Parse("NO-USDT")], CancellationToken.None));
        Assert.Contains("NO-USDT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_of_candles_newest_first_comes_ascending_and_finished()
    {
        var klines = """{"retCode":0,"retMsg":"OK","result":{"list":[["1733011200000","3","4","2","3.5","30","90"],["1733011140000","2","3","1","3","20","60"],["1733011080000","1","2","0.5","2","10","30"]]}}""";
        await using var venue = await LoopbackVenue.Start(_ => (200, klines, null), c => c.UntilClosed());
        await using var harness = LiveHarness.Bybit(venue, Start, new LiveOptions(), 50, "BTC-USDT");
        var candles = await harness.Feed.History(Bitcoin, Interval.OneMinute, Start.AddHours(-1), Start.AddHours(1), CancellationToken.None);
        Assert.Equal([new Candle(Start.AddSeconds(-130), 1, 2, 0.5m, 2, 10), new Candle(Start.AddSeconds(-70), 2, 3, 1, 3, 20)], candles);
    }

    private static (int, string, string?) Rest(Microsoft.AspNetCore.Http.HttpRequest request) => request.Path.Value switch
    {
        "/v5/market/funding/history" when request.Query["symbol"] == "BTCUSDT" =>
            (200, """{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"symbol":"BTCUSDT","fundingRate":"-0.0003","fundingRateTimestamp":"1673280000000"}]}}""", null),
        "/v5/market/mark-price-kline" => (200, """{"retCode":0,"retMsg":"OK","result":{"list":[["1673280000000","17250.5","17260","17240","17255"]]}}""", null),
        _ => (200, """{"retCode":0,"retMsg":"OK","result":{"list":[]}}""", null),
    };

    private static string[] Recording()
    {
        using var zip = ZipFile.OpenRead(SharedData.Path("books", "bybit-xrpusdt-ob500", "xrpusdt-ob500.data.zip"));
        using var reader = new StreamReader(zip.Entries[0].Open());
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Json(string name)
    {
        var text = File.ReadAllText(SharedData.Path("payloads", "bybit.net", "Endpoints", "V5Api", "ExchangeData", name));
        return text[text.IndexOf('{', StringComparison.Ordinal)..];
    }

    private static (Dictionary<decimal, decimal> Bids, Dictionary<decimal, decimal> Asks) Rebuild(string[] messages)
    {
        Dictionary<decimal, decimal> bids = [], asks = [];
        foreach (var message in messages)
        {
            var data = JsonDocument.Parse(message).RootElement.GetProperty("data");
            foreach (var (name, side) in new[] { ("b", bids), ("a", asks) })
            {
                foreach (var level in data.GetProperty(name).EnumerateArray())
                {
                    var price = decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture);
                    side[price] = decimal.Parse(level[1].GetString()!, CultureInfo.InvariantCulture);
                    if (side[price] == 0)
                        side.Remove(price);
                }
            }
        }

        return (bids, asks);
    }
}
