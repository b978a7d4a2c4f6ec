using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Portfolio;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk;

/// <summary>No sequence of accepted orders, amendments, cancellations, fills and prices exceeds a limit.</summary>
public sealed class LimitPropertyTests
{
    private const int StepsOfAStory = 160;

    private static readonly Gen<Step> Steps =
        from kind in Gen.Choose(0, 95)
        from a in Gen.Choose(0, 1)
        from b in Gen.Choose(0, 9_999)
        from c in Gen.Choose(0, 9_999)
        from d in Gen.Choose(0, 9_999)
        select new Step((byte)kind, a, b, c, d);

    private static readonly Arbitrary<Step[]> Stories = Arb.From(Gen.ArrayOf(Steps, StepsOfAStory), Shorter);

    private static readonly ExchangeRules Late = ExchangeRules.Default with { Latency = TimeSpan.FromSeconds(20), RetryAfter = TimeSpan.FromSeconds(30) };

    private static readonly Dictionary<string, (AccountLimits Limits, RefusalCode Code)> Kinds = new(StringComparer.Ordinal)
    {
        ["leverage"] = (new(LeverageMax: 5m), RefusalCode.RiskLeverage),
        ["order"] = (new(OrderNotionalMax: 1_500m), RefusalCode.RiskOrderNotional),
        ["position"] = (new(PositionNotionalMax: 3_000m), RefusalCode.RiskPositionNotional),
        ["positions"] = (new(OpenPositionsMax: 1), RefusalCode.RiskOpenPositions),
        ["collar"] = (new(PriceCollar: 0.01m), RefusalCode.PriceCollar),
        ["symbol"] = (new() { SymbolNotionalMax = SymbolAmounts.Parse("BTC-USDT 2000") }, RefusalCode.RiskSymbolNotional),
        ["gross"] = (new() { GrossNotionalMax = 4_000m }, RefusalCode.RiskGrossNotional),
        ["effective leverage"] = (new() { EffectiveLeverageMax = 0.5m }, RefusalCode.RiskEffectiveLeverage),
        ["asset"] = (new() { AssetExposureMax = 2_500m }, RefusalCode.RiskAssetExposure),
        ["all assets"] = (new() { GroupExposureMax = 3_000m }, RefusalCode.RiskGroupExposure),
        ["groups"] = (new() { GroupExposureMax = 3_000m, Groups = AssetGroups.Parse("first: BTC") }, RefusalCode.RiskGroupExposure),
        ["risk per trade"] = (new() { TradeRiskMax = 0.03m }, RefusalCode.RiskPerTrade),
        ["orders a minute"] = (new() { OrdersPerMinuteMax = 1 }, RefusalCode.RiskOrdersPerMinute),
        ["liquidation"] = (new() { LiquidationDistanceMin = 0.3m }, RefusalCode.RiskLiquidationDistance),
        ["shortest hold"] = (new() { HoldMinutesMin = 20m }, RefusalCode.RiskHoldMin),
        ["longest hold"] = (new() { HoldMinutesMax = 30m }, RefusalCode.None),
        ["hours"] = (new() { Hours = TradingHours.Parse("daily 09:00-14:00; mon-fri 20:00-23:00") }, RefusalCode.RiskHours),
        ["allowed"] = (new() { SymbolsAllowed = SymbolSet.Parse("ETH-USDT") }, RefusalCode.RiskSymbolNotAllowed),
        ["blocked"] = (new() { SymbolsBlocked = SymbolSet.Parse("ETH-USDT") }, RefusalCode.RiskSymbolBlocked),
        ["many"] = (
            new(LeverageMax: 20m, OrderNotionalMax: 4_000m, PositionNotionalMax: 6_000m, PriceCollar: 0.05m)
            {
                GrossNotionalMax = 9_000m, EffectiveLeverageMax = 0.9m, GroupExposureMax = 8_000m, Groups = AssetGroups.Parse("second: ETH"), AssetExposureMax = 5_500m,
                TradeRiskMax = 0.3m, OrdersPerMinuteMax = 3, LiquidationDistanceMin = 0.1m, HoldMinutesMin = 5m, HoldMinutesMax = 600m,
            },
            RefusalCode.RiskOrderNotional),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decide_random_stories_under_a_limit_never_exceed_it(string name)
    {
        foreach (var like in Venues(name))
        {
            var property = Prop.ForAll(Stories, steps => Play(steps, like) is not { } broken ? true : throw new InvalidOperationException(broken));
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(15), property);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decide_random_stories_meet_the_limit_and_trade_within_it(string name)
    {
        var (refused, fills) = (0, 0);
        // Chance may keep a few stories away from a limit, never so many.
        foreach (var steps in Gen.Sample(Gen.ArrayOf(Steps, StepsOfAStory), 200))
        {
            if (refused > 0 && fills > 0)
                break;
            var story = new Story(limits: Kinds[name].Limits);
            Assert.Null(story.Run(steps));
            refused += Kinds[name].Code == RefusalCode.None
                ? story.Journal.Count(static e => e.Kind == AccountEventKind.OrderAccepted && e.OrderAccepted().Role == OrderRole.HoldEnd)
                : story.Refused.GetValueOrDefault(Kinds[name].Code);
            fills += story.Fills;
        }

        Assert.True(refused > 0, "the limit never stood in the way");
        Assert.True(fills > 0, "nothing was traded");
    }

    [Fact]
    public void Decide_random_stories_within_the_tenants_limits_never_use_more_than_was_granted()
    {
        var like = new Story(headroom: new TenantHeadroom([new("BTC", 2_500m), new("ETH", 2_500m)]));
        var property = Prop.ForAll(Stories, steps =>
            new LimitWatch(new() { AssetExposureMax = 2_500m }) is var watch && Story.Play(steps, watch.Look, like) is { } broken ? throw new InvalidOperationException(broken) : true);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), property);
    }

    private static string? Play(Step[] steps, Story like) => new LimitWatch() is var watch ? Story.Play(steps, watch.Look, like) : null;

    private static Story[] Venues(string name) => [new(limits: Kinds[name].Limits), new(Late, limits: Kinds[name].Limits), new(hasBook: true, limits: Kinds[name].Limits)];

    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var size = steps.Length / 2; size >= 1; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size)
                yield return [.. steps[..start], .. steps[(start + size)..]];
        }
    }
}
