using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Tests.Strategies;

namespace OrleansTrader.Trading.Tests.Execution.Exits;

public sealed class ExitConditionTests
{
    // Mid 100, mark 100 in the fixture.
    [Theory]
    [InlineData("close below ema 50 1h", true, true)]
    [InlineData("close 1h < ema 50 1h", true, true)]
    [InlineData("close above ema 50 1h", false, false)]
    [InlineData("ema 50 1h > close", true, true)]
    [InlineData("long: close below ema 50 1h", true, false)]
    [InlineData("short: close below ema 50 1h", false, true)]
    [InlineData("rsi 14 15m < 40", true, true)]
    [InlineData("rsi 14 15m <= 35", true, true)]
    [InlineData("rsi 14 15m < 35", false, false)]
    [InlineData("rsi 14 15m >= 35", true, true)]
    [InlineData("price > 99.5 and mark < 100.5", true, true)]
    [InlineData("price > 99.5 and rsi 14 15m > 50", false, false)]
    [InlineData("macd 12 26 9 1h.histogram below 0", true, true)]
    [InlineData("LONG: Price ABOVE 99", true, false)]
    // Not warm: it holds neither way.
    [InlineData("sma 5 1h > 0", false, false)]
    [InlineData("sma 5 1h <= 0", false, false)]
    public void Holds_asWritten(string text, bool forLong, bool forShort)
    {
        var market = ObservationFixture.Market(
        [
            ObservationFixture.Reading("ema 50 1h", [101]), ObservationFixture.Reading("sma 1 1h", [99]), ObservationFixture.Reading("rsi 14 15m", [35]),
            ObservationFixture.Reading("macd 12 26 9 1h", [1, 2, -1]), ObservationFixture.Reading("sma 5 1h", [double.NaN]) with { IsWarm = false },
        ]);
        Assert.True(ExitCondition.TryParse(text, out var condition, out var error), error);
        Assert.Equal((forLong, forShort), (condition.Holds(market, Side.Buy), condition.Holds(market, Side.Sell)));
    }

    [Theory]
    [InlineData("", "write a condition")]
    [InlineData("close", "compares nothing")]
    [InlineData("1 < 2", "compares two numbers")]
    [InlineData("close below 100", "say of which candles")]
    [InlineData("close 2h below 100", "say of which candles")]
    [InlineData("foo 14 1h < 1", "indicator 'foo' is unknown")]
    [InlineData("rsi 14 7m < 1", "interval '7m'")]
    [InlineData("rsi 0 1h < 1", "indicator 'rsi'")]
    [InlineData("macd 12 26 9 1h.middle < 1", "has no output 'middle'; it has ")]
    [InlineData("price < 1 and price < 2 and price < 3 and price < 4 and price < 5", "at most 4")]
    [InlineData("price < NaN", "indicator 'NaN'")]
    public void TryParse_nonsense_saysWhatIsWrong(string text, string words)
    {
        Assert.False(ExitCondition.TryParse(text, out _, out var error));
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_tooLong_isRefused() => Assert.False(ExitCondition.TryParse("price < " + new string('1', 300), out _, out _));

    [Fact]
    public void Indicators_areCanonicalAndEachOnce()
    {
        Assert.True(ExitCondition.TryParse("close below ema 1h and close 1h < 5 and ema 20 1h > 3", out var condition, out _));
        Assert.Equal(["ema 20 1h", "sma 1 1h"], condition.Indicators.Order());
    }
}
