using System.Collections.Immutable;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;
using OrleansTrader.Trading.Sizing;

namespace OrleansTrader.Trading.Tests.Signals.Sources;

public sealed class SourceRulesTests
{
    private static readonly Subscription Follower = new(SubscriberKind.Account, "mine");

    public static TheoryData<SourceConfig, string> Wrong => new()
    {
        { SourceScene.Native with { Text = "{symbol} {direction} {time}" }, "text" },
        { SourceScene.Native with { Fields = Field("symbol", "s") }, "text" },
        { SourceScene.Chart with { Fields = Field("volume", "v") }, "fields.volume" },
        { SourceScene.Chart with { Fields = Field("symbol", "a..b") }, "fields.symbol" },
        { SourceScene.Chart with { Fields = Field("symbol", "a.b.c.d.e.f.g") }, "fields.symbol" },
        { SourceScene.Chart with { Fields = Field("symbol", "a"), Text = "{symbol} {direction} {time}" }, "fields" },
        { SourceScene.Cipher with { Table = [] }, "table" },
        { SourceScene.Cipher with { Table = [new LabelRule("A", null, null), new LabelRule("a", null, null)] }, "table.label" },
        { SourceScene.Cipher with { Table = [new LabelRule(" ", null, null)] }, "table.label" },
        { SourceScene.Cipher with { Table = [new LabelRule("A", SignalDirection.Long, 1.1m)] }, "table.confidence" },
        { Terms(new SourceTerms { ConfidenceMin = 1.5m }), "terms.confidenceMin" },
        { Terms(new SourceTerms { ConfidenceDefault = -1m }), "terms.confidenceDefault" },
        { Terms(new SourceTerms { Freshness = TimeSpan.Zero }), "terms.freshness" },
        { Terms(new SourceTerms { Freshness = TimeSpan.FromDays(2) }), "terms.freshness" },
        { Terms(new SourceTerms { RiskRewardMin = -1m }), "terms.riskRewardMin" },
        { Terms(new SourceTerms { Exits = new DefaultExits(StopDistance: 0m) }), "terms.exits.stopDistance" },
        { Terms(new SourceTerms { Exits = new DefaultExits(TargetR: 51m) }), "terms.exits.targetR" },
        { Followed(Follower, Follower), "terms.subscriptions.mine" },
        { Followed(Follower with { Name = "" }), "terms.subscriptions.name" },
        { Followed(Follower with { May = [SignalRight.Reverse] }), "terms.subscriptions.mine.may" },
        { Followed(Follower with { May = [SignalRight.Open, SignalRight.Open] }), "terms.subscriptions.mine.may" },
        { Followed(Follower with { May = [SignalRight.Run] }), "terms.subscriptions.mine.may" },
        { Followed(Follower with { AsksPlanner = true }), "terms.subscriptions.mine.may" },
        { Followed(Follower with { Sizing = new SizingRule(SizingMethod.FixedFraction, 0m) }), "terms.subscriptions.mine.sizing.riskShare" },
        { Followed(Follower with { Strategy = "" }), "terms.subscriptions.mine.strategy" },
        { SourceScene.Native with { Addresses = [.. Enumerable.Repeat("10.0.0.1", 51)] }, "addresses" },
        { SourceScene.Native with { Notes = new string('x', 401) }, "notes" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuse_whatCannotBe_namesTheField(SourceConfig config, string field) => Assert.Equal(field, Assert.Single(SourceRules.Refuse(config)).Field);

    [Fact]
    public void Refuse_whatCanBe_nothing()
    {
        Assert.Empty(SourceRules.Refuse(SourceScene.Native));
        Assert.Empty(SourceRules.Refuse(SourceScene.Chart));
        Assert.Empty(SourceRules.Refuse(Followed(
            Follower, new Subscription(SubscriberKind.Agent, "mine") { May = [SignalRight.Run], AsksPlanner = true, Strategy = "trend" },
            new Subscription(SubscriberKind.Account, "watcher") { May = [] })));
    }

    private static SourceConfig Terms(SourceTerms terms) => SourceScene.Native with { Terms = terms };

    private static SourceConfig Followed(params ReadOnlySpan<Subscription> followers) => Terms(new SourceTerms { Subscriptions = [.. followers] });

    private static ImmutableSortedDictionary<string, string> Field(string name, string path) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(name, path)]);
}
