using System.Globalization;
using System.Text.Json;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>One spelling for each value, whatever the machine or the culture.</summary>
internal static class JsonNumbers
{
    /// <summary>Digits of a statistic: more than any of them means, fewer than a model would have to read.</summary>
    public const int SignificantDigits = 8;

    private const int NumberBytesMax = 32;

    /// <summary>Without trailing zeros: 1.50 is 1.5.</summary>
    public static void Number(this Utf8JsonWriter writer, decimal value)
    {
        Span<byte> text = stackalloc byte[NumberBytesMax];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        text = text[..length];
        if (text.Contains((byte)'.'))
            text = text.TrimEnd((byte)'0').TrimEnd((byte)'.');
        writer.WriteRawValue(text is [(byte)'-', (byte)'0'] ? "0"u8 : text, skipInputValidation: true);
    }

    /// <summary>Null where it is NaN or infinite.</summary>
    public static void Number(this Utf8JsonWriter writer, double value)
    {
        if (!double.IsFinite(value))
        {
            writer.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[NumberBytesMax];
        value.TryFormat(text, out var length, "G8", CultureInfo.InvariantCulture);
        text = text[..length];
        writer.WriteRawValue(text is [(byte)'-', (byte)'0'] ? "0"u8 : text, skipInputValidation: true);
    }

    public static void Number(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal value)
    {
        writer.WritePropertyName(name);
        writer.Number(value);
    }

    public static void Number(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal? value)
    {
        writer.WritePropertyName(name);
        if (value is { } number)
            writer.Number(number);
        else
            writer.WriteNullValue();
    }

    public static void Number(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        writer.WritePropertyName(name);
        writer.Number(value ?? double.NaN);
    }

    /// <summary>UTC, as short as it is exact: <c>2024-03-01T02:00:00Z</c>.</summary>
    public static void Instant(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset value) =>
        writer.WriteString(name, value.UtcDateTime);

    /// <summary>Whole minutes that have passed.</summary>
    public static void Minutes(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, TimeSpan value) =>
        writer.WriteNumber(name, value.Ticks / TimeSpan.TicksPerMinute);

    /// <summary>A text on one line, clean and bounded.</summary>
    public static void Words(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string value, int lengthMax = ObservationText.WordsLengthMax) =>
        writer.WriteString(name, OutsideText.Clean(value, lengthMax));

    /// <summary>An enum's name in lower case with underscores.</summary>
    public static void Choice<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value)
        where T : struct, Enum => writer.WriteString(name, ChoiceNames<T>.Of(value));

    private static class ChoiceNames<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, JsonEncodedText> Names = Enum.GetValues<T>().Distinct().ToDictionary(
            static v => v, static v => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString())));

        public static JsonEncodedText Of(T value) => Names[value];
    }
}
