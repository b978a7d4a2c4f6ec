using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.PaperExchange;

/// <summary>What a taker pays: the levels of a book, or the best price and the market's impact. Taker fee 0.1 %.</summary>
public sealed class BookWalkTests
{
    private static readonly (decimal, decimal)[] Bids = [(99m, 1m), (98m, 2m), (97m, 3m)];
    private static readonly (decimal, decimal)[] Asks = [(100m, 1m), (101m, 2m), (103m, 3m)];

    [Fact]
    public void Market_largerThanTheTouch_takesLevelAfterLevel()
    {
        var desk = WithBook();
        desk.Submit(Desk.Market(Side.Buy, 4m));

        // 1 × 100 + 2 × 101 + 1 × 103 = 405, in three fills.
        Assert.Equal([(100m, 1m), (101m, 2m), (103m, 1m)], desk.Fills.Select(static f => (f.Price, f.Quantity)));
        Assert.Equal(405m, desk.Position().EntryCost);
        Assert.Equal(0.405m, desk.State.Fees);
    }

    [Fact]
    public void Market_sell_takesTheBidsDownwards()
    {
        var desk = WithBook();
        desk.Submit(Desk.Market(Side.Sell, 2m));
        Assert.Equal([(99m, 1m), (98m, 1m)], desk.Fills.Select(static f => (f.Price, f.Quantity)));
    }

    [Fact]
    public void Market_largerThanTheBook_takesAllOfItAndTheRestEnds()
    {
        var desk = WithBook();
        desk.Submit(Desk.Market(Side.Buy, 10m));
        Assert.Equal(6m, desk.Position().Quantity);
        Assert.Equal(OrderEndReason.NoLiquidity, Assert.Single(desk.Ended).Reason);
    }

    [Fact]
    public void Limit_takesOnlyLevelsUpToItsPriceAndRestsWithWhatIsLeft()
    {
        var desk = WithBook();
        desk.Submit(Desk.Limit(Side.Buy, 5m, 102m));
        Assert.Equal([(100m, 1m), (101m, 2m)], desk.Fills.Select(static f => (f.Price, f.Quantity)));
        Assert.Equal(2m, Assert.Single(desk.State.Orders.ToArray()).Remaining);
    }

    [Fact]
    public void Fok_countsAllLevelsWithinItsPrice()
    {
        var desk = WithBook();
        desk.Submit(Desk.Limit(Side.Buy, 3.5m, 102m) with { TimeInForce = TimeInForce.Fok });
        Assert.Empty(desk.Fills);
        desk.Submit(Desk.Limit(Side.Buy, 3m, 102m) with { TimeInForce = TimeInForce.Fok });
        Assert.Equal(302m, desk.Position().EntryCost);
    }

    [Fact]
    public void Liquidation_beyondTheBook_endsAtItsWorstLevel()
    {
        var desk = WithBook(cash: 100m);
        desk.Submit(Desk.Market(Side.Buy, 6m));
        Assert.Equal(6m, desk.Position().Quantity);
        // 6 bought for 611 are worth 507 at 84.5: more is lost than there was. Bids of 1 and 2 are left, the rest goes at the worse one.
        desk.Context.Now += TimeSpan.FromSeconds(1);
        desk.ShowBook([(84m, 1m), (83m, 2m)], [(85m, 1m)]);
        desk.Fire(Desk.Btc);
        Assert.True(desk.Position().IsFlat);
        Assert.Equal([(84m, 1m), (83m, 2m), (83m, 3m)], desk.Fills.Skip(3).Select(static f => (f.Price, f.Quantity)));
    }

    [Theory]
    [InlineData(1, 100.2)]
    [InlineData(4, 100.4)]
    [InlineData(16, 100.8)]
    public void Market_squareRootImpact_isCoefficientTimesVolatilityTimesRootOfTheShareOfADay(int quantity, double price)
    {
        // 0.5 × 4 % × √(quantity / 100): 0.2 % for 1, twice that for 4, four times for 16.
        var desk = new Desk(rules: Desk.Plain with { Slippage = SlippageModel.SquareRoot, ImpactCoefficient = 0.5m });
        desk.Quote(99m, 100m);
        desk.Context.Set(desk.Context[desk.Context.IndexOf(Desk.Btc)] with { DailyVolatility = 0.04m, DailyVolume = 100m });
        desk.Submit(Desk.Market(Side.Buy, quantity));
        Assert.Equal((decimal)price, Assert.Single(desk.Fills).Price);
    }

    [Fact]
    public void Market_squareRootImpactWithoutVolume_isTheFixedShare()
    {
        var desk = new Desk(rules: Desk.Plain with { Slippage = SlippageModel.SquareRoot, SlippageBps = 10m });
        desk.Quote(99m, 100m);
        desk.Submit(Desk.Market(Side.Sell, 1m));
        Assert.Equal(98.901m, Assert.Single(desk.Fills).Price);
    }

    [Fact]
    public void Limit_withSlippage_neverPaysMoreThanItsPrice()
    {
        var desk = new Desk(rules: Desk.Plain with { Slippage = SlippageModel.FixedBps, SlippageBps = 100m });
        desk.Quote(99m, 100m);
        desk.Submit(Desk.Limit(Side.Buy, 1m, 100.5m));
        Assert.Equal(100.5m, Assert.Single(desk.Fills).Price);
    }

    private static Desk WithBook(decimal cash = 10_000m)
    {
        var desk = new Desk(cash);
        desk.ShowBook(Bids, Asks);
        return desk;
    }
}
