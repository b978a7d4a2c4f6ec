using System.Text.Json;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Tests.Prompts;

namespace OrleansTrader.LanguageModels.Tests.Decisions;

public sealed class DecisionSchemaTests
{
    [Fact]
    public void For_anyObservation_isStrictEverywhere()
    {
        var objects = 0;
        var unions = 0;
        Walk(DecisionSchema.For(Scene.Observe()), schema =>
        {
            Assert.False(schema.TryGetProperty("$ref", out _), "references are not understood everywhere");
            if (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.Array)
                unions++;
            if (!schema.TryGetProperty("properties", out var properties))
                return;
            objects++;
            Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
            Assert.Equal(properties.EnumerateObject().Select(static p => p.Name), schema.GetProperty("required").EnumerateArray().Select(static n => n.GetString()!));
        });

        Assert.Equal(5, objects);
        Assert.Equal(9, unions); // Anthropic's strict mode takes sixteen
    }

    [Fact]
    public void For_observation_allowsItsSymbolsOnly()
    {
        var symbol = DecisionSchema.For(Scene.Observe(3)).GetProperty("properties").GetProperty("positions").GetProperty("items").GetProperty("properties").GetProperty("symbol");

        Assert.Equal(["BTC-USDT", "ETH-USDT", "SOL-USDT"], symbol.GetProperty("enum").EnumerateArray().Select(static v => v.GetString()!));
        Assert.Equal("string", symbol.GetProperty("type").GetString());
    }

    [Fact]
    public void For_wordsAndNames_areThoseThatTheReaderKnows()
    {
        var position = DecisionSchema.For(Scene.Observe()).GetProperty("properties").GetProperty("positions").GetProperty("items").GetProperty("properties");

        Assert.Equal(
            ["symbol", "signal", "quantity", "leverage", "confidence", "risk_usd", "exit_plan", "justification", "entry", "risk_level", "key_indicators", "factor_weights"],
            position.EnumerateObject().Select(static p => p.Name));
        Assert.Equal(["hold", "buy", "sell", "close"], position.GetProperty("signal").GetProperty("enum").EnumerateArray().Select(static v => v.GetString()!));
        Assert.Contains("rounded down to the lot", position.GetProperty("quantity").GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    private static void Walk(JsonElement schema, Action<JsonElement> visit)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        visit(schema);
        if (schema.TryGetProperty("items", out var items))
            Walk(items, visit);
        if (!schema.TryGetProperty("properties", out var properties))
            return;
        foreach (var property in properties.EnumerateObject())
            Walk(property.Value, visit);
    }
}
