using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>What a trade would cost and how long it would last, a unit of base currency.</summary>
public static class Costs
{
    /// <summary>Longest hold that is reckoned with.</summary>
    public static readonly TimeSpan HoldMax = TimeSpan.FromDays(7);

    // The mean range of a Brownian motion over an interval is σ √(8/π): σ² = range² · π / 8.
    private const decimal VarianceOfRange = 0.3927m;

    /// <param name="stopDistance">Above zero.</param>
    /// <param name="targetDistance">Null without a target: then the hold is reckoned with twice the stop's.</param>
    /// <param name="sign">1 for long, −1 for short.</param>
    public static RoadCosts Of(decimal entry, decimal stopDistance, decimal? targetDistance, decimal sign, MarketFacts facts)
    {
        var fees = 2m * facts.TakerFee * entry;
        var slippage = (facts.Ask - facts.Bid) + (2m * Enrichment.SlippageShare * entry);
        var hold = HoldOf(stopDistance, targetDistance ?? (2m * stopDistance), facts);
        var paid = facts.FundingEvery > TimeSpan.Zero ? Math.Max(0m, facts.FundingRate * sign) : 0m;
        var times = paid > 0m ? decimal.Ceiling((decimal)hold.Ticks / facts.FundingEvery.Ticks) : 0m;
        var funding = paid * times * entry;
        var total = fees + slippage + funding;
        decimal? riskReward = targetDistance is { } target ? decimal.Round((target - total) / (stopDistance + total), 4) : null;
        return new RoadCosts(fees, slippage, funding, hold, riskReward);
    }

    /// <summary>
    /// The mean time until a driftless random walk leaves a band of the stop's distance on one side and the target's on the other,
    /// <c>stop · target / σ²</c> (e.g. Feller, An Introduction to Probability Theory I, XIV.3), with σ from the average true range. Where that is
    /// unknown, a day.
    /// </summary>
    private static TimeSpan HoldOf(decimal stopDistance, decimal targetDistance, MarketFacts facts)
    {
        if (facts.Atr is not { } atr || atr <= 0m)
            return TimeSpan.FromDays(1);
        var interval = facts.Timeframe.Length();
        var candles = Math.Min(stopDistance * targetDistance / (atr * atr * VarianceOfRange), (decimal)HoldMax.Ticks / interval.Ticks);
        return TimeSpan.FromTicks(Math.Clamp((long)(candles * interval.Ticks), interval.Ticks, HoldMax.Ticks));
    }
}
