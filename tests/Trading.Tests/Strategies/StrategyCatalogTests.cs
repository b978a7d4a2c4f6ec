using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Tests.Strategies;

public sealed class StrategyCatalogTests
{
    [Fact]
    public void TryCreate_everyStrategyByDefault_asksForWhatASymbolCanAnswer()
    {
        Assert.Equal(["adaptive", "breakout", "mean-reversion", "sma-cross", "trend"], StrategyCatalog.All.Select(d => d.Name));
        foreach (var definition in StrategyCatalog.All)
        {
            var planner = ObservationFixture.Planner(definition.Name);
            Assert.Empty(ObservationRules.Refuse(planner.Needs, Intervals.All));
            // Planners look values up by position: the outputs must stand where they think.
            foreach (var text in planner.Needs.Indicators)
            {
                var outputs = IndicatorCatalog.Create(text).Outputs;
                var expected = text.Split(' ')[0] switch
                {
                    "adx" => new[] { "adx", "plusDi", "minusDi" },
                    "bollinger" => ["middle", "upper", "lower", "percentB"],
                    "donchian" => ["middle", "upper", "lower"],
                    var name => [name],
                };
                Assert.Equal(expected, outputs.Take(expected.Length));
            }
        }
    }

    [Fact]
    public void TryCreate_unknownStrategy_listsTheKnownOnes()
    {
        Assert.False(StrategyCatalog.TryCreate(StrategyConfig.Of("martingale"), out _, out var errors));
        Assert.Equal("strategy is 'martingale': is unknown; use one of adaptive, breakout, mean-reversion, sma-cross, trend", Assert.Single(errors).ToString());
    }

    [Theory]
    [InlineData("sma-cross", "fast", "0")]
    [InlineData("sma-cross", "fast", "2.5")]
    [InlineData("sma-cross", "fast", "ten")]
    [InlineData("sma-cross", "fast", "30")] // not below slow
    [InlineData("sma-cross", "interval", "2m")]
    [InlineData("sma-cross", "direction", "up")]
    [InlineData("sma-cross", "speed", "1")]
    [InlineData("trend", "stop", "0")]
    [InlineData("trend", "risk", "0.5")]
    [InlineData("trend", "risk", "1e-3")]
    [InlineData("mean-reversion", "oversold", "50")]
    [InlineData("adaptive", "confidence", "-0.1")]
    public void TryCreate_badParameter_namesFieldValueAndRemedy(string strategy, string name, string value)
    {
        Assert.False(StrategyCatalog.TryCreate(StrategyConfig.Of(strategy, (name, value)), out var planner, out var errors));
        Assert.Null(planner);
        var error = Assert.Single(errors);
        Assert.Equal(($"parameters.{name}", value), (error.Field, error.Value));
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void Equals_config_comparesParameters()
    {
        Assert.Equal(StrategyConfig.Of("trend", ("fast", "5")), StrategyConfig.Of("trend", ("fast", "5")));
        Assert.NotEqual(StrategyConfig.Of("trend", ("fast", "5")), StrategyConfig.Of("trend", ("fast", "6")));
        Assert.NotEqual(StrategyConfig.Of("trend", ("fast", "5")), StrategyConfig.Of("trend", ("slow", "5")));
    }

    [Fact]
    public void ToString_config_readsAsWritten() =>
        Assert.Equal("sma-cross fast=5 slow=20", StrategyConfig.Of("sma-cross", ("slow", "20"), ("fast", "5")).ToString());
}
