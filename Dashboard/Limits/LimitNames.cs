using OrleansTrader.Dashboard.Figures;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Dashboard.Limits;

/// <summary>Limits and their figures in words.</summary>
public static class LimitNames
{
    public static string Of(RiskLimit limit) => limit switch
    {
        RiskLimit.LeverageMax => "Leverage of a position",
        RiskLimit.OrderNotionalMax => "An open order",
        RiskLimit.PositionNotionalMax => "A position",
        RiskLimit.SymbolNotionalMax => "A position of",
        RiskLimit.OpenPositionsMax or RiskLimit.TenantOpenPositionsMax => "Positions",
        RiskLimit.GrossNotionalMax or RiskLimit.TenantGrossNotionalMax => "All positions",
        RiskLimit.EffectiveLeverageMax => "Effective leverage",
        RiskLimit.AssetExposureMax or RiskLimit.TenantAssetExposureMax => "An asset",
        RiskLimit.GroupExposureMax or RiskLimit.TenantGroupExposureMax => "A group of assets",
        RiskLimit.TradeRiskMax => "Risk at the stops",
        RiskLimit.DailyLossMax or RiskLimit.TenantDailyLossMax => "Loss since midnight UTC",
        RiskLimit.DrawdownMax => "Drawdown",
        RiskLimit.OrdersPerMinuteMax => "Orders in the last minute",
        RiskLimit.LiquidationDistanceMin => "Distance to liquidation, at least",
        RiskLimit.PriceCollar => "Price off the mark",
        RiskLimit.HoldMinutesMin => "Hold, at least",
        RiskLimit.HoldMinutesMax => "Longest hold",
        RiskLimit.Hours => "Hours",
        RiskLimit.SymbolsAllowed => "Only these markets",
        RiskLimit.SymbolsBlocked => "Not these markets",
        _ => limit.ToString(),
    };

    public static string Number(decimal? value, LimitUnit unit) => unit switch
    {
        LimitUnit.Amount => Figure.Money(value),
        LimitUnit.Share => Figure.Percent((double?)value),
        LimitUnit.Times => value is null ? Figure.None : $"{Figure.Number(value, 2)}×",
        LimitUnit.Minutes => value is null ? Figure.None : $"{Figure.Number(value, 1)} min",
        LimitUnit.Count => Figure.Number(value, 0),
        _ => Figure.None,
    };

    /// <summary>Of the limits that accounts share.</summary>
    public static LimitUnit UnitOf(RiskLimit limit) => limit == RiskLimit.TenantOpenPositionsMax ? LimitUnit.Count : LimitUnit.Amount;
}
