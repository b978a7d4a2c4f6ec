using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Control;

public sealed class PlannerTextTests
{
    [Fact]
    public void Planner_ofAModel_saysWhatIsNotAsUsual()
    {
        Assert.Equal("openai/gpt-5", Of(new ModelConfig("openai/gpt-5")).Planner);
        Assert.Equal("openai/gpt-5 mode=panel memory=off", Of(new ModelConfig("openai/gpt-5", ModelMode.Panel) { Memory = MemoryMode.Off }).Planner);
        Assert.Equal(
            "openai/gpt-5 mode=second-opinion assistant=local/llama3 memory=model",
            Of(new ModelConfig("openai/gpt-5", ModelMode.SecondOpinion, "local/llama3") { Memory = MemoryMode.Model }).Planner);
    }

    [Fact]
    public void Planner_isNoPartOfTheStoredConfiguration() =>
        Assert.DoesNotContain("planner", ContractJson.EncodeText(Of(new ModelConfig("openai/gpt-5"))), StringComparison.OrdinalIgnoreCase);

    private static VersionConfig Of(ModelConfig model) => new(
        StrategyConfig.Of(ModelConfig.Strategy), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromSeconds(60), null, model);
}
