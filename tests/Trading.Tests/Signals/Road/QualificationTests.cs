using System.Collections.Immutable;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.TradingTests.Signals.Road;

public sealed class QualificationTests
{
    private static SignalReason Reason(SignalState state, DateTimeOffset? at = null, params ImmutableArray<Neighbour> neighbours) =>
        Qualification.Decide(state, RoadScene.Id, neighbours, at ?? RoadScene.Now) is SignalRefused refused ? refused.Reason : SignalReason.Qualified;

    [Fact]
    public void Decide_nothingAgainstIt_isQualifiedAtTwoAfterCosts()
    {
        var qualified = Assert.IsType<SignalQualified>(Qualification.Decide(RoadScene.Enriched(), RoadScene.Id, [], RoadScene.Now));

        Assert.Equal(0.8m, qualified.Confidence);
        Assert.InRange(qualified.Costs!.RiskReward!.Value, 2m, 2.05m);
    }

    [Fact]
    public void Decide_old_isTooOld() => Assert.Equal(SignalReason.TooOld, Reason(RoadScene.Enriched(), RoadScene.Now.AddMinutes(6)));

    [Fact]
    public void Decide_datedAhead_isFromTheFuture() =>
        Assert.Equal(SignalReason.FromTheFuture, Reason(RoadScene.Enriched(RoadScene.Long with { At = RoadScene.Now.AddMinutes(2) })));

    [Fact]
    public void Decide_lowConfidence_isRefused() =>
        Assert.Equal(SignalReason.ConfidenceTooLow, Reason(RoadScene.Enriched(RoadScene.Long with { Confidence = 0.4m })));

    [Fact]
    public void Decide_nobodyFollows_isRefused() =>
        Assert.Equal(SignalReason.NobodySubscribed, Reason(RoadScene.Enriched(terms: RoadScene.Terms with { Subscriptions = [] })));

    [Theory]
    [InlineData("tv", SignalDirection.Long, SignalStage.Managed, SignalReason.Duplicate)]
    [InlineData("tv", SignalDirection.Long, SignalStage.Refused, SignalReason.Qualified)]
    [InlineData("other", SignalDirection.Long, SignalStage.Managed, SignalReason.Qualified)]
    [InlineData("other", SignalDirection.Short, SignalStage.Received, SignalReason.Contradicted)]
    [InlineData("tv", SignalDirection.Short, SignalStage.Managed, SignalReason.Contradicted)]
    [InlineData("tv", SignalDirection.Close, SignalStage.Managed, SignalReason.Qualified)]
    public void Decide_anotherAMinuteBefore_standsFirst(string source, SignalDirection direction, SignalStage stage, SignalReason expected) =>
        Assert.Equal(expected, Reason(RoadScene.Enriched(), null, new Neighbour("f", source, direction, stage, RoadScene.Now.AddMinutes(-1))));

    [Fact]
    public void Decide_twoOfOneInstant_oneStands()
    {
        var lower = new string('0', 32);
        var higher = new string('f', 32);

        Assert.Equal(SignalReason.Duplicate, Reason(RoadScene.Enriched(), null, new Neighbour(lower, "tv", SignalDirection.Long, SignalStage.Received, RoadScene.Now)));
        Assert.Equal(SignalReason.Qualified, Reason(RoadScene.Enriched(), null, new Neighbour(higher, "tv", SignalDirection.Long, SignalStage.Received, RoadScene.Now)));
    }

    [Fact]
    public void Decide_closeAgainstAnything_isQualified() => Assert.Equal(SignalReason.Qualified, Reason(
        RoadScene.Enriched(RoadScene.Long with { Direction = SignalDirection.Close }), null,
        new Neighbour("f", "other", SignalDirection.Long, SignalStage.Managed, RoadScene.Now.AddMinutes(-1))));

    [Fact]
    public void Decide_wideSpread_isRefused() =>
        Assert.Equal(SignalReason.SpreadTooWide, Reason(RoadScene.Enriched(market: RoadScene.Market with { Bid = 99.6m, Ask = 100.4m })));

    [Fact]
    public void Decide_thinBook_isRefused() =>
        Assert.Equal(SignalReason.LiquidityTooLow, Reason(RoadScene.Enriched(market: RoadScene.Market with { AskDepth = 500m })));

