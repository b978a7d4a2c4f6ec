namespace OrleansTrader.Trading.Risk;

/// <summary>A limit by its name in <see cref="AccountLimits"/> or in a tenant's limits. Names are in the journal for good; they are only added to.</summary>
public enum RiskLimit
{
    None,
    LeverageMax,
    OrderNotionalMax,
    PositionNotionalMax,
    OpenPositionsMax,
    DailyLossMax,
    DrawdownMax,
    PriceCollar,
    SymbolNotionalMax,
    GrossNotionalMax,
    EffectiveLeverageMax,
    AssetExposureMax,
    GroupExposureMax,
    TradeRiskMax,
    OrdersPerMinuteMax,
    LiquidationDistanceMin,
    HoldMinutesMin,
    HoldMinutesMax,
    Hours,
    SymbolsAllowed,
    SymbolsBlocked,
    Margin,
    Halt,
    TenantGrossNotionalMax,
    TenantAssetExposureMax,
    TenantGroupExposureMax,
    TenantOpenPositionsMax,
    TenantDailyLossMax,
}
