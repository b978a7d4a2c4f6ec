using System.Globalization;
using System.Text.Json;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Venues.Live;
using OrleansTrader.Venues.Tests.Live;

namespace OrleansTrader.Venues.Tests.Coinbase;

public sealed class CoinbaseRecordingTests
{
    private static readonly DateTimeOffset Start = new(2021, 4, 17, 16, 43, 36, TimeSpan.Zero);

    /// <summary>What a plain reading of the recording says of one product.</summary>
    private sealed class Plain
    {
        public readonly Dictionary<decimal, decimal> Bids = [];
        public readonly Dictionary<decimal, decimal> Asks = [];
        public readonly List<(long Id, decimal Price, decimal Size, Side Taker)> Trades = [];
        public (decimal, decimal, decimal, decimal) Top;
        public int Tops;

        public void Look()
        {
            if (Bids.Count == 0 || Asks.Count == 0)
                return;
            var (bid, ask) = (Bids.Keys.Max(), Asks.Keys.Min());
            var top = (bid, Bids[bid], ask, Asks[ask]);
            if (bid >= ask || top == Top)
                return;
            Top = top;
            Tops++;
        }
    }

    [Fact]
    public async Task Run_over_the_recording_tells_what_a_plain_reading_finds()
    {
        var messages = File.ReadLines(SharedData.Path("payloads", "cryptofeed", "COINBASE.ws.28.0"))
            .Where(l => l.Length > 0 && char.IsAsciiDigit(l[0])).Select(l => l[(l.IndexOf(':', StringComparison.Ordinal) + 2)..]).ToArray();
        var plain = Read(messages);
        await using var venue = await LoopbackVenue.Start(async c =>
        {
            Assert.Contains("level2_batch", await c.Read(), StringComparison.Ordinal);
            await c.Send(messages);
        });
        var options = new LiveOptions { BookEveryMs = 0, CoalesceFromEvents = int.MaxValue, QueueEventsMax = int.MaxValue };
        await using var harness = LiveHarness.Coinbase(venue, Start, options, [.. plain.Keys]);
        await harness.Until(() => harness.Feed.Status.Messages == messages.Length, "the whole recording");
        await harness.Until(() => harness.Events.OfType<Book>().Count() == messages.Count(m => m.Contains("\"l2update\"", StringComparison.Ordinal) || m.Contains("\"snapshot\"", StringComparison.Ordinal)), "every book");

        Assert.Equal(97, harness.Events.OfType<MarketTrade>().Count());
        foreach (var (name, expected) in plain)
        {
            var symbol = Symbol.Parse(name);
            var quotes = harness.Events.OfType<Quote>().Where(q => q.Symbol == symbol).ToArray();
            Assert.Equal(expected.Tops, quotes.Length);
            Assert.Equal(expected.Top, (quotes[^1].Bid, quotes[^1].BidSize, quotes[^1].Ask, quotes[^1].AskSize));
            for (var i = 1; i < quotes.Length; i++)
                Assert.True(quotes[i].FirstSequence == quotes[i - 1].LastSequence + 1 && quotes[i].At >= quotes[i - 1].At);
            Assert.Equal(
                expected.Trades,
                harness.Events.OfType<MarketTrade>().Where(t => t.Symbol == symbol).Select(t => (long.Parse(t.Id, CultureInfo.InvariantCulture), t.Price, t.Quantity, t.Aggressor)));
            var book = harness.Events.OfType<Book>().Last(b => b.Symbol == symbol);
            Assert.Equal(expected.Bids.OrderByDescending(l => l.Key).Take(Book.LevelsMax).Select(l => new BookLevel(l.Key, l.Value)), book.Bids);
            Assert.Equal(expected.Asks.OrderBy(l => l.Key).Take(Book.LevelsMax).Select(l => new BookLevel(l.Key, l.Value)), book.Asks);
        }

        var status = harness.Feed.Status;
        Assert.Equal((0, 0, 0, 0), (status.Gaps, status.Duplicates, status.Rejected, status.Reconnects));
        Assert.DoesNotContain(harness.Events, e => e is FeedStale or HistoryCandle or FundingRate or OpenInterest);
    }

    private static Dictionary<string, Plain> Read(string[] messages)
    {
        var all = new Dictionary<string, Plain>();
        foreach (var message in messages)
        {
            var json = JsonDocument.Parse(message).RootElement;
            if (!json.TryGetProperty("product_id", out var product))
                continue;
            if (!all.TryGetValue(product.GetString()!, out var one))
                all[product.GetString()!] = one = new Plain();
            switch (json.GetProperty("type").GetString())
            {
                case "snapshot":
                    foreach (var l in json.GetProperty("bids").EnumerateArray())
                        one.Bids[Number(l[0])] = Number(l[1]);
                    foreach (var l in json.GetProperty("asks").EnumerateArray())
                        one.Asks[Number(l[0])] = Number(l[1]);
                    one.Look();
                    break;
                case "l2update":
                    foreach (var c in json.GetProperty("changes").EnumerateArray())
                    {
                        var side = c[0].ValueEquals("buy") ? one.Bids : one.Asks;
                        side[Number(c[1])] = Number(c[2]);
                        if (Number(c[2]) == 0)
                            side.Remove(Number(c[1]));
                    }

                    one.Look();
                    break;
                case "match":
                    one.Trades.Add((
                        json.GetProperty("trade_id").GetInt64(), Number(json.GetProperty("price")), Number(json.GetProperty("size")),
                        json.GetProperty("side").ValueEquals("sell") ? Side.Buy : Side.Sell));
                    break;
            }
        }

        return all;
    }

    private static decimal Number(JsonElement value) => decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture);
}
