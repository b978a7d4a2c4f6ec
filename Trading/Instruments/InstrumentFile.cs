using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace OrleansTrader.Trading.Instruments;

/// <summary>
/// Instruments as JSON text. Every field but <c>symbol</c> may be left out and then comes from <see cref="InstrumentCatalog.Default"/>:
/// <code>
/// { "instruments": [ {
///     "symbol": "BTC-USDT", "tickSize": 0.1, "lotSize": 0.001, "quantityMin": 0.001, "quantityMax": 100, "notionalMin": 5, "leverageMax": 50,
///     "fees": { "maker": 0.0002, "taker": 0.00055, "liquidation": 0.005 },
///     "funding": { "source": "fixed", "intervalMinutes": 480, "rate": 0.0001 },
///     "tiers": [ { "notionalMax": 2000000, "maintenanceRate": 0.01, "leverageMax": 50, "maintenanceDeduction": 0 } ],
///     "simulated": { "startPrice": 60000, "annualVolatility": 0.55, "marketCorrelation": 0.9, "spreadBps": 1, "dailyVolumeQuote": 20000000000 }
/// } ] }
/// </code>
/// Amounts are in quote currency, quantities in base currency, rates are shares (0.0001 is one hundredth of a percent). A deduction that is
/// left out is reckoned so that the requirement is continuous. Unknown fields are errors, so that a slip of the pen is not silently lost.
/// </summary>
public static class InstrumentFile
{
    /// <summary>Most instruments in one file.</summary>
    public const int InstrumentsMax = 10_000;

    /// <summary>Reads the text; on any error nothing is taken and <paramref name="errors"/> says where (line or field), what and the remedy.</summary>
    public static bool TryParse(string json, out InstrumentCatalog catalog, out ImmutableArray<FieldError> errors)
    {
        catalog = InstrumentCatalog.Default;
        var found = ImmutableArray.CreateBuilder<FieldError>();
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            catalog = Read(document.RootElement, found);
        }
        catch (JsonException fault)
        {
            var line = (fault.LineNumber + 1)?.ToString(CultureInfo.InvariantCulture) ?? "1";
            found.Add(new FieldError($"line {line}", "not JSON", fault.Message));
        }

        errors = found.ToImmutable();
        if (!errors.IsEmpty)
            catalog = InstrumentCatalog.Default;
        return errors.IsEmpty;
    }

    private static InstrumentCatalog Read(JsonElement root, ImmutableArray<FieldError>.Builder errors)
    {
        var top = new JsonFields(root, "file", errors);
        var instruments = new SortedDictionary<Symbol, Instrument>();
        var simulated = new SortedDictionary<Symbol, SimulatedParameters>();
        var index = 0;
        foreach (var element in top.Array("instruments", InstrumentsMax))
        {
            var path = $"instruments[{index++}]";
            var before = errors.Count;
            var fields = new JsonFields(element, path, errors);
            var text = fields.Text("symbol", null);
            if (!Symbol.TryParse(text, out var symbol))
            {
                if (text is not null)
                    errors.Add(new FieldError($"{path}.symbol", text, "write it as BASE-QUOTE, e.g. BTC-USDT"));
                continue;
            }

            var parameters = ReadSimulated(fields.Object("simulated"), InstrumentCatalog.Default.Simulated(symbol));
            var instrument = ReadInstrument(fields, InstrumentCatalog.FromPrice(symbol, parameters.StartPrice > 0m ? parameters.StartPrice : 1m));
            if (parameters.StartPrice <= 0m)
                errors.Add(new FieldError($"{path}.simulated.startPrice", FieldError.Text(parameters.StartPrice), "must be above 0"));
            fields.Finish();
            if (errors.Count == before)
                errors.AddRange(InstrumentCatalog.Validate(instrument, path));
            if (!instruments.TryAdd(symbol, instrument))
                errors.Add(new FieldError($"{path}.symbol", symbol.Value, "stands in the file twice; keep one"));
            simulated[symbol] = parameters;
        }

        top.Finish();
        return new InstrumentCatalog(instruments.Values, simulated);
    }

    private static Instrument ReadInstrument(JsonFields fields, Instrument byDefault)
    {
        var lot = fields.Number("lotSize", byDefault.LotSize);
        var leverage = fields.Number("leverageMax", byDefault.LeverageMax);
        var fees = fields.Object("fees");
        var funding = fields.Object("funding");
        var instrument = byDefault with
        {
            TickSize = fields.Number("tickSize", byDefault.TickSize),
            LotSize = lot,
            QuantityMin = fields.Number("quantityMin", lot),
            QuantityMax = fields.Number("quantityMax", lot > 0m ? Math.Max(lot, InstrumentSteps.Floor(byDefault.QuantityMax, lot)) : byDefault.QuantityMax),
            NotionalMin = fields.Number("notionalMin", byDefault.NotionalMin),
            LeverageMax = leverage,
            Fees = new FeeSchedule(
                fees.Number("maker", byDefault.Fees.Maker), fees.Number("taker", byDefault.Fees.Taker), fees.Number("liquidation", byDefault.Fees.Liquidation)),
            Funding = new FundingRule(
                funding.Choice("source", byDefault.Funding.Source),
                TimeSpan.FromTicks((long)Math.Clamp(funding.Number("intervalMinutes", (decimal)byDefault.Funding.Interval.TotalMinutes), 0m, 1440m) * TimeSpan.TicksPerMinute),
                funding.Number("rate", byDefault.Funding.Rate)),
            Tiers = ReadTiers(fields, byDefault.Tiers),
        };
        fees.Finish();
        funding.Finish();
        return instrument;
    }

    private static ImmutableArray<MarginTier> ReadTiers(JsonFields fields, ImmutableArray<MarginTier> byDefault)
    {
        if (!fields.Has("tiers"))
            return byDefault;
        var tiers = ImmutableArray.CreateBuilder<MarginTier>();
        foreach (var element in fields.Array("tiers", 100))
        {
            var tier = fields.Inner(element, $"tiers[{tiers.Count}]");
            var rate = tier.Number("maintenanceRate", null);
            var before = tiers.Count > 0 ? tiers[^1] : null;
            var continuous = before is null ? 0m : before.MaintenanceDeduction + (before.NotionalMax * (rate - before.MaintenanceRate));
            tiers.Add(new MarginTier(
                tier.Number("notionalMax", null), rate, tier.Number("leverageMax", null), tier.Number("maintenanceDeduction", continuous)));
            tier.Finish();
        }

        return tiers.ToImmutable();
    }

    private static SimulatedParameters ReadSimulated(JsonFields fields, SimulatedParameters byDefault)
    {
        var read = new SimulatedParameters(
            fields.Number("startPrice", byDefault.StartPrice),
            (double)fields.Number("annualVolatility", (decimal)byDefault.AnnualVolatility),
            (double)fields.Number("marketCorrelation", (decimal)byDefault.MarketCorrelation),
            fields.Number("spreadBps", byDefault.SpreadBps),
            fields.Number("dailyVolumeQuote", byDefault.DailyVolumeQuote));
        fields.Finish();
        return read;
    }
}
