using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>
/// The JSON schema of an answer, exported from <see cref="DecisionForm"/> and made strict: every object lists its properties, requires
/// all of them and allows no others. It keeps to what OpenAI's and Anthropic's strict modes both take: types, enums, null, no bounds.
/// </summary>
internal static class DecisionSchema
{
    /// <summary>Name of the schema where a provider asks for one.</summary>
    public const string Name = "trading_decision";

    /// <summary>Property names and words of an answer: lower case with underscores.</summary>
    internal static readonly JsonSerializerOptions Spelling = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private static readonly JsonNode General = Export();

    /// <summary>The schema for one observation: only its symbols can be named.</summary>
    public static JsonElement For(Observation observation)
    {
        var schema = General.DeepClone();
        var allowed = new JsonArray([.. observation.Symbols.Select(static market => JsonValue.Create(market.Symbol.Value))]);
        schema["properties"]!["positions"]!["items"]!["properties"]!["symbol"]!["enum"] = allowed;
        return JsonSerializer.SerializeToElement(schema);
    }

    private static JsonNode Export() => Spelling.GetJsonSchemaAsNode(
        typeof(DecisionForm), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = MakeStrict });

    private static JsonNode MakeStrict(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
            return node;
        if (schema["properties"] is JsonObject properties)
        {
            schema["required"] = new JsonArray([.. properties.Select(static p => JsonValue.Create(p.Key))]);
            schema["additionalProperties"] = false;
        }

        if (schema["enum"] is not null && schema["type"] is null)
            schema["type"] = "string";
        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false) is [DescriptionAttribute told, ..])
            schema["description"] = told.Description;
        return schema;
    }
}
