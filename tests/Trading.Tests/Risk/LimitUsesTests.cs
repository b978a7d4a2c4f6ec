using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk;

public sealed class LimitUsesTests
{
    [Fact]
    public void Of_books_measures_each_limit_that_is_set_and_no_other()
    {
        var desk = new Desk(limits: new AccountLimits(LeverageMax: 20m, OrderNotionalMax: 2_000m, PositionNotionalMax: 4_000m, OpenPositionsMax: 4, DailyLossMax: 500m, DrawdownMax: 0.5m, PriceCollar: 0.1m)
        {
            SymbolNotionalMax = SymbolAmounts.Parse("ETH-USDT 1000"), GrossNotionalMax = 10_000m, EffectiveLeverageMax = 2m, AssetExposureMax = 8_000m, GroupExposureMax = 5_000m,
            Groups = AssetGroups.Parse("first: BTC"), TradeRiskMax = 0.05m, OrdersPerMinuteMax = 10, LiquidationDistanceMin = 0.1m, HoldMinutesMin = 1m, HoldMinutesMax = 60m,
            Hours = TradingHours.Parse("daily 08:00-20:00"), SymbolsBlocked = SymbolSet.Parse("DOGE-USDT"),
        });
        desk.Quote(100m);
        desk.Quote(50m, symbol: Desk.Eth);
        desk.Submit(Desk.Market(Side.Buy, 20m) with { Bracket = new Bracket(90m) });
        desk.Submit(Desk.Limit(Side.Buy, 10m, 98m) with { Bracket = new Bracket(90m) });
        desk.Quote(99m, after: TimeSpan.FromSeconds(30));
        desk.Context.Now += TimeSpan.FromSeconds(29);

        var uses = LimitUses.Of(desk.Snapshot);

        Assert.Equal(
            [
                RiskLimit.LeverageMax, RiskLimit.OrderNotionalMax, RiskLimit.PriceCollar, RiskLimit.OrdersPerMinuteMax, RiskLimit.PositionNotionalMax, RiskLimit.SymbolNotionalMax,
                RiskLimit.OpenPositionsMax, RiskLimit.GrossNotionalMax, RiskLimit.EffectiveLeverageMax, RiskLimit.AssetExposureMax, RiskLimit.GroupExposureMax, RiskLimit.GroupExposureMax,
                RiskLimit.TradeRiskMax, RiskLimit.DailyLossMax, RiskLimit.DrawdownMax, RiskLimit.LiquidationDistanceMin, RiskLimit.HoldMinutesMin, RiskLimit.HoldMinutesMax, RiskLimit.Hours,
                RiskLimit.SymbolsBlocked,
            ],
            uses.Select(static use => use.Limit));
        Is(RiskLimit.LeverageMax, 10m, 0.5m);
        Is(RiskLimit.OrderNotionalMax, 980m, 0.49m);
        Is(RiskLimit.OrdersPerMinuteMax, 2m, 0.2m);
        Is(RiskLimit.PositionNotionalMax, 2_960m, 0.74m);
        Is(RiskLimit.SymbolNotionalMax, 0m, 0m);
        Is(RiskLimit.GrossNotionalMax, 2_960m, 0.296m);
        Is(RiskLimit.AssetExposureMax, 2_960m, 0.37m);
        Is(RiskLimit.DailyLossMax, 22m, 0.044m);
        Assert.Equal([("first", 2_960m), ("others", 0m)], uses.Where(static use => use.Limit == RiskLimit.GroupExposureMax).Select(static use => (use.Of!, use.Value!.Value)));
        Assert.Equal(200m / 9_978m, uses.Single(static use => use.Limit == RiskLimit.TradeRiskMax).Value);
        Assert.Equal("open now", uses.Single(static use => use.Limit == RiskLimit.Hours).Of);

        void Is(RiskLimit limit, decimal value, decimal used) => Assert.Equal((value, used), uses.Single(use => use.Limit == limit) is var use ? (use.Value!.Value, use.Used!.Value) : default);
    }

    [Fact]
    public void Of_an_account_without_limits_is_empty() => Assert.Empty(LimitUses.Of(new Desk().Snapshot));
}
