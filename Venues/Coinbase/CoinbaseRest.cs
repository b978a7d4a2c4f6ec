using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Coinbase;

/// <summary>Products and candles of Coinbase Exchange's REST service.</summary>
internal sealed class CoinbaseRest(CoinbaseOptions options, InstrumentCatalog catalog, TimeProvider time)
{
    private const int CandlesPerPageMax = 300;

    /// <summary>Most candles of one answer; the latest ones are kept.</summary>
    private const int CandlesMax = 20_000;

    private readonly RestClient _client = new(options.Rest, options.Live, time);

    /// <summary>Steps from the venue; fees, margin and funding, which a spot market lacks, from the catalog.</summary>
    public async Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation)
    {
        using var products = await _client.Get("/products", cancellation);
        var known = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var product in products.RootElement.EnumerateArray())
            known[product.GetProperty("id").GetString()!] = product;
        var instruments = ImmutableArray.CreateBuilder<Instrument>(symbols.Count);
        foreach (var symbol in symbols)
        {
            if (!known.TryGetValue(symbol.Value, out var product))
            {
                var near = string.Join(", ", known.Keys.Where(k => k.StartsWith(symbol.Base + "-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(5));
                throw new FeedException($"coinbase has no symbol {symbol}" + (near.Length > 0 ? $": try {near}" : string.Empty));
            }

            instruments.Add(catalog.Given.Contains(symbol) ? catalog.Get(symbol) : Instrument(symbol, product));
        }

        return instruments.ToImmutable();
    }

    /// <summary>Finished candles; intervals that the venue lacks (3m, 4h) are made of shorter ones. A minute without trades has no candle.</summary>
    public async Task<ImmutableArray<Candle>> Candles(
        Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var unit = interval switch { Interval.ThreeMinutes => Interval.OneMinute, Interval.FourHours => Interval.OneHour, _ => interval };
        var now = time.GetUtcNow();
        var start = interval.Floor(from + interval.Length() - TimeSpan.FromTicks(1));
        var end = interval.Floor(to + interval.Length() - TimeSpan.FromTicks(1));
        end = end < now ? end : interval.Floor(now);
        var earliest = end - (CandlesMax * unit.Length());
        start = start < earliest ? interval.Floor(earliest) + interval.Length() : start;
        var candles = new SortedDictionary<DateTimeOffset, Candle>();
        var step = unit.Length() * CandlesPerPageMax;
        for (var page = start; page < end; page += step)
        {
            var last = (page + step < end ? page + step : end) - unit.Length();
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"/products/{symbol.Value}/candles?granularity={(int)unit * 60}&start={page:yyyy-MM-ddTHH:mm:ssZ}&end={last:yyyy-MM-ddTHH:mm:ssZ}");
            using var answer = await _client.Get(path, cancellation);
            foreach (var row in answer.RootElement.EnumerateArray())
            {
                var at = DateTimeOffset.FromUnixTimeSeconds(row[0].GetInt64());
                if (at >= start && at < end)
                    candles[at] = new Candle(at, Json.Decimal(row[3]), Json.Decimal(row[2]), Json.Decimal(row[1]), Json.Decimal(row[4]), Json.Decimal(row[5]));
            }
        }

        return unit == interval ? [.. candles.Values] : CandleGroups.Grouped(candles.Values, interval);
    }

    private Instrument Instrument(Symbol symbol, JsonElement product)
    {
        var terms = catalog.Get(symbol);
        var lot = Json.Decimal(product.GetProperty("base_increment"));
        return terms with
        {
            TickSize = Json.Decimal(product.GetProperty("quote_increment")),
            LotSize = lot,
            QuantityMin = Json.Decimal(product, "base_min_size") ?? lot,
            QuantityMax = InstrumentSteps.Floor(Json.Decimal(product, "base_max_size") ?? terms.QuantityMax, lot),
            NotionalMin = Json.Decimal(product, "min_market_funds") ?? terms.NotionalMin,
            Funding = terms.Funding with { Source = FundingSource.Heuristic },
        };
    }
}
