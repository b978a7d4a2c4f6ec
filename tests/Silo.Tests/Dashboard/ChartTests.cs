using System.Collections.Immutable;
using OrleansTrader.Dashboard.Charts;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Silo.Tests.Dashboard;

public sealed class ChartTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(99_800, 100_000)]
    [InlineData(100_000, 100_000)]
    [InlineData(-3, 7)]
    [InlineData(0.08441, 0.08459)]
    public void Scale_any_range_holds_it_and_is_not_glued_to_zero(double low, double high)
    {
        var scale = Scale.Over(low, high, room: 0.06);

        Assert.InRange(scale.Y(high), 0d, Scale.Full);
        Assert.InRange(scale.Y(low), scale.Y(high), Scale.Full);
        Assert.InRange(scale.Ticks().Count(), 1, Scale.TicksMax);
        Assert.True(low < high ? scale.High - scale.Low < (high - low) * 2d : scale.Low > 0d);
    }

    [Fact]
    public void Scale_with_room_keeps_the_ends_off_the_edges()
    {
        var scale = Scale.Over(99_800d, 100_000d, room: 0.06);

        Assert.True(scale.Y(100_000d) > 20d);
        Assert.True(scale.Y(99_800d) < 980d);
    }

    [Fact]
    public void Place_buys_go_below_their_candle_sells_above_and_several_are_stacked()
    {
        ImmutableArray<Candle> candles = [new(Noon, 100m, 110m, 90m, 105m, 1m), new(Noon.AddMinutes(1), 105m, 108m, 101m, 102m, 1m)];
        var drawing = new CandleDrawing(candles, Interval.OneMinute, []);
        ImmutableArray<FillMark> marks =
        [
            new(Noon, IsBuy: true, "--s0", "a"), new(Noon, IsBuy: true, "--s1", "b"), new(Noon, IsBuy: false, "--s0", "c"),
            new(Noon.AddMinutes(-1), IsBuy: true, "--s0", "before the first candle"),
        ];

        var placed = drawing.Place(marks, candles).ToArray();

        Assert.Equal([("a", 0), ("b", 1), ("c", 0)], placed.Select(mark => (mark.Mark.Text, mark.Rank)));
        Assert.Equal([drawing.Prices.Y(90d), drawing.Prices.Y(90d), drawing.Prices.Y(110d)], placed.Select(mark => mark.Y));
    }
}
