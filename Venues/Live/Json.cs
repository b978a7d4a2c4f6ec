using System.Globalization;
using System.Text.Json;

namespace OrleansTrader.Venues.Live;

/// <summary>Numbers as venues write them: as JSON numbers or as strings.</summary>
internal static class Json
{
    /// <exception cref="FormatException">No number.</exception>
    public static decimal Decimal(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDecimal()
        : decimal.Parse(value.GetString() ?? string.Empty, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The number of a property; <c>null</c> where it is absent or empty.</summary>
    public static decimal? Decimal(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.GetString() is "")
            ? null
            : Decimal(value);

    public static DateTimeOffset UnixMilliseconds(JsonElement value) => DateTimeOffset.FromUnixTimeMilliseconds((long)Decimal(value));
}
