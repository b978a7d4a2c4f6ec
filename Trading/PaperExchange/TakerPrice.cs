using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>What a taker pays where there is no book to walk.</summary>
internal static class TakerPrice
{
    /// <summary>Slippage never exceeds this share of the price.</summary>
    public const decimal SlippageMax = 0.5m;

    /// <summary>The best price of the other side with slippage; rounded like an amount, not to the tick.</summary>
    public static decimal AtTouch(ExchangeRules rules, in MarketView view, Side side, decimal quantity) =>
        Slipped(rules, view, side, side == Side.Buy ? view.Ask : view.Bid, quantity);

    /// <summary><paramref name="price"/> made worse by the rules' slippage for <paramref name="quantity"/>.</summary>
    public static decimal Slipped(ExchangeRules rules, in MarketView view, Side side, decimal price, decimal quantity)
    {
        var share = ShareOf(rules, view, quantity);
        return share == 0m ? price : Math.Max(0.0000000001m, Amounts.Round(price * (1m + (share * side.Sign()))));
    }

    private static decimal ShareOf(ExchangeRules rules, in MarketView view, decimal quantity)
    {
        var bps = Math.Clamp(rules.SlippageBps / 10_000m, 0m, SlippageMax);
        switch (rules.Slippage)
        {
            case SlippageModel.None:
                return 0m;
            case SlippageModel.SquareRoot when view.DailyVolume > 0m && view.DailyVolatility > 0m:
                var root = Math.Sqrt((double)(quantity / view.DailyVolume));
                var share = (double)rules.ImpactCoefficient * (double)view.DailyVolatility * root;
                return share < (double)SlippageMax ? Math.Max(0m, (decimal)share) : SlippageMax;
            default:
                return bps;
        }
    }
}
