using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

/// <summary>The payloads read back. Each throws <see cref="InvalidOperationException"/> if the event is of another kind.</summary>
public readonly partial record struct AccountEvent
{
    public AccountOpened AccountOpened() => Is(AccountEventKind.AccountOpened)
        ? new(At, (string)_object1!, _amount1, (AccountLimits)_object2!)
        : throw Not(AccountEventKind.AccountOpened);

    public CashDeposited CashDeposited() => Is(AccountEventKind.CashDeposited)
        ? new(At, _amount1)
        : throw Not(AccountEventKind.CashDeposited);

    public CashWithdrawn CashWithdrawn() => Is(AccountEventKind.CashWithdrawn)
        ? new(At, _amount1)
        : throw Not(AccountEventKind.CashWithdrawn);

    public LimitsChanged LimitsChanged() => Is(AccountEventKind.LimitsChanged)
        ? new(At, (AccountLimits)_object1!)
        : throw Not(AccountEventKind.LimitsChanged);

    public AgentLimitsChanged AgentLimitsChanged() => Is(AccountEventKind.AgentLimitsChanged)
        ? new(At, (string)_object1!, (AccountLimits?)_object2)
        : throw Not(AccountEventKind.AgentLimitsChanged);

    public LeverageChanged LeverageChanged() => Is(AccountEventKind.LeverageChanged)
        ? new(At, _symbol, _amount1)
        : throw Not(AccountEventKind.LeverageChanged);

    public MarginModeChanged MarginModeChanged() => Is(AccountEventKind.MarginModeChanged)
        ? new(At, _symbol, (MarginMode)_flag1)
        : throw Not(AccountEventKind.MarginModeChanged);

    public IsolatedMarginMoved IsolatedMarginMoved() => Is(AccountEventKind.IsolatedMarginMoved)
        ? new(At, _symbol, _amount1)
        : throw Not(AccountEventKind.IsolatedMarginMoved);

    public OrderAccepted OrderAccepted() => Is(AccountEventKind.OrderAccepted)
        ? new(
            At, new OrderId(_long1), (OrderIntent)_object1!, (OrderRole)_flag1, (Side)_flag2, (OrderType)_flag3, _flag4 != 0,
            _amount1, _amount2, _amount3, _amount4, _amount5, _long2, OptionalInstant(_long3), _long4, Instant(_long5),
            _amount6 == 0m ? null : (int)_amount6)
        : throw Not(AccountEventKind.OrderAccepted);

    public ExitsSet ExitsSet() => Is(AccountEventKind.ExitsSet)
        ? new(At, _symbol, (Bracket)_object1!, _long2)
        : throw Not(AccountEventKind.ExitsSet);

    public OrderActivated OrderActivated() => Is(AccountEventKind.OrderActivated)
        ? new(At, new OrderId(_long1), _long4, Instant(_long5))
        : throw Not(AccountEventKind.OrderActivated);

    public OrderTriggered OrderTriggered() => Is(AccountEventKind.OrderTriggered)
        ? new(At, new OrderId(_long1), OptionalInstant(_long3), _long4, Instant(_long5))
        : throw Not(AccountEventKind.OrderTriggered);

    public StopRatcheted StopRatcheted() => Is(AccountEventKind.StopRatcheted)
        ? new(At, new OrderId(_long1), _amount1, _long4, Instant(_long5))
        : throw Not(AccountEventKind.StopRatcheted);

    public OrderAmended OrderAmended() => Is(AccountEventKind.OrderAmended)
        ? new(At, new OrderId(_long1), _amount1, _amount2, _amount3, _amount4)
        : throw Not(AccountEventKind.OrderAmended);

    public OrderFilled OrderFilled() => Is(AccountEventKind.OrderFilled)
        ? new(
            At, new OrderId(_long1), _symbol, (Side)_flag1, _amount1, _amount2, _amount3, _amount4, _flag2 != 0, _flag3 != 0,
            _amount5, _amount6, _amount7, _amount8, _amount9, _long4, Instant(_long5))
        : throw Not(AccountEventKind.OrderFilled);

    public OrderEnded OrderEnded() => Is(AccountEventKind.OrderEnded)
        ? new(At, new OrderId(_long1), (OrderStatus)_flag1, (OrderEndReason)_flag2)
        : throw Not(AccountEventKind.OrderEnded);

    public FundingCharged FundingCharged() => Is(AccountEventKind.FundingCharged)
        ? new(At, _symbol, Instant(_long1), _amount1, _amount2, _amount3, _amount4, _amount5)
        : throw Not(AccountEventKind.FundingCharged);

    public LiquidationStarted LiquidationStarted() => Is(AccountEventKind.LiquidationStarted)
        ? new(At, _symbol == default ? null : _symbol, _amount1, _amount2)
        : throw Not(AccountEventKind.LiquidationStarted);

    public DeficitAbsorbed DeficitAbsorbed() => Is(AccountEventKind.DeficitAbsorbed)
        ? new(At, _amount1)
        : throw Not(AccountEventKind.DeficitAbsorbed);

    public MarkMoved MarkMoved() => Is(AccountEventKind.MarkMoved)
        ? new(At, _symbol, _amount1)
        : throw Not(AccountEventKind.MarkMoved);

    public EquityMarked EquityMarked() => Is(AccountEventKind.EquityMarked)
        ? new(At, _amount1, _amount2, _amount3, Instant(_long1))
        : throw Not(AccountEventKind.EquityMarked);

    public AccountHalted AccountHalted() => Is(AccountEventKind.AccountHalted)
        ? new(At, (HaltCause)_flag1, (string)_object1!, _flag2 != 0)
        : throw Not(AccountEventKind.AccountHalted);

    public AccountResumed AccountResumed() => Is(AccountEventKind.AccountResumed)
        ? new(At)
        : throw Not(AccountEventKind.AccountResumed);

    public AccountReset AccountReset() => Is(AccountEventKind.AccountReset)
        ? new(At, _amount1, _amount2)
        : throw Not(AccountEventKind.AccountReset);

    public TradeClosed TradeClosed() => Is(AccountEventKind.TradeClosed)
        ? new(At, new ClosedTrade(
            _symbol, (Side)_flag1, _amount1, _amount2, _amount3, _amount4, _amount5, _amount6, Instant(_long1), Instant(_long2),
            new OrderId(_long3), new OrderId(_long4), (ExitKind)_flag2, (OrderNote)_object1!, (OrderNote)_object2!))
        : throw Not(AccountEventKind.TradeClosed);
}
