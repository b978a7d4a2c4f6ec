using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Bybit;

/// <summary>Instruments, risk limits, candles and funding of Bybit V5's REST service.</summary>
internal sealed class BybitRest(BybitOptions options, InstrumentCatalog catalog, TimeProvider time)
{
    private const int CandlesPerPageMax = 1_000;

    /// <summary>Most candles of one answer; the latest ones are kept.</summary>
    private const int CandlesMax = 20_000;

    private const int FundingRatesMax = 200;

    private readonly RestClient _client = new(options.Rest, options.Live, time);

    /// <summary><c>BTC-USDT</c> is <c>BTCUSDT</c>; what is settled in USDC is called <c>BTCPERP</c>.</summary>
    public static string NameOf(Symbol symbol) => symbol.Quote is "USDC" ? $"{symbol.Base}PERP" : symbol.Base + symbol.Quote;

    /// <summary>Steps, leverage, tiers and funding interval from the venue; fees, which it does not publish, from the catalog.</summary>
    public async Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation)
    {
        var instruments = ImmutableArray.CreateBuilder<Instrument>(symbols.Count);
        foreach (var symbol in symbols)
            instruments.Add(catalog.Given.Contains(symbol) ? catalog.Get(symbol) : await One(symbol, cancellation));
        return instruments.ToImmutable();
    }

    /// <summary>Finished candles, ascending.</summary>
    public async Task<ImmutableArray<Candle>> Candles(
        Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var length = interval.Length();
        var now = time.GetUtcNow();
        var start = interval.Floor(from + length - TimeSpan.FromTicks(1));
        var end = interval.Floor(to + length - TimeSpan.FromTicks(1));
        end = end < now ? end : interval.Floor(now);
        var earliest = end - (CandlesMax * length);
        start = start < earliest ? earliest : start;
        var candles = new SortedDictionary<DateTimeOffset, Candle>();
        var code = interval == Interval.OneDay ? "D" : ((int)interval).ToString(CultureInfo.InvariantCulture);
        for (var page = start; page < end; page += length * CandlesPerPageMax)
        {
            var last = page + (length * CandlesPerPageMax) < end ? page + (length * CandlesPerPageMax) : end;
            using var answer = await Result(
                $"/v5/market/kline?category=linear&symbol={NameOf(symbol)}&interval={code}&start={page.ToUnixTimeMilliseconds()}"
                + $"&end={last.ToUnixTimeMilliseconds() - 1}&limit={CandlesPerPageMax}",
                cancellation);
            foreach (var row in List(answer))
            {
                var at = Json.UnixMilliseconds(row[0]);
                if (at >= start && at < end)
                    candles[at] = new Candle(at, Json.Decimal(row[1]), Json.Decimal(row[2]), Json.Decimal(row[3]), Json.Decimal(row[4]), Json.Decimal(row[5]));
            }
        }

        return [.. candles.Values];
    }

    /// <summary>Final rates that fell due after an instant, ascending, each with the mark price at its time.</summary>
    public async Task<ImmutableArray<FundingRate>> PastFunding(Symbol symbol, DateTimeOffset after, CancellationToken cancellation)
    {
        using var answer = await Result(
            $"/v5/market/funding/history?category=linear&symbol={NameOf(symbol)}&limit={FundingRatesMax}"
            + $"&startTime={after.ToUnixTimeMilliseconds()}&endTime={time.GetUtcNow().ToUnixTimeMilliseconds()}",
            cancellation);
        var rates = new List<FundingRate>();
        foreach (var row in List(answer))
        {
            var at = Json.UnixMilliseconds(row.GetProperty("fundingRateTimestamp"));
            if (at > after && await MarkAt(symbol, at, cancellation) is { } mark)
                rates.Add(new FundingRate(symbol, at, Json.Decimal(row.GetProperty("fundingRate")), mark, FundingSource.Feed));
        }

        return [.. rates.OrderBy(r => r.At)];
    }

    private async Task<decimal?> MarkAt(Symbol symbol, DateTimeOffset at, CancellationToken cancellation)
    {
        var start = Interval.OneMinute.Floor(at).ToUnixTimeMilliseconds();
        using var answer = await Result(
            $"/v5/market/mark-price-kline?category=linear&symbol={NameOf(symbol)}&interval=1&start={start}&end={start}&limit=1", cancellation);
        foreach (var row in List(answer))
            return Json.Decimal(row[1]);
        return null;
    }

    private async Task<Instrument> One(Symbol symbol, CancellationToken cancellation)
    {
        var name = NameOf(symbol);
        using var info = await Result($"/v5/market/instruments-info?category=linear&symbol={name}", cancellation);
        var found = List(info).FirstOrDefault(i => i.GetProperty("symbol").ValueEquals(name) && i.GetProperty("status").ValueEquals("Trading"));
        if (found.ValueKind == JsonValueKind.Undefined)
            throw new FeedException($"bybit has no linear perpetual {symbol} that trades: a name looks like BTC-USDT");
        using var limits = await Result($"/v5/market/risk-limit?category=linear&symbol={name}", cancellation);
        var terms = catalog.Get(symbol);
        var lot = found.GetProperty("lotSizeFilter");
        var tiers = Tiers(List(limits));
        return terms with
        {
            TickSize = Json.Decimal(found.GetProperty("priceFilter").GetProperty("tickSize")),
            LotSize = Json.Decimal(lot.GetProperty("qtyStep")),
            QuantityMin = Json.Decimal(lot.GetProperty("minOrderQty")),
            QuantityMax = Json.Decimal(lot.GetProperty("maxOrderQty")),
            NotionalMin = Json.Decimal(lot, "minNotionalValue") ?? terms.NotionalMin,
            LeverageMax = Json.Decimal(found.GetProperty("leverageFilter").GetProperty("maxLeverage")),
            Funding = new FundingRule(FundingSource.Feed, TimeSpan.FromMinutes(found.GetProperty("fundingInterval").GetInt32()), terms.Funding.Rate),
            Tiers = tiers.IsEmpty ? terms.Tiers : tiers,
        };
    }

    /// <summary>Risk limits as tiers. Rates come as shares or, in older answers, as percentages: initial margin times leverage tells which.</summary>
    private static ImmutableArray<MarginTier> Tiers(IEnumerable<JsonElement> limits)
    {
        var steps = new List<(decimal NotionalMax, decimal Rate, decimal LeverageMax)>();
        foreach (var limit in limits)
        {
            var leverage = Json.Decimal(limit.GetProperty("maxLeverage"));
            var isPercent = Json.Decimal(limit.GetProperty("initialMargin")) * leverage > 10m;
            steps.Add((Json.Decimal(limit.GetProperty("riskLimitValue")), Json.Decimal(limit.GetProperty("maintenanceMargin")) / (isPercent ? 100m : 1m), leverage));
        }

        steps.Sort((a, b) => a.NotionalMax.CompareTo(b.NotionalMax));
        return MarginTable.Continuous([.. steps]);
    }

    private static IEnumerable<JsonElement> List(JsonDocument answer) => answer.RootElement.GetProperty("result").GetProperty("list").EnumerateArray();

    /// <exception cref="FeedException">No answer, or one with an error code.</exception>
    private async Task<JsonDocument> Result(string path, CancellationToken cancellation)
    {
        var answer = await _client.Get(path, cancellation);
        var code = answer.RootElement.GetProperty("retCode").GetInt32();
        if (code == 0)
            return answer;
        var text = answer.RootElement.GetProperty("retMsg").GetString();
        answer.Dispose();
        throw new FeedException($"bybit refuses {path.Split('?')[0]}: {text} ({code})");
    }
}
