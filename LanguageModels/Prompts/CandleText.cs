using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>
/// Candles in the observation's JSON, most of its text. A market hands the same window to all who observe it until the next candle closes,
/// so each window is written once, for as long as it lives.
/// </summary>
internal static class CandleText
{
    private static readonly ConditionalWeakTable<CandleSlice, byte[]> Written = [];

    public static void Write(Utf8JsonWriter writer, CandleSlice slice) =>
        writer.WriteRawValue(Written.GetValue(slice, static kept => Bytes(kept)), skipInputValidation: true);

    private static byte[] Bytes(CandleSlice slice)
    {
        var bytes = new ArrayBufferWriter<byte>(4_096);
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            if (!slice.Candles.IsEmpty)
                WriteRows(writer, slice);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteRows(Utf8JsonWriter writer, CandleSlice slice)
    {
        var from = slice.Candles[0].Start;
        writer.Instant("from"u8, from);
        writer.WriteStartArray("rows"u8);
        foreach (var candle in slice.Candles)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue((candle.Start - from).Ticks / TimeSpan.TicksPerMinute);
            writer.Number(candle.Open);
            writer.Number(candle.High);
            writer.Number(candle.Low);
            writer.Number(candle.Close);
            writer.Number(candle.Volume);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
