using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Grains.Json;

/// <summary>Typed ids as the strings that they are written as everywhere.</summary>
internal static class IdConverters
{
    public static void AddTo(IList<JsonConverter> converters)
    {
        converters.Add(new TextConverter<Symbol>(Symbol.Parse, static id => id.Value));
        converters.Add(new TextConverter<TenantId>(static text => new TenantId(text), static id => id.Value));
        converters.Add(new TextConverter<AccountKey>(AccountKey.Parse, static id => id.ToString()));
        converters.Add(new TextConverter<AgentKey>(AgentKey.Parse, static id => id.ToString()));
        converters.Add(new TextConverter<VersionKey>(VersionKey.Parse, static id => id.ToString()));
        converters.Add(new TextConverter<SymbolKey>(SymbolKey.Parse, static id => id.ToString()));
        converters.Add(new TextConverter<SourceKey>(SourceKey.Parse, static id => id.ToString()));
        converters.Add(new TextConverter<SignalKey>(SignalKey.Parse, static id => id.ToString()));
        converters.Add(new TextConverter<CommandId>(static text => new CommandId(text), static id => id.Value));
        converters.Add(new TextConverter<SymbolSet>(SymbolSet.Parse, static limit => limit.Text));
        converters.Add(new TextConverter<SymbolAmounts>(SymbolAmounts.Parse, static limit => limit.Text));
        converters.Add(new TextConverter<AssetGroups>(AssetGroups.Parse, static limit => limit.Text));
        converters.Add(new TextConverter<TradingHours>(TradingHours.Parse, static limit => limit.Text));
        converters.Add(new TextConverter<OrderId>(
            static text => new OrderId(long.Parse(text, CultureInfo.InvariantCulture)), static id => id.ToString()));
    }

    private sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
        where T : notnull
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString());

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(format(value));

        private T Parse(string? text)
        {
            try
            {
                return parse(text ?? throw new JsonException($"a {typeof(T).Name} is null"));
            }
            catch (FormatException wrong)
            {
                throw new JsonException(wrong.Message, wrong);
            }
        }
    }
}

/// <summary>An interval by its name, e.g. <c>15m</c>.</summary>
internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Intervals.TryParse(reader.GetString(), out var interval)
            ? interval
            : throw new JsonException($"'{reader.GetString()}' is no interval; write one of 1m 3m 5m 15m 1h 4h 6h 1d");

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name());
}
