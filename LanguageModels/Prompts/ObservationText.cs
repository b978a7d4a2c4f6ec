using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>
/// An observation as the JSON that models read. The same observation gives the same bytes on every machine: fields in one order, numbers in
/// one spelling. All of it is ASCII; angle brackets and line ends in texts are escaped.
/// </summary>
/// <remarks>
/// Money, prices and quantities are the very decimals of the books without trailing zeros. Statistics (indicators, changes, ratios) have
/// <see cref="JsonNumbers.SignificantDigits"/> significant digits, and are null where they have no value. Candles are rows of
/// <c>[minutes since "from", open, high, low, close, volume]</c>, oldest first. What does not exist is left out.
/// </remarks>
internal static class ObservationText
{
    /// <summary>Levels of the order book shown on each side.</summary>
    public const int BookLevelsMax = 5;

    /// <summary>Closed trades shown, newest first.</summary>
    public const int TradesMax = 10;

    /// <summary>Characters shown of a reason, an error or a condition.</summary>
    public const int WordsLengthMax = 500;

    private const int BufferBytes = 64 * 1024;

    // What is escaped are ", \, <, >, &, ', + and ` and all that is not ASCII, so that nothing in it can pass for the prompt around it.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    public static string Json(Observation observation)
    {
        var bytes = new ArrayBufferWriter<byte>(BufferBytes);
        using (var writer = new Utf8JsonWriter(bytes, Options))
            Write(writer, observation);
        return Encoding.ASCII.GetString(bytes.WrittenSpan);
    }

    /// <summary>SHA-256 of the text's bytes in UTF-8, 64 lower-case hexadecimal digits.</summary>
    public static string Hash(string json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(json), hash);
        return Convert.ToHexStringLower(hash);
    }

    private static void Write(Utf8JsonWriter writer, Observation observation)
    {
        writer.WriteStartObject();
        writer.Instant("at"u8, observation.At);
        writer.WritePropertyName("account"u8);
        AccountText.Write(writer, observation.Account, observation.At);
        writer.WriteStartArray("markets"u8);
        foreach (var market in observation.Symbols)
            MarketText.Write(writer, market);
        writer.WriteEndArray();
        writer.WriteStartArray("last_trades"u8);
        for (var i = 0; i < Math.Min(observation.LastTrades.Length, TradesMax); i++)
            AccountText.Write(writer, observation.LastTrades[i]);
        writer.WriteEndArray();
        if (observation.Performance is { } performance)
        {
            writer.WritePropertyName("performance_of_this_version"u8);
            AccountText.Write(writer, performance, observation.At);
        }

        if (!observation.Lessons.IsDefaultOrEmpty)
            LessonText.Write(writer, observation.Lessons);
        if (!observation.Sections.IsDefaultOrEmpty)
            SectionText.Write(writer, observation.Sections);
        if (observation.LastError is { } error)
            writer.Words("last_error"u8, error);
        writer.WriteEndObject();
    }
}
