using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrader.Grains.Json;

/// <summary>A decimal as a string in its shortest form: equal numbers have equal texts, and no reader makes a double of it.</summary>
internal sealed class DecimalConverter : JsonConverter<decimal>
{
    private const int TextBytesMax = 40;

    // Division by this takes trailing zeros off a decimal's scale and changes nothing else.
    private const decimal Trim = 1.0000000000000000000000000000m;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDecimal(),
        JsonTokenType.String when decimal.TryParse(
            reader.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw new JsonException("a decimal is written as a string of digits, e.g. \"0.25\""),
    };

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[TextBytesMax];
        var canonical = value == 0m ? 0m : value / Trim;
        if (!Utf8Formatter.TryFormat(canonical, text, out var length))
            throw new JsonException($"a decimal takes more than {TextBytesMax} bytes");
        writer.WriteStringValue(text[..length]);
    }

    public override decimal ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        decimal.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WritePropertyName((value == 0m ? 0m : value / Trim).ToString(CultureInfo.InvariantCulture));
}
