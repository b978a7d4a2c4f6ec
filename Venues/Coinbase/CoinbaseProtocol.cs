using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Coinbase;

/// <summary>
/// Coinbase Exchange's WebSocket: a whole book, its changes, trades, a heartbeat a second. Book changes carry no number, so loss shows in
/// the trades' consecutive ids, which heartbeats repeat, and in a book whose sides cross.
/// </summary>
internal sealed class CoinbaseProtocol(CoinbaseOptions options, CoinbaseRest rest) : IVenueProtocol
{
    /// <summary>The last trade of a product, and the last that a heartbeat spoke of.</summary>
    private sealed class Tape
    {
        public long Last;
        public long Heartbeat;
    }

    private readonly Dictionary<string, Tape> _tapes = new(StringComparer.Ordinal);

    public string Venue => "coinbase";

    public string Description =>
        "Coinbase spot prices, live: funding is a heuristic of this service's own, and open interest does not exist on a spot market.";

    public Uri Endpoint => options.WebSocket;

    public string? Ping => null;

    public string NameOf(Symbol symbol) => symbol.Value;

    public IEnumerable<string> Subscribe(IReadOnlyList<Symbol> symbols)
    {
        yield return JsonSerializer.Serialize(new
        {
            type = "subscribe",
            product_ids = symbols.Select(NameOf).ToArray(),
            channels = new[] { options.BookChannel, "matches", "heartbeat" },
        });
    }

    public void Restart()
    {
        foreach (var tape in _tapes.Values)
            tape.Heartbeat = 0;
    }

    public DateTimeOffset? OnMessage(JsonElement message, ILiveDesk desk)
    {
        var type = message.GetProperty("type").GetString();
        if (type is "error")
        {
            var reason = message.TryGetProperty("reason", out var given) ? $": {given.GetString()}" : string.Empty;
            throw new FeedFault(StaleReason.Disconnected, $"the venue refuses: {message.GetProperty("message").GetString()}{reason}");
        }

        if (!message.TryGetProperty("product_id", out var product) || desk.Line(product.GetString()!) is not { } line)
            return null;
        DateTimeOffset? at = message.TryGetProperty("time", out var time) ? time.GetDateTimeOffset().ToUniversalTime() : null;
        switch (type)
        {
            case "snapshot":
                line.Book.Clear();
                Levels(line.Book, message.GetProperty("bids"), isBid: true);
                Levels(line.Book, message.GetProperty("asks"), isBid: false);
                desk.BookChanged(line, at ?? desk.Now, isWhole: true);
                break;
            case "l2update":
                foreach (var change in message.GetProperty("changes").EnumerateArray())
                    line.Book.Set(change[0].ValueEquals("buy"), Json.Decimal(change[1]), Json.Decimal(change[2]));
                desk.BookChanged(line, at ?? desk.Now, isWhole: false);
                break;
            case "last_match":
                OnLastMatch(line, message.GetProperty("trade_id").GetInt64(), desk);
                break;
            case "match":
                OnMatch(line, message, at ?? desk.Now, desk);
                break;
            case "heartbeat":
                OnHeartbeat(line, message.GetProperty("last_trade_id").GetInt64(), desk);
                break;
        }

        return at;
    }

    public Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation) =>
        rest.Instruments(symbols, cancellation);

    public Task<ImmutableArray<Candle>> Candles(
        Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        rest.Candles(symbol, interval, from, to, cancellation);

    public Task<ImmutableArray<FundingRate>> PastFunding(Symbol symbol, DateTimeOffset after, CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<FundingRate>.Empty);

    /// <summary>The trade before the subscription: not news, but the number to count on from. After an outage history fills what lies between.</summary>
    private void OnLastMatch(LiveLine line, long id, ILiveDesk desk)
    {
        var tape = TapeOf(line);
        if (id < tape.Last)
            desk.CountOutOfOrder();
        tape.Last = Math.Max(tape.Last, id);
    }

    private void OnMatch(LiveLine line, JsonElement message, DateTimeOffset at, ILiveDesk desk)
    {
        var tape = TapeOf(line);
        var id = message.GetProperty("trade_id").GetInt64();
        if (id <= tape.Last)
        {
            if (id == tape.Last)
                desk.CountDuplicate();
            else
                desk.CountOutOfOrder();
            return;
        }

        if (tape.Last > 0 && id > tape.Last + 1)
            desk.Gap(line, $"trades {tape.Last + 1} to {id - 1} are missing");
        tape.Last = id;

        // The venue names the maker's side; who took liquidity stood on the other one.
        var aggressor = message.GetProperty("side").ValueEquals("sell") ? Side.Buy : Side.Sell;
        line.OnTrade(
            at, id.ToString(System.Globalization.CultureInfo.InvariantCulture), Json.Decimal(message.GetProperty("price")),
            Json.Decimal(message.GetProperty("size")), aggressor);
    }

    /// <summary>A trade that one heartbeat named and that has not come by the next one is lost.</summary>
    private void OnHeartbeat(LiveLine line, long lastTrade, ILiveDesk desk)
    {
        var tape = TapeOf(line);
        if (tape.Last > 0 && tape.Heartbeat > tape.Last)
        {
            desk.Gap(line, $"trades {tape.Last + 1} to {tape.Heartbeat} are missing, says the heartbeat");
            tape.Last = tape.Heartbeat;
        }

        tape.Heartbeat = lastTrade;
    }

    private Tape TapeOf(LiveLine line)
    {
        if (!_tapes.TryGetValue(line.Symbol.Value, out var tape))
            _tapes[line.Symbol.Value] = tape = new Tape();
        return tape;
    }

    private static void Levels(OrderBook book, JsonElement levels, bool isBid)
    {
        foreach (var level in levels.EnumerateArray())
            book.Set(isBid, Json.Decimal(level[0]), Json.Decimal(level[1]));
    }
}
