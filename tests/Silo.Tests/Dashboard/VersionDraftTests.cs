using System.Collections.Immutable;
using OrleansTrader.Dashboard.Accounts;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Dashboard.Versions;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Grains.Venues;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Silo.Tests.Dashboard;

public sealed class VersionDraftTests
{
    private static readonly ModelConfig Planner = new(
        "openai/gpt-5", ModelMode.ResearchFirst, "perplexity/sonar", "Trade little.", 0.5, 800, TimeSpan.FromSeconds(20))
    {
        Indicators = ["rsi 14 5m", "change 15m"],
        Memory = MemoryMode.Model,
    };

    private static readonly VersionConfig Config = new(
        StrategyConfig.Of(ModelConfig.Strategy), "simulated", [Symbol.Parse("BTC-USDT")], 2m, TimeSpan.FromSeconds(60), "why", Planner)
    {
        Limits = new AccountLimits(3m, 5_000m, 20_000m, 4, 500m, 0.2m, 0.02m, BreachAction.Halt),
    };

    [Fact]
    public void Read_copyOfAModelsVersion_saysTheSame()
    {
        var draft = VersionDraft.Of(new VersionSnapshot(new VersionKey(new TenantId("demo"), "gpt", "1.0.0"), Config, VersionStatus.Active, default));

        Assert.True(draft.TryRead(Site.Instance, Config, out var key, out var config, out var wrong), wrong);

        Assert.Equal(("gpt", "1.0.1"), (key.Strategy, key.Version));
        Assert.Equal(Config, config);
    }

    [Fact]
    public void Read_modelByNameAlone_takesTheDefaults()
    {
        Assert.True(Draft(new ModelDraft { Model = "a/b" }, strategy: null).TryRead(Site.Instance, null, out _, out var config, out var wrong), wrong);

        Assert.Equal(new ModelConfig("a/b"), config.Model);
        Assert.Equal(ModelConfig.Strategy, config.Strategy.ToString());
    }

    [Fact]
    public void Read_modelEmptiedInACopy_isPlannedByRules()
    {
        Assert.True(Draft(new ModelDraft(), "trend stop=2").TryRead(Site.Instance, Config, out _, out var config, out var wrong), wrong);

        Assert.Null(config.Model);
        Assert.Equal("trend stop=2", config.Strategy.ToString());
    }

    [Theory]
    [InlineData("a/b", ModelMode.Single, null, null, null, "trend", "strategy is 'trend' and model is 'a/b': empty one of them")]
    [InlineData(null, ModelMode.Single, null, "1", null, "trend", "model is missing, but something of it says '1': type e.g. openai/gpt-5, or empty all fields of the model")]
    [InlineData("a/b", ModelMode.SecondOpinion, null, null, null, null, "second model is missing: this mode needs one, type e.g. perplexity/sonar")]
    [InlineData("a/b", ModelMode.Single, "c/d", null, null, null, "second model is 'c/d': this mode has no work for it, empty it or choose another mode")]
    [InlineData("a/b", ModelMode.Panel, null, "warm", null, null, "temperature is 'warm': type a number, e.g. 0.5")]
    [InlineData("a/b", ModelMode.Panel, null, null, "-1", null, "most tokens of an answer is '-1': type a whole number, e.g. 4000")]
    [InlineData(null, ModelMode.Single, null, null, null, null, "strategy is missing: type e.g. sma-cross fast=10 slow=30, or name a model")]
    public void Read_fieldsThatDoNotGoTogether_namesTheFieldAndTheRemedy(
        string? model, ModelMode mode, string? assistant, string? temperature, string? tokens, string? strategy, string said)
    {
        var typed = new ModelDraft { Model = model, Mode = mode, Assistant = assistant, Temperature = temperature, OutputTokens = tokens };

        Assert.False(Draft(typed, strategy).TryRead(Site.Instance, null, out _, out _, out var wrong));
        Assert.Equal(said, wrong);
    }

    [Theory]
    [InlineData("0.2", null, "")]
    [InlineData("much", null, "drawdown is 'much': type a number, e.g. 0.2, or nothing")]
    [InlineData("2", null, "drawdownMax is '2': above 0 and at most 1, or none")]
    [InlineData(null, "2.5", "most positions is '2.5': type a whole number, e.g. 4, or nothing")]
    public void Read_limits_areTakenOrNamed(string? drawdown, string? positions, string said)
    {
        var draft = new VersionDraft { Name = "v@1.0.0", Strategy = "trend", Limits = new LimitsDraft { Drawdown = drawdown, Positions = positions } };

        Assert.Equal(said.Length == 0, draft.TryRead(Site.Instance, null, out _, out var config, out var wrong));
        Assert.Equal(said, wrong);
        Assert.Equal(said.Length == 0 ? new AccountLimits(DrawdownMax: 0.2m) : null, config?.Limits);
    }

    private static VersionDraft Draft(ModelDraft model, string? strategy) =>
        new() { Name = "v@1.0.0", Symbols = "BTC-USDT", Strategy = strategy, Model = model };

    private sealed class Site : ISite
    {
        public static Site Instance { get; } = new();

        public Asker SignedIn => new(new TenantId("demo"), "demo", Role.Operator);

        public string Venue => "simulated";

        public ImmutableArray<SymbolKey> Symbols => [];

        public string FeedNotice => string.Empty;

        public bool PricesAreInvented => true;

        public ImmutableArray<ServiceReport> Services => [];
    }
}
