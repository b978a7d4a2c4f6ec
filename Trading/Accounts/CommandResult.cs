using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

public enum RefusalCode
{
    None,
    NotOpened,
    AlreadyOpened,
    InvalidValue,
    UnknownSymbol,
    UnknownCommand,
    WrongCurrency,
    Tick,
    Lot,
    QuantityTooSmall,
    QuantityTooLarge,
    NotionalTooSmall,
    NotionalTooLarge,
    LeverageTooHigh,
    InsufficientMargin,
    InsufficientCash,
    PriceCollar,
    Halted,
    NotHalted,
    NoMarket,
    StaleMarket,
    ReduceOnlyWithoutPosition,
    WouldTake,
    Expired,
    TooManyOrders,
    TooManySymbols,
    UnknownOrder,
    WrongTransition,
    NoPosition,
    PositionOpen,
    NotIsolated,
    NoLiquidity,
    RiskOrderNotional,
    RiskPositionNotional,
    RiskOpenPositions,
    RiskLeverage,
    FundingTooLate,
    OrdersOpen,
    AgentActive,
    QuotaExceeded,
    NotAllowed,
    RiskSymbolNotional,
    RiskGrossNotional,
    RiskEffectiveLeverage,
    RiskAssetExposure,
    RiskGroupExposure,
    RiskPerTrade,
    RiskOrdersPerMinute,
    RiskLiquidationDistance,
    RiskHoldMin,
    RiskHours,
    RiskSymbolNotAllowed,
    RiskSymbolBlocked,
    RiskTenantGrossNotional,
    RiskTenantAssetExposure,
    RiskTenantGroupExposure,
    RiskTenantOpenPositions,
    RiskTenantDailyLoss,
    RiskTenantHeadroom,
}

/// <summary>Why a command was not carried out: a value, never an exception.</summary>
/// <param name="Field">The part of the command that is at fault, e.g. <c>LimitPrice</c>.</param>
/// <param name="Value">What it was.</param>
/// <param name="Remedy">What would be accepted.</param>
public sealed record Refusal(RefusalCode Code, string Field, string Value, string Remedy)
{
    /// <summary>How long until the same command may be accepted, by the clock of the books; null where waiting alone changes nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public override string ToString() => $"{Code}: {Field} = {Value}; {Remedy}";
}

/// <summary>The answer to a command. Accepted with no events means that nothing had to change.</summary>
/// <param name="Order">The order that was made, or the first of two; null where the command makes none.</param>
/// <param name="Refusal">Null if accepted.</param>
public readonly record struct CommandResult(OrderId? Order, Refusal? Refusal)
{
    /// <summary>What the risk policy said of the command's orders; null where it was not asked, or nothing was limited.</summary>
    public RiskVerdict? Verdict { get; init; }

    public static CommandResult Accepted => default;

    public bool IsAccepted => Refusal is null;

    public static CommandResult Made(OrderId order) => new(order, null);

    public static CommandResult Refused(Refusal refusal) => new(null, refusal);
}
