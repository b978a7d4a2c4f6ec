using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Regimes;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>One market in the observation's JSON.</summary>
internal static class MarketText
{
    // Names of outputs by the indicator's name: at most as many as the catalog has.
    private static readonly ConcurrentDictionary<string, ImmutableArray<JsonEncodedText>> Outputs = new(StringComparer.Ordinal);

    public static void Write(Utf8JsonWriter writer, SymbolObservation market)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, market.Symbol.Value);
        writer.Instant("quoted_at"u8, market.At);
        writer.Number("mid"u8, market.Mid);
        writer.Number("bid"u8, market.Bid);
        writer.Number("ask"u8, market.Ask);
        writer.Number("spread"u8, market.Spread);
        writer.Number("mark"u8, market.Mark);
        writer.Number("volume_24h"u8, market.Volume24h);
        writer.Number("change_24h"u8, market.Change24h);
        if (market.Funding is { } funding)
            Write(writer, funding);
        if (market.OpenInterest is { } interest)
            writer.Number("open_interest"u8, interest);
        if (market.Regime is { } regime)
            Write(writer, regime);
        Write(writer, market.Instrument);
        if (market.Book is { } book)
            Write(writer, book);
        writer.WriteStartObject("indicators"u8);
        foreach (var reading in market.Indicators)
            Write(writer, reading);
        writer.WriteEndObject();
        writer.WriteStartObject("candles"u8);
        foreach (var slice in market.Candles)
        {
            writer.WritePropertyName(slice.Interval.Name());
            CandleText.Write(writer, slice);
        }

        writer.WriteEndObject();
        if (!market.IsWarm)
            writer.WriteBoolean("is_warming_up"u8, true);
        if (market.StaleReason is { } stale)
            writer.Choice("stale"u8, stale);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FundingObservation funding)
    {
        writer.WriteStartObject("funding"u8);
        writer.Number("rate"u8, funding.Rate);
        writer.Instant("due_at"u8, funding.DueAt);
        writer.Choice("source"u8, funding.Source);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RegimeReading regime)
    {
        writer.WriteStartObject("regime"u8);
        writer.WriteString("name"u8, regime.Regime.Name());
        writer.Number("strength"u8, regime.Strength);
        writer.Number("confidence"u8, regime.Confidence);
        writer.Instant("since"u8, regime.Since);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteStartObject("limits"u8);
        writer.Number("tick"u8, instrument.TickSize);
        writer.Number("lot"u8, instrument.LotSize);
        writer.Number("quantity_min"u8, instrument.QuantityMin);
        writer.Number("quantity_max"u8, instrument.QuantityMax);
        writer.Number("notional_min"u8, instrument.NotionalMin);
        writer.Number("leverage_max"u8, instrument.LeverageMax);
        writer.WriteStartArray("leverage_max_by_notional"u8);
        foreach (var tier in instrument.Tiers)
        {
            writer.WriteStartArray();
            writer.Number(tier.NotionalMax);
            writer.Number(tier.LeverageMax);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Number("maker_fee"u8, instrument.Fees.Maker);
        writer.Number("taker_fee"u8, instrument.Fees.Taker);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Book book)
    {
        writer.WriteStartObject("book"u8);
        Levels("bids"u8, book.Bids);
        Levels("asks"u8, book.Asks);
        writer.WriteEndObject();

        void Levels(ReadOnlySpan<byte> name, ImmutableArray<BookLevel> levels)
        {
            writer.WriteStartArray(name);
            for (var i = 0; i < Math.Min(levels.Length, ObservationText.BookLevelsMax); i++)
            {
                writer.WriteStartArray();
                writer.Number(levels[i].Price);
                writer.Number(levels[i].Quantity);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter writer, IndicatorReading reading)
    {
        writer.WritePropertyName(reading.Indicator);
        if (reading.Values.Length == 1)
        {
            writer.Number(reading.Value);
            return;
        }

        var names = NamesOf(reading.Indicator);
        writer.WriteStartObject();
        for (var i = 0; i < Math.Min(names.Length, reading.Values.Length); i++)
        {
            writer.WritePropertyName(names[i]);
            writer.Number(reading.Values[i]);
        }

        writer.WriteEndObject();
    }

    private static ImmutableArray<JsonEncodedText> NamesOf(string indicator)
    {
        var end = indicator.IndexOf(' ');
        var key = end < 0 ? indicator : indicator[..end];
        return Outputs.TryGetValue(key, out var known)
            ? known
            : Outputs.GetOrAdd(IndicatorSpec.Parse(indicator).Name, static (_, text) =>
                [.. IndicatorCatalog.Create(text).Outputs.Select(static o => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(o)))], indicator);
    }
}