    [Fact]
    public void Decide_stopWithinCosts_isRefused() =>
        Assert.Equal(SignalReason.StopTooClose, Reason(RoadScene.Enriched(RoadScene.Long with { StopLoss = 99.95m, Target = 101m })));

    [Fact]
    public void Decide_slippageEatsTheRisk_isRefused() => Assert.Equal(
        SignalReason.SlippageTooHigh,
        Reason(RoadScene.Enriched(RoadScene.Long with { StopLoss = 99.4m, Target = 103m }, market: RoadScene.Market with { Bid = 99.86m, Ask = 100.1m, TakerFee = 0m })));

    [Fact]
    public void Decide_fundingEatsTheRisk_isRefused() =>
        Assert.Equal(SignalReason.FundingTooHigh, Reason(RoadScene.Enriched(market: RoadScene.Market with { FundingRate = 0.02m })));

    [Theory]
    [InlineData(100.5, 104)]
    [InlineData(98, 99)]
    public void Decide_exitOnTheWrongSide_isRefused(double stop, double target) => Assert.Equal(
        SignalReason.ExitsImpossible, Reason(RoadScene.Enriched(RoadScene.Long with { StopLoss = (decimal)stop, Target = (decimal)target })));

    [Fact]
    public void Decide_twoBeforeCostsOnly_isTooLittleToWin() =>
        Assert.Equal(SignalReason.RiskRewardTooLow, Reason(RoadScene.Enriched(RoadScene.Long with { StopLoss = 98.01m, Target = 104.01m })));

    [Fact]
    public void Decide_sourceThatLoses_isRefusedAfterTenSignals()
    {
        Assert.Equal(SignalReason.ReputationTooLow, Reason(RoadScene.Enriched(record: new SourceRecord(new SignalTally(2, 58, -50m), default))));
        Assert.Equal(SignalReason.Qualified, Reason(RoadScene.Enriched(record: new SourceRecord(new SignalTally(0, 9, -9m), default))));
        Assert.Equal(SignalReason.Qualified, Reason(RoadScene.Enriched(record: new SourceRecord(new SignalTally(20, 40, 0m), default))));
    }

    [Theory]
    [InlineData(SignalDirection.Long, 98, 101, 104)]
    [InlineData(SignalDirection.Short, 102, 99, 96)]
    public void Levels_default_areTwoRangesAndTwoAfterCosts(SignalDirection direction, double stop, double nearest, double farthest)
    {
        var levels = RoadScene.Enriched(RoadScene.Long with { Direction = direction }).Levels!;

        Assert.InRange(Math.Abs(levels.Stop - (decimal)stop), 0m, 0.02m);
        Assert.True(direction == SignalDirection.Long ? levels.Target > 104m : levels.Target < 96m);
        Assert.InRange(Math.Abs(levels.Target!.Value - (decimal)farthest), 0m, 1m);
        Assert.NotEqual((decimal)nearest, levels.Target);
        Assert.Equal((true, true), (levels.IsDefaultStop, levels.IsDefaultTarget));
    }

    [Fact]
    public void Levels_unknownRange_areTwoPercent() =>
        Assert.Equal(98.01m, RoadScene.Enriched(market: RoadScene.Market with { Atr = null }).Levels!.Stop);

    [Theory]
    [InlineData(100.2, false)]
    [InlineData(99.9, false)]
    [InlineData(99.0, true)]
    public void Levels_marketWorseThanTheEntry_waitsAtTheEntry(double entry, bool isLimit)
    {
        var levels = RoadScene.Enriched(RoadScene.Long with { Entry = (decimal)entry }).Levels!;

        Assert.Equal(isLimit, levels.IsLimit);
        Assert.Equal(isLimit ? (decimal)entry : 100.01m, levels.Entry);
    }

    [Fact]
    public void Reasons_each_haveAJsonNameAndPlainWords()
    {
        var reasons = Enum.GetValues<SignalReason>();

        Assert.Equal(reasons.Length, reasons.Select(static reason => reason.Plain()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(reasons, static reason => Assert.NotEmpty(reason.Plain()));
    }
}
