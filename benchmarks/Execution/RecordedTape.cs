using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Benchmarks.Execution;

/// <summary>
/// A recording of Binance's raw streams (snapshot, depth updates, best prices, trades) as what an account would see: one market a
/// hundredth of a second, with the book and the extremes in between. A trade inside the spread's far side widens the extremes, for it shows
/// that the levels before it were gone.
/// </summary>
internal sealed class RecordedTape
{
    public const int LevelsMax = 20;

    private const long StepTicks = TimeSpan.TicksPerMillisecond * 10;

    private readonly Instrument _instrument;
    private readonly SortedDictionary<decimal, decimal> _bids = new(Comparer<decimal>.Create(static (a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, decimal> _asks = [];
    private readonly List<MarketView> _views = [];
    private readonly List<Candle> _trades = [];
    private (decimal Low, decimal High) _bidPath, _askPath;
    private long _known;

    private RecordedTape(Instrument instrument) => _instrument = instrument;

    public IReadOnlyList<MarketView> Views => _views;

    /// <summary>Each trade as a candle of its own: what a volume profile is made of.</summary>
    public IReadOnlyList<Candle> Trades => _trades;

    public static RecordedTape Read(string path, Instrument instrument)
    {
        var tape = new RecordedTape(instrument);
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            using var json = JsonDocument.Parse(line.AsMemory(space + 1));
            tape.Take(Instant(long.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture)), json.RootElement);
        }

        return tape;
    }

    private static DateTimeOffset Instant(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100);

    private void Take(DateTimeOffset at, JsonElement message)
    {
        if (message.TryGetProperty("lastUpdateId", out var snapshot))
        {
            _bids.Clear();
            _asks.Clear();
            _known = snapshot.GetInt64();
            Set(message.GetProperty("bids"), _bids);
            Set(message.GetProperty("asks"), _asks);
            return;
        }

        var data = message.GetProperty("data");
        switch (data.GetProperty("e").GetString())
        {
            case "depthUpdate" when data.GetProperty("u").GetInt64() > _known:
                _known = data.GetProperty("u").GetInt64();
                Set(data.GetProperty("b"), _bids);
                Set(data.GetProperty("a"), _asks);
                break;
            case "bookTicker" when data.GetProperty("u").GetInt64() >= _known:
                Best(_bids, Number(data, "b"), Number(data, "B"));
                Best(_asks, Number(data, "a"), Number(data, "A"));
                break;
            case "trade":
                Trade(at, Number(data, "p"), Number(data, "q"), data.GetProperty("m").GetBoolean());
                break;
        }

        if (_bids.Count > 0 && _asks.Count > 0)
            Show(at);
    }

    private void Trade(DateTimeOffset at, decimal price, decimal quantity, bool sellerTook)
    {
        _trades.Add(new Candle(at, price, price, price, price, quantity));
        if (sellerTook)
            _askPath.Low = _askPath.Low == 0m ? price : Math.Min(_askPath.Low, price);
        else
            _bidPath.High = Math.Max(_bidPath.High, price);
    }

    private static void Set(JsonElement levels, SortedDictionary<decimal, decimal> side)
    {
        foreach (var level in levels.EnumerateArray())
        {
            var quantity = decimal.Parse(level[1].GetString()!, CultureInfo.InvariantCulture);
            var price = decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture);
            if (quantity == 0m)
                side.Remove(price);
            else
                side[price] = quantity;
        }
    }

    private static void Best(SortedDictionary<decimal, decimal> side, decimal price, decimal quantity)
    {
        while (side.Count > 0 && side.First().Key is var first && first != price && side.Comparer.Compare(first, price) < 0)
            side.Remove(first);
        side[price] = quantity;
    }

    private void Show(DateTimeOffset at)
    {
        var (bid, ask) = (_bids.First(), _asks.First());
        if (bid.Key >= ask.Key)
            return;
        _bidPath = (_bidPath.Low == 0m ? bid.Key : Math.Min(_bidPath.Low, bid.Key), Math.Max(_bidPath.High, bid.Key));
        _askPath = (_askPath.Low == 0m ? ask.Key : Math.Min(_askPath.Low, ask.Key), Math.Max(_askPath.High, ask.Key));
        if (_views.Count > 0 && (at - _views[^1].At).Ticks < StepTicks)
            return;
        var sequence = _views.Count + 1L;
        _views.Add(new MarketView
        {
            Instrument = _instrument,
            At = at,
            Bid = bid.Key,
            BidSize = bid.Value,
            Ask = ask.Key,
            AskSize = ask.Value,
            LowBid = Math.Min(_bidPath.Low, bid.Key),
            HighBid = Math.Max(_bidPath.High, bid.Key),
            LowAsk = Math.Min(_askPath.Low, ask.Key),
            HighAsk = Math.Max(_askPath.High, ask.Key),
            Mark = (bid.Key + ask.Key) / 2m,
            FirstSequence = sequence,
            LastSequence = sequence,
            Book = new Book(_instrument.Symbol, at, [.. Top(_bids)], [.. Top(_asks)], sequence),
        });
        (_bidPath, _askPath) = (default, default);
    }

    private static IEnumerable<BookLevel> Top(SortedDictionary<decimal, decimal> side) =>
        side.Take(LevelsMax).Select(static level => new BookLevel(level.Key, level.Value));

    private static decimal Number(JsonElement data, string name) => decimal.Parse(data.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
