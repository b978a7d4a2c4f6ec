using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Tests.Accounts;
using OrleansTrader.Trading.Tests.Strategies;

namespace OrleansTrader.Trading.Tests.Execution;

public sealed class ExecutionPolicyTests
{
    // Depth 10, 2 a minute, a spread of 1 and a minute's volatility of 5 basis points: not fast.
    private static ExecutionFacts Facts(decimal quantity, ExecutionUrgency urgency, decimal? depth = 10m, decimal volume = 2m, decimal? volatility = 5m) =>
        new(quantity, depth, volume, 1m, volatility, urgency);

    [Theory]
    [InlineData(2, ExecutionUrgency.Low, ExecutionStyle.LimitAtBest)] // 0.2 of the depth: small
    [InlineData(2, ExecutionUrgency.Normal, ExecutionStyle.Market)]
    [InlineData(2, ExecutionUrgency.High, ExecutionStyle.Market)]
    [InlineData(8, ExecutionUrgency.Low, ExecutionStyle.LimitAtBest)] // 0.8: one order's work
    [InlineData(8, ExecutionUrgency.Normal, ExecutionStyle.Chase)]
    [InlineData(8, ExecutionUrgency.High, ExecutionStyle.Market)]
    [InlineData(11, ExecutionUrgency.Low, ExecutionStyle.Iceberg)] // beyond it
    [InlineData(11, ExecutionUrgency.High, ExecutionStyle.Vwap)] // 11 of 0.1 a minute: nearly two hours
    public void Choose_bySizeAndUrgency(int quantity, ExecutionUrgency urgency, ExecutionStyle style) =>
        Assert.Equal(style, ExecutionPolicy.Choose(Facts(quantity, urgency)).Style);

    [Fact]
    public void Choose_inAFastMarket_isOneDegreeMoreUrgent()
    {
        Assert.Equal(ExecutionStyle.Chase, ExecutionPolicy.Choose(Facts(8m, ExecutionUrgency.Low, volatility: 11m)).Style);
        Assert.Equal(ExecutionStyle.Market, ExecutionPolicy.Choose(Facts(8m, ExecutionUrgency.Normal, volatility: 11m)).Style);
    }

    [Fact]
    public void Choose_forALargeOrder_takesTheTimeThatTheVolumeNeeds()
    {
        // 5 % of 60 a minute are 3: 24 take 8 minutes, which is short enough for even slices.
        var choice = ExecutionPolicy.Choose(Facts(24m, ExecutionUrgency.Normal, volume: 60m));
        Assert.Equal((ExecutionStyle.Twap, TimeSpan.FromMinutes(8)), (choice.Style, choice.Duration));
        Assert.Equal(ExecutionPolicy.SlicedMin, ExecutionPolicy.Choose(Facts(24m, ExecutionUrgency.Normal, volume: 60_000m)).Duration);
        Assert.Equal(ExecutionPolicy.SlicedMax, ExecutionPolicy.Choose(Facts(24_000m, ExecutionUrgency.Normal, volume: 60m)).Duration);
    }

    [Fact]
    public void Choose_knowingNothing_goesToTheMarket()
    {
        Assert.Equal(ExecutionStyle.Market, ExecutionPolicy.Choose(Facts(1_000m, ExecutionUrgency.Low, depth: null, volume: 0m)).Style);
        Assert.Equal(ExecutionStyle.LimitAtBest, ExecutionPolicy.Choose(Facts(1m, ExecutionUrgency.Low, depth: null)).Style);
    }

    [Fact]
    public void CommandFor_whatIsNamedOrChosen_isAnOrderOrAParentThatTheAccountTakes()
    {
        var view = Shown().Context[0];
        var market = ObservationFixture.Market([]) with { Instrument = view.Instrument, Bid = view.Bid, Ask = view.Ask, Mark = view.Mark, Book = view.Book, Volume24h = 1_440_000m };
        foreach (var style in Enum.GetValues<ExecutionStyle>().Cast<ExecutionStyle?>().Append(null))
        {
            foreach (var quantity in new[] { 0.06m, 1m, 4m, 20m })
            {
                var order = Desk.Market(Side.Buy, quantity) with { Bracket = new Bracket(90m), Note = new OrderNote("why", "who") };
                var command = ExecutionPolicy.CommandFor(order, market, style, ExecutionUrgency.Normal);
                if (style == ExecutionStyle.Market)
                    Assert.IsType<SubmitOrder>(command);
                if (command is SubmitParent { Intent: { } parent })
                {
                    Assert.Equal((order.Bracket, order.Note, quantity), (parent.Bracket, parent.Note, parent.Quantity.Value));
                    command = new SubmitParent(parent with { Profile = new VolumeProfile(720, [1m, 1m]) });
                }

                var result = Shown().Do(command);
                Assert.True(result.IsAccepted, $"{style} {quantity}: {result.Refusal}");
            }
        }

        var limit = Desk.Limit(Side.Buy, 1m, 99m);
        Assert.Equal(new SubmitOrder(limit), ExecutionPolicy.CommandFor(limit, market, ExecutionStyle.Twap, ExecutionUrgency.Normal));
    }

    private static Desk Shown()
    {
        var desk = new Desk();
        desk.ShowBook([(100m, 5m)], [(100.5m, 5m)]);
        return desk;
    }
}
