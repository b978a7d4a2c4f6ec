using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.TradingTests.Signals.Road;

public sealed class PaperTradeTests
{
    private static Candle Minute(int minute, decimal low, decimal high, decimal? open = null) =>
        new(RoadScene.Now.AddMinutes(minute), open ?? (low + high) / 2m, high, low, (low + high) / 2m, 1m);

    private static SignalEvent? Follow(SignalState state, params ImmutableArray<Candle> candles) =>
        PaperTrade.Follow(state, candles, Interval.OneMinute, RoadScene.Now.AddMinutes(candles.Length + 1));

    [Fact]
    public void Follow_targetFirst_isWonAfterCosts()
    {
        var scored = Assert.IsType<SignalScored>(Follow(RoadScene.Qualified(), Minute(0, 99m, 101m), Minute(1, 99.5m, 103m), Minute(2, 102m, 106m)));

        Assert.Equal((SignalReason.Won, true), (scored.Score.Reason, scored.Score.OnPaper));
        Assert.InRange(scored.Score.R, 2m, 2.3m);
        Assert.Equal(TimeSpan.FromMinutes(3), scored.Score.Hold);
        Assert.InRange(scored.Score.Worst!.Value, -0.6m, -0.4m);
    }

    [Fact]
    public void Follow_oneCandleReachesBoth_isLost()
    {
        var scored = Assert.IsType<SignalScored>(Follow(RoadScene.Qualified(), Minute(0, 97m, 106m)));

        Assert.Equal(SignalReason.Lost, scored.Score.Reason);
        Assert.InRange(scored.Score.R, -1.3m, -1m);
    }

    [Fact]
    public void Follow_gapOverTheStop_losesMoreThanOneR()
    {
        var scored = Assert.IsType<SignalScored>(Follow(RoadScene.Qualified(), Minute(0, 95m, 96m, open: 96m)));

        Assert.InRange(scored.Score.R, -2.2m, -2m);
    }

    [Fact]
    public void Follow_undecided_goesOnFromThere()
    {
        var state = RoadScene.Qualified();
        var followed = Assert.IsType<PaperFollowed>(Follow(state, Minute(0, 99m, 101m)));
        state = SignalRoad.Apply(state, followed);

        Assert.Null(Follow(state, Minute(0, 90m, 110m)));
        Assert.IsType<SignalScored>(Follow(state, Minute(0, 99m, 101m), Minute(1, 97m, 100m)));
    }

    [Fact]
    public void Follow_limitNotReachedInAnHour_isNotTaken()
    {
        var state = RoadScene.Qualified(RoadScene.Long with { Entry = 98m, StopLoss = 96m, Target = 104m });
        Assert.True(state.Levels!.IsLimit);

        var scored = Assert.IsType<SignalScored>(Follow(state, [.. Enumerable.Range(0, 62).Select(static minute => Minute(minute, 99m, 101m))]));

        Assert.Equal(SignalReason.NotTaken, scored.Score.Reason);
    }

    [Fact]
    public void Follow_shortSignal_isMirrored()
    {
        var state = RoadScene.Qualified(RoadScene.Long with { Direction = SignalDirection.Short });

        Assert.Equal(SignalReason.Won, Assert.IsType<SignalScored>(Follow(state, Minute(0, 94m, 100m))).Score.Reason);
        Assert.Equal(SignalReason.Lost, Assert.IsType<SignalScored>(Follow(state, Minute(0, 99m, 103m))).Score.Reason);
    }

    [Fact]
    public void Follow_aWeekWithoutEnd_isUndecided()
    {
        var hours = Enumerable.Range(0, 200).Select(static hour => new Candle(RoadScene.Now.AddHours(hour), 100m, 101m, 99m, 100.5m, 1m)).ToImmutableArray();

        var scored = Assert.IsType<SignalScored>(PaperTrade.Follow(RoadScene.Qualified(), hours, Interval.OneHour, RoadScene.Now.AddDays(9)));

        Assert.Equal(SignalReason.Undecided, scored.Score.Reason);
    }
}
