using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Bybit;

/// <summary>
/// Bybit V5's public WebSocket of linear perpetuals: numbered book changes after a whole book, trades, and tickers whose changes leave out
/// what stayed the same.
/// </summary>
internal sealed class BybitProtocol(BybitOptions options, BybitRest rest) : IVenueProtocol
{
    /// <summary>Trade ids that are remembered for each symbol, to tell repeated ones.</summary>
    private const int TradeIdsMax = 2_000;

    private const int OpenInterestEveryMs = 1_000;

    /// <summary>What a symbol's messages are merged into.</summary>
    private sealed class State
    {
        public long Update;
        public bool HasBook;
        public decimal? Rate;
        public DateTimeOffset? FundingAt;
        public DateTimeOffset InterestAt;
        public decimal Interest;
        public readonly HashSet<string> TradeIds = new(StringComparer.Ordinal);
        public readonly Queue<string> TradeOrder = new();
    }

    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);

    public string Venue => "bybit";

    public string Description => "Bybit linear perpetuals, live: funding and open interest are the venue's own.";

    public Uri Endpoint => options.WebSocket;

    public string? Ping => """{"op":"ping"}""";

    public string NameOf(Symbol symbol) => BybitRest.NameOf(symbol);

    public IEnumerable<string> Subscribe(IReadOnlyList<Symbol> symbols)
    {
        var topics = symbols.Select(NameOf).SelectMany(n => new[] { $"orderbook.{options.BookDepth}.{n}", $"publicTrade.{n}", $"tickers.{n}" });
        yield return JsonSerializer.Serialize(new { op = "subscribe", args = topics.ToArray() });
    }

    public void Restart()
    {
        foreach (var state in _states.Values)
            state.HasBook = false;
    }

    public DateTimeOffset? OnMessage(JsonElement message, ILiveDesk desk)
    {
        if (!message.TryGetProperty("topic", out var topic))
        {
            if (message.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.False)
                throw new FeedFault(StaleReason.Disconnected, $"the venue refuses: {message.GetProperty("ret_msg").GetString()}");
            return null;
        }

        var name = topic.GetString()!;
        if (desk.Line(name[(name.LastIndexOf('.') + 1)..]) is not { } line)
            return null;
        var at = Json.UnixMilliseconds(message.GetProperty("ts"));
        var data = message.GetProperty("data");
        var isWhole = message.TryGetProperty("type", out var type) && type.ValueEquals("snapshot");
        switch (name[..name.IndexOf('.', StringComparison.Ordinal)])
        {
            case "orderbook":
                OnBook(line, data, isWhole, at, desk);
                break;
            case "publicTrade":
                foreach (var trade in data.EnumerateArray())
                    OnTrade(line, trade, desk);
                break;
            case "tickers":
                OnTicker(line, data, at, desk);
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
        rest.PastFunding(symbol, after, cancellation);

    /// <summary>Update ids rise by one; 1 means that the venue began anew with a whole book.</summary>
    private void OnBook(LiveLine line, JsonElement data, bool isWhole, DateTimeOffset at, ILiveDesk desk)
    {
        var state = StateOf(line);
        var update = data.GetProperty("u").GetInt64();
        isWhole |= update == 1;
        if (!isWhole)
        {
            if (!state.HasBook)
            {
                // Changes of a book that this connection has not told yet: the whole one is still to come.
                desk.CountOutOfOrder();
                return;
            }

            if (update <= state.Update)
            {
                if (update == state.Update)
                    desk.CountDuplicate();
                else
                    desk.CountOutOfOrder();
                return;
            }

            if (update != state.Update + 1)
                throw new FeedFault(StaleReason.SequenceGap, $"{line.Symbol}: book update {update} follows {state.Update}");
        }

        if (isWhole)
            line.Book.Clear();
        state.Update = update;
        state.HasBook = true;
        foreach (var level in data.GetProperty("b").EnumerateArray())
            line.Book.Set(isBid: true, Json.Decimal(level[0]), Json.Decimal(level[1]));
        foreach (var level in data.GetProperty("a").EnumerateArray())
            line.Book.Set(isBid: false, Json.Decimal(level[0]), Json.Decimal(level[1]));
        desk.BookChanged(line, at, isWhole);
    }

    private void OnTrade(LiveLine line, JsonElement trade, ILiveDesk desk)
    {
        var state = StateOf(line);
        var id = trade.GetProperty("i").GetString()!;
        if (!state.TradeIds.Add(id))
        {
            desk.CountDuplicate();
            return;
        }

        state.TradeOrder.Enqueue(id);
        if (state.TradeOrder.Count > TradeIdsMax)
            state.TradeIds.Remove(state.TradeOrder.Dequeue());
        line.OnTrade(
            Json.UnixMilliseconds(trade.GetProperty("T")), id, Json.Decimal(trade.GetProperty("p")), Json.Decimal(trade.GetProperty("v")),
            trade.GetProperty("S").ValueEquals("Buy") ? Side.Buy : Side.Sell);
    }

    private void OnTicker(LiveLine line, JsonElement data, DateTimeOffset at, ILiveDesk desk)
    {
        var state = StateOf(line);
        line.Mark = Json.Decimal(data, "markPrice") ?? line.Mark;
        var rate = Json.Decimal(data, "fundingRate") ?? state.Rate;
        var fundingAt = Json.Decimal(data, "nextFundingTime") is { } due ? DateTimeOffset.FromUnixTimeMilliseconds((long)due) : state.FundingAt;
        if (state.FundingAt is { } before && fundingAt > before)
            desk.FundingDue(line, before);
        if (rate is { } known && fundingAt is { } next && (rate != state.Rate || fundingAt != state.FundingAt))
            desk.Tell(new FundingEstimate(line.Symbol, at, known, next));
        state.Rate = rate;
        state.FundingAt = fundingAt;
        if (Json.Decimal(data, "openInterest") is not { } interest || interest == state.Interest
            || (at - state.InterestAt).TotalMilliseconds < OpenInterestEveryMs)
            return;
        state.Interest = interest;
        state.InterestAt = at;
        desk.Tell(new OpenInterest(line.Symbol, at, interest));
    }

    private State StateOf(LiveLine line)
    {
        if (!_states.TryGetValue(line.Symbol.Value, out var state))
            _states[line.Symbol.Value] = state = new State();
        return state;
    }
}
