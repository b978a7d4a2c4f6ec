using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.PaperExchange;

/// <summary>Margin, liquidation and funding with numbers that can be followed by hand. Maintenance 1 %, liquidation fee 1 %.</summary>
public sealed class MarginTests
{
    private static Desk Long(decimal cash, decimal quantity, MarginMode mode = MarginMode.Cross)
    {
        var desk = new Desk(cash);
        desk.Quote(100m);
        desk.Do(new SetMarginMode(Desk.Btc, mode));
        desk.Submit(Desk.Market(Side.Buy, quantity));
        return desk;
    }

    [Fact]
    public void Limit_reserves_margin_and_fee_until_cancelled()
    {
        var desk = new Desk();
        desk.Quote(100m);
        var id = desk.Submit(Desk.Limit(Side.Buy, 10m, 90m));
        // 900 at 10 times is 90, and 0.1 % of 900 is 0.9
        Assert.Equal(90.9m, desk.State.ReservedMargin);
        desk.Do(new CancelOrder(id));
        Assert.Equal(0m, desk.State.ReservedMargin);
    }

    [Fact]
    public void Order_beyond_margin_is_refused()
    {
        var desk = new Desk(100m);
        desk.Quote(100m);
        Assert.Equal(RefusalCode.InsufficientMargin, desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 10m))).Code);
        desk.Submit(Desk.Market(Side.Buy, 9m));
    }

    [Fact]
    public void Cross_long_is_liquidated_just_below_its_price_with_one_fee()
    {
        var desk = Long(110m, 10m);
        // cash 109; equity 109 + 10(p − 100) meets 1 % of 10p at p = 891 / 9.9 = 90
        Assert.Equal(90m, Assert.Single(desk.Snapshot.Positions).LiquidationPrice!.Value, 8);
        desk.Quote(90.0001m);
        Assert.False(desk.Position().IsFlat);
        desk.Quote(89.99m);
        Assert.True(desk.Position().IsFlat);
        // loss 100.1, fee 1 % of 899.9
        Assert.Equal(109m - 100.1m - 8.999m + desk.State.DeficitAbsorbed, desk.State.Cash);
        Assert.Equal(0.099m, desk.State.DeficitAbsorbed);
        Assert.Equal(0m, desk.State.Cash);
        Assert.Equal(ExitKind.Liquidation, Assert.Single(desk.Trades).Exit);
    }

    [Fact]
    public void Cross_gap_absorbs_the_deficit_explicitly()
    {
        var desk = Long(110m, 10m);
        desk.Quote(50m);
        // 109 − 500 − 5
        Assert.Equal(396m, desk.State.DeficitAbsorbed);
        Assert.Equal(0m, desk.State.Cash);
    }

    [Fact]
    public void Isolated_loss_stops_at_its_margin()
    {
        var desk = Long(1_000m, 10m, MarginMode.Isolated);
        Assert.Equal(100m, desk.Position().IsolatedMargin);
        desk.Quote(80m);
        // 999 after the entry fee, less the 100 of the position
        Assert.Equal(899m, desk.State.Cash);
        Assert.Equal(108m, desk.State.DeficitAbsorbed);
    }

    [Fact]
    public void Funding_is_charged_once_on_what_was_held_then_also_late()
    {
        var desk = Long(10_000m, 10m);
        var at = new DateTimeOffset(2026, 1, 5, 16, 0, 0, TimeSpan.Zero);
        desk.Quote(100m, after: TimeSpan.FromHours(7));
        desk.Submit(Desk.Market(Side.Sell, 8m));
        var cash = desk.State.Cash;
        desk.Do(new ChargeFunding(Desk.Btc, at, 0.001m, 101m));
        desk.Do(new ChargeFunding(Desk.Btc, at, 0.001m, 101m));
        // 10 were held at 16:00, not the 2 of now: 10 × 101 × 0.1 %
        Assert.Equal(cash - 1.01m, desk.State.Cash);
        desk.Do(new ChargeFunding(Desk.Btc, at.AddHours(-8), 0.001m, 101m));
        Assert.Equal(cash - 1.01m, desk.State.Cash);
    }

    [Fact]
    public void Unknown_mark_of_another_position_liquidates_nothing()
    {
        var desk = Long(110m, 10m);
        desk.Context.Clear();
        desk.Show(40m, 40m, Desk.Eth);
        desk.Do(new TriggersFired(Desk.Eth));
        Assert.False(desk.Position().IsFlat);
    }

    [Fact]
    public void LiquidationPrice_agrees_with_a_recorded_isolated_position_of_Hyperliquid()
    {
        // HYPE: 2 at 37.829, mark 37.826, margin 7.525754 at that mark, at most 10 times (maintenance half of a tenth): 35.8559189474
        var hype = Symbol.Parse("HYPE-USDT");
        var instrument = Desk.Instrument(hype) with { Tiers = MarginTable.Continuous((1_000_000m, 0.05m, 10m)) };
        Assert.Equal(35.8559189474m, PriceOf(instrument, 2m, 75.658m, 37.826m, MarginMode.Isolated, 7.531754m, 1_000m), 9);
    }

    [Fact]
    public void LiquidationPrice_agrees_with_a_recorded_cross_short_of_Hyperliquid()
    {
        // One account's headroom H stands behind both recorded prices, with a maintenance rate of 1 % at 50 times:
        // BTC −0.00785 at mark 26961.2 → 173198.69592357; ATOM −0.45 at mark 10.8 → 2561.83187333.
        var headroom = (173198.69592357m - 26961.2m) * 0.00785m * 1.01m;
        var instrument = Desk.Instrument(Desk.Eth) with { Tiers = MarginTable.Continuous((1_000_000m, 0.01m, 50m)) };
        var cash = headroom + (0.45m * 10.8m * 0.01m);
        Assert.Equal(2561.83187333m, PriceOf(instrument, -0.45m, 0.45m * 10.8m, 10.8m, MarginMode.Cross, 0m, cash), 4);
    }

    private static decimal PriceOf(Instrument instrument, decimal quantity, decimal cost, decimal mark, MarginMode mode, decimal isolated, decimal cash)
    {
        var position = new PositionData(
            instrument.Symbol, quantity, cost, 10m, 10m, mode, isolated, mark, OrderNote.None, new OrderId(1), Desk.Start,
            quantity, cost, 0m, 0m, 0m, 0m, [], false, []);
        var state = (new AccountState().ToData() with { Currency = "USDT", Cash = cash, Deposited = cash, LastOrderId = 1, Positions = [position] }).ToState();
        var context = new DecisionContext(new Dictionary<Symbol, Instrument> { [instrument.Symbol] = instrument }, Desk.Plain) { Now = Desk.Start };
        context.Set(MarketView.Of(instrument, new Quote(instrument.Symbol, Desk.Start, mark, 0m, mark, 0m, 1, 1)));
        return Assert.Single(state.Snapshot(context).Positions).LiquidationPrice!.Value;
    }

    [Theory]
    [InlineData(100, 105, 90, "100 105 90 95")]
    [InlineData(100, 105, 94, "100 105 94 95")]
    [InlineData(100, 105, 95, "100 95 105 95")]
    public void BarPath_goes_to_the_nearer_extreme_first(int open, int high, int low, string expected)
    {
        var bar = new Candle(Desk.Start, open, high, low, 95m, 1m);
        var nearer = string.Join(' ', Enumerable.Range(0, 4).Select(i => BarPath.PriceAt(bar, i).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(expected, nearer);
    }
}
