using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Risk.Breakers;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk.Breakers;

public sealed class MarketWatchTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SymbolMarket _market = new(Desk.Instrument(Desk.Btc));
    private DateTimeOffset _now = Desk.Start;
    private long _sequence;

    [Fact]
    public void Volatility_isTheRangeOfTheWindowAgainstTheAverageOfThoseBefore()
    {
        var rule = new BreakerRule(BreakerKind.Volatility, 5m, Minute);
        var watch = new MarketWatch([rule]);
        for (var i = 0; i < 12 * 60; i++)
        {
            Show(watch, 1_000m + (i % 2));
            Assert.True(watch.Value(rule) is null or < 1.1m);
        }

        Show(watch, 1_000m);
        for (var i = 0; i < 60; i++)
            Show(watch, 1_000m + (i % 2));
        Assert.InRange(watch.Value(rule)!.Value, 0.9m, 1.1m);

        // Ten times the usual range of one within a thousand.
        Show(watch, 990m);
        Assert.InRange(watch.Value(rule)!.Value, 10m, 12m);
        for (var i = 0; i < 70; i++)
            Show(watch, 990m + (i % 2));
        Assert.True(watch.Value(rule) < 2m, $"{watch.Value(rule)}");
    }

    [Fact]
    public void Spread_countsOnceItIsWideThroughoutItsWindow()
    {
        var rule = new BreakerRule(BreakerKind.Spread, 0.01m, Minute);
        var watch = new MarketWatch([rule]);
        for (var i = 0; i < 59; i++)
            Show(watch, 1_000m, 1_020m);
        Assert.Null(watch.Value(rule));
        Show(watch, 1_000m, 1_001m);
        Assert.True(watch.Value(rule) < 0.01m);
        for (var i = 0; i < 61; i++)
            Show(watch, 1_000m, 1_020m);
        Assert.True(watch.Value(rule) > 0.01m);
    }

    [Fact]
    public void Depth_isTheThinnerSideOfTheBook_andUnknownWithoutSizes()
    {
        var rule = new BreakerRule(BreakerKind.Depth, 1_500m);
        var watch = new MarketWatch([rule]);
        Show(watch, 1_000m);
        Assert.Null(watch.Value(rule));
        _market.OnBook(new Book(Desk.Btc, _now, [new BookLevel(1_000m, 1m), new BookLevel(999m, 1m)], [new BookLevel(1_001m, 1m)], 1));
        Show(watch, 1_000m);

        Assert.Equal(1_001m, watch.Value(rule));
        Assert.NotEmpty(Trip(rule, watch).Tripped);
    }

    [Fact]
    public void VenueErrors_areTheShareThatCouldNotBeUsed_ofEnoughToSay()
    {
        var rule = new BreakerRule(BreakerKind.VenueErrors, 0.2m, Minute);
        var watch = new MarketWatch([rule]);
        for (var i = 0; i < 10; i++)
            Show(watch, 1_000m);
        Assert.Null(watch.Value(rule));
        for (var i = 0; i < 30; i++)
            Show(watch, i % 3 == 0 ? -1m : 1_000m);
        // Ten that are no prices, and the ten gaps that they leave behind.
        Assert.InRange(watch.Value(rule)!.Value, 0.3m, 0.45m);
    }

    [Fact]
    public void Look_isTakenOnceASecond_butAtOnceBeyondTheThreshold()
    {
        var rule = new BreakerRule(BreakerKind.Volatility, 5m, Minute);
        var watch = new MarketWatch([rule]);
        for (var i = 0; i < 14 * 60; i++)
            Show(watch, 1_000m + (i % 2));

        Assert.False(watch.TryLook(_market, _now));
        watch.OnQuote(QuoteOf(900m, 900m));
        Assert.True(watch.TryLook(_market, _now));
        Assert.False(watch.TryLook(_market, _now));
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("4h", 14_400)]
    [InlineData("1d", 86_400)]
    [InlineData("00:01:30", 90)]
    public void Span_asPeopleWriteIt_isReadAndWritten(string text, int seconds)
    {
        Assert.True(SpanText.TryParse(text, out var span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
        Assert.True(SpanText.TryParse(SpanText.Of(span), out var again));
        Assert.Equal(span, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    [InlineData("5 weeks")]
    [InlineData("999999999d")]
    [InlineData("00:00:00")]
    [InlineData("soon")]
    public void Span_thatIsNone_isRefused(string text) => Assert.False(SpanText.TryParse(text, out _));

    [Fact]
    public void Rule_asOneWord_isReadWholeOrNotAtAll()
    {
        Assert.True(RuleText.TryParse("windowLoss:0.03:4h:close:cool=12h", out var rule));
        Assert.Equal(new BreakerRule(BreakerKind.WindowLoss, 0.03m, TimeSpan.FromHours(4), Closes: true, CoolDown: TimeSpan.FromHours(12)), rule);
        Assert.True(RuleText.TryParse("lossesInRow:5:halted", out rule));
        Assert.Equal(new BreakerRule(BreakerKind.LossesInRow, 5m, TripsTo: TradingState.Halted), rule);
        Assert.All(["windowLoss", "panic:1", "3:1", "drawdown:x", "drawdown:0.1:later", "drawdown:0.1:cool=later"], static text => Assert.False(RuleText.TryParse(text, out _)));
    }

    private static BreakerBook Trip(BreakerRule rule, MarketWatch watch) =>
        BreakerKeeper.OnMeasure(BreakerKeeper.SetRules(BreakerBook.Empty, [rule], Desk.Start), Desk.Start, watch.Value);

    private void Show(MarketWatch watch, decimal bid, decimal? ask = null)
    {
        _now += TimeSpan.FromSeconds(1);
        var quote = QuoteOf(bid, ask ?? bid);
        if (_market.OnQuote(quote))
            watch.OnQuote(quote);
        watch.TryLook(_market, _now);
    }

    private Quote QuoteOf(decimal bid, decimal ask) => new(Desk.Btc, _now, bid, 0m, ask, 0m, ++_sequence, _sequence);
}
