using System.Text.Json.Nodes;
using OrleansTrader.LanguageModels.Tests.Prompts;
using OrleansTrader.Trading.Strategies;
using static OrleansTrader.LanguageModels.Tests.Decisions.Answers;

namespace OrleansTrader.LanguageModels.Tests.Decisions;

public sealed class DecisionReaderTests
{
    [Fact]
    public void Read_completeAnswer_isUnderstoodFieldByField()
    {
        var decision = Accepted(Read(Of(Buy())));

        Assert.Equal("watching", decision.Notes);
        var buy = Assert.Single(decision.Positions);
        Assert.Equal((TradeSignal.Buy, 10m, 2m, 0.6m, 40m), (buy.Signal, buy.Quantity, buy.Leverage, buy.Confidence, buy.RiskUsd!.Value));
        Assert.Equal(new ExitPlan(Scene.Near(Sol, 1.1m), Scene.Near(Sol, 0.95m), InvalidationCondition: "closes below the 6h EMA 50"), buy.ExitPlan);
        Assert.Equal(("trend and momentum agree", RiskLevel.Medium, null), (buy.Justification, buy.RiskLevel!.Value, buy.Entry));
        Assert.Equal(["rsi 14 1m", "ema 20 6h"], buy.KeyIndicators);
        Assert.Equal(new FactorWeights(0.7m, 0.1m, 0.2m, 0m, 0m, 0.3m), buy.FactorWeights);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("Here is my decision:\n```json\n{0}\n```\nGood luck {{with}} it.")]
    [InlineData("<think>{{\"a\": 1}} and a lone {{ brace</think>{0}")]
    [InlineData("{0}\n{0}")] // the same twice is no contradiction
    public void Read_wordsAroundTheObject_areTolerated(string around) =>
        Assert.Single(Accepted(Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, around, Of(Buy())))).Positions);

    [Fact]
    public void Read_positionsBySymbol_areTheSame()
    {
        var bySymbol = Buy();
        bySymbol.Remove("symbol");
        var answer = new JsonObject { ["positions"] = new JsonObject { ["SOL-USDT"] = bySymbol } }.ToJsonString();

        Assert.Equal(10m, Assert.Single(Accepted(Read(answer)).Positions).Quantity);
    }

    [Fact]
    public void Read_twoDifferentAnswers_areRefused()
    {
        var other = Buy();
        other["quantity"] = 5;

        Assert.Equal("answer", Refused(Read($"{Of(Buy())} or rather {Of(other)}")).Field);
    }
}
