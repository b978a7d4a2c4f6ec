using OrleansTrader.Silo.Demo;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Tests.Http;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Silo.Tests.Options;

public sealed class RiskToleranceTests
{
    private static readonly FeedPlan _plan = new("simulated", "Made up.", [FakeTrader.Instrument]);

    [Fact]
    public void Of_noTolerance_limitsNothing() => Assert.All(Configs(), static config => Assert.Equal((null, 3m), (config.Limits, config.Leverage)));

    [Theory]
    [InlineData("conservative", 1, 25_000, 2_000, "0.10")]
    [InlineData("moderate", 3, 100_000, 5_000, "0.20")]
    [InlineData("aggressive", 3, 300_000, 15_000, "0.40")]
    public void Of_tolerance_givesEveryVersionItsLimits(string word, int leverage, int position, int loss, string drawdown) =>
        Assert.All(Configs(("RISK_TOLERANCE", word)), config =>
        {
            Assert.Equal(leverage, config.Leverage);
            Assert.Equal((position, loss, decimal.Parse(drawdown, System.Globalization.CultureInfo.InvariantCulture)), (config.Limits!.PositionNotionalMax, config.Limits.DailyLossMax, config.Limits.DrawdownMax));
            Assert.Empty(LimitRules.Refuse(config.Limits));
        });

    [Fact]
    public void Of_positionSize_goesBeforeTheTolerances()
    {
        Assert.All(Configs(("MAX_POSITION_SIZE", "500")), static config => Assert.Equal(new AccountLimits(PositionNotionalMax: 500m), config.Limits));
        Assert.All(Configs(("MAX_POSITION_SIZE", "500"), ("RISK_TOLERANCE", "moderate")), static config => Assert.Equal((500m, 3m), (config.Limits!.PositionNotionalMax, config.Limits.LeverageMax)));
    }

    [Fact]
    public void Of_cycle_isEveryVersions() => Assert.All(Configs(("CYCLE_INTERVAL_SECONDS", "7")), static config => Assert.Equal(TimeSpan.FromSeconds(7), config.CycleInterval));

    private static IEnumerable<OrleansTrader.Grains.Strategies.VersionConfig> Configs(params (string Name, string Value)[] variables)
    {
        var settings = StartSettings.Read(null, variables.Select(static variable => KeyValuePair.Create(variable.Name, variable.Value)), []);
        return DemoPlan.Of(new OptionsReader(settings).Read(), _plan).Configs;
    }
}
