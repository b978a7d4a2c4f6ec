using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Trading.Tests.Signals.Sources;

public sealed class VuManChuTests
{
    [Theory]
    [InlineData("GREEN_CIRCLE", SignalDirection.Long)]
    [InlineData("green_circle", SignalDirection.Long)]
    [InlineData("GOLD_CIRCLE", SignalDirection.Long)]
    [InlineData("BULL_FLAG", SignalDirection.Long)]
    [InlineData("BULL_DIAMOND", SignalDirection.Long)]
    [InlineData("RED_CIRCLE", SignalDirection.Short)]
    [InlineData("BEAR_FLAG", SignalDirection.Short)]
    [InlineData("BEAR_DIAMOND", SignalDirection.Short)]
    public void Understand_markOfOneSide_needsNoDirection(string mark, SignalDirection direction)
    {
        var signal = SourceScene.Read(SourceScene.Cipher, Alert(mark)).Signal!;

        Assert.Equal(direction, signal.Direction);
        Assert.NotNull(signal.Confidence);
        Assert.Equal(mark, signal.Label);
    }

    [Theory]
    [InlineData("PURPLE_TRIANGLE")]
    [InlineData("LITTLE_CIRCLE")]
    public void Understand_markOfBothSides_takesTheDirectionOfTheAlert(string mark)
    {
        Assert.Equal("direction", SourceScene.Wrong(SourceScene.Cipher, Alert(mark)).Field);
        Assert.Equal(SignalDirection.Short, SourceScene.Read(SourceScene.Cipher, Alert(mark, "SELL")).Signal!.Direction);
        Assert.Equal(SignalDirection.Long, SourceScene.Read(SourceScene.Cipher, Alert(mark, "BUY")).Signal!.Direction);
    }

    [Fact]
    public void Understand_markAgainstTheDirection_isRefused() => Assert.Equal("action", SourceScene.Wrong(SourceScene.Cipher, Alert("GREEN_CIRCLE", "SELL")).Field);

    [Fact]
    public void Understand_unknownMark_isRefused() => Assert.Equal("signal_type", SourceScene.Wrong(SourceScene.Cipher, Alert("BLUE_MOON", "BUY")).Field);

    [Fact]
    public void Understand_editedTable_isWhatHolds()
    {
        var source = SourceScene.Cipher with { Table = [new LabelRule("GREEN_CIRCLE", SignalDirection.Close, null), new LabelRule("BLUE_MOON", SignalDirection.Long, 0.9m)] };

        Assert.Equal((SignalDirection.Close, null), Of("GREEN_CIRCLE"));
        Assert.Equal((SignalDirection.Long, 0.9m), Of("BLUE_MOON"));

        (SignalDirection, decimal?) Of(string mark) => SourceScene.Read(source, Alert(mark)).Signal is { } signal ? (signal.Direction, signal.Confidence) : default;
    }

    [Fact]
    public void Understand_confidenceOfTheAlert_goesBeforeTheTables() => Assert.Equal(
        0.33m, SourceScene.Read(SourceScene.Cipher, """{"symbol":"BTCUSDT","signal_type":"GOLD_CIRCLE","confidence":0.33,"id":"1"}""").Signal!.Confidence);

    [Fact]
    public void Default_isAValidTable() => Assert.Empty(SourceRules.Refuse(SourceScene.Cipher));

    private static string Alert(string mark, string? action = null) =>
        $$"""{"symbol":"BTCUSDT","timeframe":"15","signal_type":"{{mark}}","time":"2026-01-31T12:00:00Z"{{(action is null ? string.Empty : $",\"action\":\"{action}\"")}}}""";
}
