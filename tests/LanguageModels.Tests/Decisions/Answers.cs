using System.Text.Json.Nodes;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Tests.Prompts;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Tests.Decisions;

/// <summary>Answers as a model would write them, about the markets of <see cref="Scene"/>; SOL-USDT is flat there and costs about 130.</summary>
internal static class Answers
{
    public static readonly Observation Seen = Scene.Observe(5);

    public static SymbolObservation Sol => Seen.Symbols[2];

    /// <summary>A complete entry that is accepted as it stands.</summary>
    public static JsonObject Buy() => new()
    {
        ["symbol"] = "SOL-USDT",
        ["signal"] = "buy",
        ["quantity"] = 10,
        ["leverage"] = 2,
        ["confidence"] = 0.6,
        ["risk_usd"] = 40,
        ["exit_plan"] = new JsonObject
        {
            ["profit_target"] = Scene.Near(Sol, 1.1m), ["stop_loss"] = Scene.Near(Sol, 0.95m), ["invalidation_condition"] = "closes below the 6h EMA 50",
        },
        ["justification"] = "trend and momentum agree",
        ["entry"] = null,
        ["risk_level"] = "medium",
        ["key_indicators"] = new JsonArray("rsi 14 1m", "ema 20 6h"),
        ["factor_weights"] = new JsonObject
        {
            ["technical"] = 0.7, ["market_structure"] = 0.1, ["regime"] = 0.2, ["sentiment"] = 0, ["news"] = 0, ["risk"] = 0.3,
        },
    };

    public static string Of(params JsonNode?[] positions) =>
        new JsonObject { ["positions"] = new JsonArray([.. positions.Select(static p => p?.DeepClone())]), ["notes_for_audience"] = "watching" }.ToJsonString();

    public static DecisionReading Read(string answer, DecisionBounds? bounds = null) => DecisionReader.Read(answer, Seen, bounds ?? DecisionBounds.None);

    public static Decision Accepted(DecisionReading reading)
    {
        Assert.True(reading.IsAccepted, FieldError.Join(reading.Errors));
        Assert.Empty(reading.Errors);
        return reading.Decision;
    }

    public static FieldError Refused(DecisionReading reading)
    {
        Assert.False(reading.IsAccepted);
        return Assert.Single(reading.Errors);
    }
}
