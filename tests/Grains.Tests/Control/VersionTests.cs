using OrleansTrader.Grains;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Control;

public sealed class VersionTests
{
    private static readonly VersionConfig Config = new(
        StrategyConfig.Of("sma-cross", ("fast", "3"), ("slow", "9")), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromSeconds(60), "first");

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("0.10.2")]
    [InlineData("1.2.0-rc.1")]
    [InlineData("1.2.0-alpha-7.x.0")]
    public void SemanticVersion_wellFormed_readsAndWritesItself(string text)
    {
        Assert.True(SemanticVersion.TryParse(text, out var version));
        Assert.Equal(text, version.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.0")]
    [InlineData("1.0.0.0")]
    [InlineData("01.0.0")]
    [InlineData("1.0.-1")]
    [InlineData("1.0.0-")]
    [InlineData("1.0.0-01")]
    [InlineData("1.0.0-a..b")]
    [InlineData("1.0.0+build")]
    [InlineData("1.0.99999999999")]
    [InlineData("v1.0.0")]
    [InlineData("1.0.0/../x")]
    public void SemanticVersion_malformed_isRefused(string text) => Assert.False(SemanticVersion.TryParse(text, out _));

    [Fact]
    public void SemanticVersion_order_isThatOfTheStandard()
    {
        // The example of semver.org 2.0.0, section 11, with the numbers of the section before.
        string[] ascending =
        [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1",
        ];
        var versions = ascending.Select(static text => SemanticVersion.TryParse(text, out var version) ? version : throw new FormatException(text)).ToArray();

        Assert.Equal(ascending, versions.Reverse().Order().Select(static version => version.ToString()));
    }

    [Fact]
    public async Task Version_draftActiveRetired_goesOneWay()
    {
        await using var local = Local.Create();
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var version = local.Grains.StrategyVersion(new VersionKey(Scene.Tenant, "cross", "1.0.0-rc.1"));

        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.DraftVersion("cross", "1.0.0-rc.1", Config)).Status);
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.DraftVersion("cross", "1.0.0-rc.1", Config)).Status);
        Assert.Equal(VersionStatus.Draft, local.Run(() => version.Get())!.Status);
        Assert.True(local.Run(() => version.Retire()).IsRefused);
        Assert.Equal(SetupStatus.Done, local.Run(() => version.Activate()).Status);
        Assert.Equal(SetupStatus.Done, local.Run(() => version.Retire()).Status);
        Assert.True(local.Run(() => version.Activate()).IsRefused);
        Assert.Equal(VersionStatus.Retired, local.Run(() => version.Get())!.Status);
    }

    [Fact]
    public async Task Version_sameNameWithAnotherConfiguration_isRefused()
    {
        await using var local = Local.Create();
        var tenant = local.Grains.Tenant(Scene.Tenant);
        local.Run(() => tenant.DraftVersion("cross", "1.0.0", Config));

        var reply = local.Run(() => tenant.DraftVersion("cross", "1.0.0", Config with { DryRun = true }));

        Assert.Equal("version", Assert.Single(reply.Errors).Field);
        Assert.False(local.Run(() => local.Grains.StrategyVersion(new VersionKey(Scene.Tenant, "cross", "1.0.0")).Get())!.Config.DryRun);
    }

    [Theory]
    [InlineData("Cross", "1.0.0", "strategy")]
    [InlineData("cross", "1.0", "version")]
    public async Task Version_nameThatCannotBe_isRefused(string strategy, string version, string field)
    {
        await using var local = Local.Create();

        Assert.Equal(field, Assert.Single(local.Run(() => local.Grains.Tenant(Scene.Tenant).DraftVersion(strategy, version, Config)).Errors).Field);
    }

    [Fact]
    public void Config_storedBeforeDryRunWasThere_isNoDryRun()
    {
        var text = """{"strategy":{"strategy":"trend","parameters":{}},"venue":"simulated","symbols":["BTC-USDT"],"leverage":"3","cycleInterval":"00:00:15"}""";

        Assert.False(ContractJson.Decode<VersionConfig>(text).DryRun);
    }

    [Fact]
    public void Diff_namesEachFieldWithOldAndNew()
    {
        var changed = Config with
        {
            Strategy = StrategyConfig.Of("sma-cross", ("fast", "4"), ("slow", "9"), ("stop", "2")),
            Symbols = [Scene.Btc, Trading.Instruments.Symbol.Parse("ETH-USDT")],
            Leverage = 5m,
            Notes = null,
            DryRun = true,
        };

        Assert.Equal(
            [
                new FieldChange("dryRun", "false", "true"),
                new FieldChange("leverage", "3", "5"),
                new FieldChange("notes", "first", null),
                new FieldChange("strategy.parameters.fast", "3", "4"),
                new FieldChange("strategy.parameters.stop", null, "2"),
                new FieldChange("symbols", "BTC-USDT", "BTC-USDT, ETH-USDT"),
            ],
            VersionDiff.Of(Config, changed));
        Assert.Empty(VersionDiff.Of(Config, Config with { Leverage = 3.00m }));
    }
}
