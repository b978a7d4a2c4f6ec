namespace OrleansTrader.Trading.Risk;

/// <summary>A named set of limits, from careful to bold.</summary>
public enum RiskProfile
{
    Conservative,
    Moderate,
    Aggressive,
}

/// <summary>
/// What the named sets of limits are, in shares of an account's equity. The amounts are fixed when the profile is chosen: choosing it again
/// fits them to the equity of then.
/// </summary>
public static class RiskProfiles
{
    // | of equity             | conservative | moderate | aggressive |
    // |-----------------------|--------------|----------|------------|
    // | leverage of an order  | 1            | 3        | 10         |
    // | order                 | 0.15         | 0.5      | 1.5        |
    // | position              | 0.25         | 1        | 3          |
    // | all positions         | 0.75         | 2        | 5          |
    // | effective leverage    | 0.75         | 2        | 5          |
    // | group of assets       | 0.5          | 1.5      | 4          |
    // | risk of a trade       | 0.005        | 0.01     | 0.03       |
    // | daily loss            | 0.02         | 0.05     | 0.15       |
    // | drawdown              | 0.10         | 0.20     | 0.40       |
    // | positions             | 4            | 8        | 16         |
    // | orders a minute       | 6            | 20       | 60         |
    // | distance to liq.      | 0.4          | 0.2      | 0.05       |
    // | price off the mark    | 0.01         | 0.02     | 0.05       |
    private static readonly AccountLimits Conservative = new(
        LeverageMax: 1m, OrderNotionalMax: 0.15m, PositionNotionalMax: 0.25m, OpenPositionsMax: 4, DailyLossMax: 0.02m, DrawdownMax: 0.10m, PriceCollar: 0.01m)
    {
        GrossNotionalMax = 0.75m, EffectiveLeverageMax = 0.75m, GroupExposureMax = 0.5m, TradeRiskMax = 0.005m, OrdersPerMinuteMax = 6, LiquidationDistanceMin = 0.4m,
    };

    private static readonly AccountLimits Moderate = new(
        LeverageMax: 3m, OrderNotionalMax: 0.5m, PositionNotionalMax: 1m, OpenPositionsMax: 8, DailyLossMax: 0.05m, DrawdownMax: 0.20m, PriceCollar: 0.02m)
    {
        GrossNotionalMax = 2m, EffectiveLeverageMax = 2m, GroupExposureMax = 1.5m, TradeRiskMax = 0.01m, OrdersPerMinuteMax = 20, LiquidationDistanceMin = 0.2m,
    };

    private static readonly AccountLimits Aggressive = new(
        LeverageMax: 10m, OrderNotionalMax: 1.5m, PositionNotionalMax: 3m, OpenPositionsMax: 16, DailyLossMax: 0.15m, DrawdownMax: 0.40m, PriceCollar: 0.05m)
    {
        GrossNotionalMax = 5m, EffectiveLeverageMax = 5m, GroupExposureMax = 4m, TradeRiskMax = 0.03m, OrdersPerMinuteMax = 60, LiquidationDistanceMin = 0.05m,
    };

    /// <summary>The profile's limits with amounts as shares of equity.</summary>
    public static AccountLimits SharesOf(RiskProfile profile) => profile switch
    {
        RiskProfile.Conservative => Conservative,
        RiskProfile.Moderate => Moderate,
        RiskProfile.Aggressive => Aggressive,
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "no such profile"),
    };

    /// <summary>The profile's limits for an account of that equity, which must be above 0; amounts to the cent, downwards.</summary>
    public static AccountLimits Of(RiskProfile profile, decimal equity)
    {
        var shares = SharesOf(profile);
        return shares with
        {
            OrderNotionalMax = Amount(shares.OrderNotionalMax),
            PositionNotionalMax = Amount(shares.PositionNotionalMax),
            DailyLossMax = Amount(shares.DailyLossMax),
            GrossNotionalMax = Amount(shares.GrossNotionalMax),
            GroupExposureMax = Amount(shares.GroupExposureMax),
        };

        decimal? Amount(decimal? share) => share is { } given ? Math.Floor(given * equity * 100m) / 100m : null;
    }
}
