namespace OrleansTrader.Trading.Accounts;

/// <summary>What can have happened to an account. The camel-case names are in the journal for good.</summary>
public enum AccountEventKind : byte
{
    None,
    AccountOpened,
    CashDeposited,
    CashWithdrawn,
    LimitsChanged,
    LeverageChanged,
    MarginModeChanged,
    IsolatedMarginMoved,
    OrderAccepted,
    OrderActivated,
    OrderTriggered,
    StopRatcheted,
    OrderAmended,
    OrderFilled,
    OrderEnded,
    TradeClosed,
    FundingCharged,
    LiquidationStarted,
    DeficitAbsorbed,
    MarkMoved,
    EquityMarked,
    AccountHalted,
    AccountResumed,
    AccountReset,
    AgentLimitsChanged,
}
