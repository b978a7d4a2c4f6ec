using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrader.Grains.Json;

/// <summary>
/// The one text form of messages, stream items, grain state and journal: camel-case names, unions with a <c>kind</c>, typed ids and
/// decimals as canonical strings, NaN and infinities by name, enums by name, instants in ISO 8601. Names are part of the contract:
/// they may be added to, never changed. Only the types of <see cref="ContractTypes"/> are written and read; any other throws
/// <see cref="NotSupportedException"/>.
/// </summary>
public static class ContractJson
{
    /// <summary>Name of the property that tells a union's case.</summary>
    public const string Kind = "kind";

    public static JsonSerializerOptions Options { get; } = Make();

    public static byte[] Encode<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static string EncodeText<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="JsonException">The bytes are not the JSON of a <typeparamref name="T"/>.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<T>(bytes, Options) ?? throw new JsonException($"the JSON of a {typeof(T).Name} is null");

    /// <exception cref="JsonException">The text is not the JSON of a <typeparamref name="T"/>.</exception>
    public static T Decode<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException($"the JSON of a {typeof(T).Name} is null");

    /// <summary>Reads a value that came with its name in <see cref="ContractTypes"/>.</summary>
    /// <exception cref="JsonException">The name is unknown, or the bytes are not the JSON of its type.</exception>
    public static object Decode(string name, ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, ContractTypes.TypeOf(name), Options) ?? throw new JsonException($"the JSON of a {name} is null");

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            AllowOutOfOrderMetadataProperties = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new ContractTypes.Resolver { Modifiers = { Unions.Describe } },
        };
        options.Converters.Add(new DecimalConverter());
        options.Converters.Add(new AccountEventConverter());
        options.Converters.Add(new IntervalConverter());
        IdConverters.AddTo(options.Converters);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }
}
