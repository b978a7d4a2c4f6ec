using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Accounts;

/// <summary>
/// Something that happened to an account, as journaled: one struct for every kind, so that a buffer of them needs no
/// allocation. It is made from a payload and read back as the same payload; <see cref="Kind"/> tells which.
/// </summary>
public readonly partial record struct AccountEvent
{
    private readonly decimal _amount1, _amount2, _amount3, _amount4, _amount5, _amount6, _amount7, _amount8, _amount9;
    private readonly long _at, _long1, _long2, _long3, _long4, _long5;
    private readonly object? _object1, _object2;
    private readonly Symbol _symbol;
    private readonly byte _flag1, _flag2, _flag3, _flag4;

    private AccountEvent(AccountEventKind kind, DateTimeOffset at)
    {
        Kind = kind;
        _at = at.UtcTicks;
    }

    public AccountEventKind Kind { get; }

    public DateTimeOffset At => new(_at, TimeSpan.Zero);

    /// <summary>The symbol that the event names itself; null for events of the account or of an order (which names it).</summary>
    public Symbol? Symbol => _symbol == default ? null : _symbol;

    private bool Is(AccountEventKind kind) => Kind == kind;

    private InvalidOperationException Not(AccountEventKind asked) => new($"the event is {Kind}, not {asked}");

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? OptionalInstant(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    public AccountEvent(in TradeClosed payload)
        : this(AccountEventKind.TradeClosed, payload.At)
    {
        var trade = payload.Trade;
        _symbol = trade.Symbol;
        _flag1 = (byte)trade.Side;
        _flag2 = (byte)trade.Exit;
        _amount1 = trade.Quantity;
        _amount2 = trade.EntryNotional;
        _amount3 = trade.ExitNotional;
        _amount4 = trade.Realised;
        _amount5 = trade.Fees;
        _amount6 = trade.Funding;
        _long1 = trade.EntryAt.UtcTicks;
        _long2 = trade.ExitAt.UtcTicks;
        _long3 = trade.EntryOrder.Value;
        _long4 = trade.ExitOrder.Value;
        _object1 = trade.EntryNote;
        _object2 = trade.ExitNote;
    }

    public AccountEvent(in AccountOpened payload)
        : this(AccountEventKind.AccountOpened, payload.At)
    {
        _object1 = payload.Currency;
        _amount1 = payload.Cash;
        _object2 = payload.Limits;
    }

    public AccountEvent(in CashDeposited payload)
        : this(AccountEventKind.CashDeposited, payload.At)
    {
        _amount1 = payload.Amount;
    }

    public AccountEvent(in CashWithdrawn payload)
        : this(AccountEventKind.CashWithdrawn, payload.At)
    {
        _amount1 = payload.Amount;
    }

    public AccountEvent(in LimitsChanged payload)
        : this(AccountEventKind.LimitsChanged, payload.At)
    {
        _object1 = payload.Limits;
    }

    public AccountEvent(in AgentLimitsChanged payload)
        : this(AccountEventKind.AgentLimitsChanged, payload.At)
    {
        _object1 = payload.Agent;
        _object2 = payload.Limits;
    }

    public AccountEvent(in LeverageChanged payload)
        : this(AccountEventKind.LeverageChanged, payload.At)
    {
        _symbol = payload.Symbol;
        _amount1 = payload.Leverage;
    }

    public AccountEvent(in MarginModeChanged payload)
        : this(AccountEventKind.MarginModeChanged, payload.At)
    {
        _symbol = payload.Symbol;
        _flag1 = (byte)payload.Mode;
    }

    public AccountEvent(in IsolatedMarginMoved payload)
        : this(AccountEventKind.IsolatedMarginMoved, payload.At)
    {
        _symbol = payload.Symbol;
        _amount1 = payload.Amount;
    }

    public AccountEvent(in OrderAccepted payload)
        : this(AccountEventKind.OrderAccepted, payload.At)
    {
        _long1 = payload.Order.Value;
        _object1 = payload.Intent;
        _flag1 = (byte)payload.Role;
        _flag2 = (byte)payload.Side;
        _flag3 = (byte)payload.Type;
        _flag4 = payload.ReduceOnly ? (byte)1 : (byte)0;
        _amount1 = payload.Quantity;
        _amount2 = payload.LimitPrice;
        _amount3 = payload.TriggerPrice;
        _amount4 = payload.Leverage;
        _amount5 = payload.Reserved;
        _amount6 = payload.Level ?? 0;
        _long2 = payload.Group;
        _long3 = payload.ActiveAt?.UtcTicks ?? 0;
        _long4 = payload.Sequence;
        _long5 = payload.QuoteAt.UtcTicks;
    }

    public AccountEvent(in ExitsSet payload)
        : this(AccountEventKind.ExitsSet, payload.At)
    {
        _symbol = payload.Symbol;
        _object1 = payload.Bracket;
        _long2 = payload.Group;
    }

    public AccountEvent(in OrderActivated payload)
        : this(AccountEventKind.OrderActivated, payload.At)
    {
        _long1 = payload.Order.Value;
        _long4 = payload.Sequence;
        _long5 = payload.QuoteAt.UtcTicks;
    }

    public AccountEvent(in OrderTriggered payload)
        : this(AccountEventKind.OrderTriggered, payload.At)
    {
        _long1 = payload.Order.Value;
        _long3 = payload.WorkAt?.UtcTicks ?? 0;
        _long4 = payload.Sequence;
        _long5 = payload.QuoteAt.UtcTicks;
    }

    public AccountEvent(in StopRatcheted payload)
        : this(AccountEventKind.StopRatcheted, payload.At)
    {
        _long1 = payload.Order.Value;
        _amount1 = payload.TriggerPrice;
        _long4 = payload.Sequence;
        _long5 = payload.QuoteAt.UtcTicks;
    }

    public AccountEvent(in OrderAmended payload)
        : this(AccountEventKind.OrderAmended, payload.At)
    {
        _long1 = payload.Order.Value;
        _amount1 = payload.Quantity;
        _amount2 = payload.LimitPrice;
        _amount3 = payload.TriggerPrice;
        _amount4 = payload.Reserved;
    }

    public AccountEvent(in OrderFilled payload)
        : this(AccountEventKind.OrderFilled, payload.At)
    {
        _long1 = payload.Order.Value;
        _symbol = payload.Symbol;
        _flag1 = (byte)payload.Side;
        _amount1 = payload.Price;
        _amount2 = payload.Quantity;
        _amount3 = payload.Notional;
        _amount4 = payload.Fee;
        _flag2 = payload.IsMaker ? (byte)1 : (byte)0;
        _flag3 = payload.IsReducing ? (byte)1 : (byte)0;
        _amount5 = payload.Realised;
        _amount6 = payload.CostReleased;
        _amount7 = payload.ReserveReleased;
        _amount8 = payload.IsolatedDelta;
        _amount9 = payload.Mark;
        _long4 = payload.Sequence;
        _long5 = payload.QuoteAt.UtcTicks;
    }

    public AccountEvent(in OrderEnded payload)
        : this(AccountEventKind.OrderEnded, payload.At)
    {
        _long1 = payload.Order.Value;
        _flag1 = (byte)payload.Status;
        _flag2 = (byte)payload.Reason;
    }

    public AccountEvent(in FundingCharged payload)
        : this(AccountEventKind.FundingCharged, payload.At)
    {
        _symbol = payload.Symbol;
        _long1 = payload.FundingAt.UtcTicks;
        _amount1 = payload.Rate;
        _amount2 = payload.Mark;
        _amount3 = payload.Quantity;
        _amount4 = payload.Amount;
        _amount5 = payload.IsolatedDelta;
    }

    public AccountEvent(in LiquidationStarted payload)
        : this(AccountEventKind.LiquidationStarted, payload.At)
    {
        _symbol = payload.Symbol ?? default;
        _amount1 = payload.Equity;
        _amount2 = payload.Maintenance;
    }

    public AccountEvent(in DeficitAbsorbed payload)
        : this(AccountEventKind.DeficitAbsorbed, payload.At)
    {
        _amount1 = payload.Amount;
    }

    public AccountEvent(in MarkMoved payload)
        : this(AccountEventKind.MarkMoved, payload.At)
    {
        _symbol = payload.Symbol;
        _amount1 = payload.Mark;
    }

    public AccountEvent(in EquityMarked payload)
        : this(AccountEventKind.EquityMarked, payload.At)
    {
        _amount1 = payload.Equity;
        _amount2 = payload.Peak;
        _amount3 = payload.DayStart;
        _long1 = payload.Day.UtcTicks;
    }

    public AccountEvent(in AccountHalted payload)
        : this(AccountEventKind.AccountHalted, payload.At)
    {
        _flag1 = (byte)payload.Cause;
        _object1 = payload.Reason;
        _flag2 = payload.Flatten ? (byte)1 : (byte)0;
    }

    public AccountEvent(in AccountResumed payload)
        : this(AccountEventKind.AccountResumed, payload.At)
    {
    }

    public AccountEvent(in AccountReset payload)
        : this(AccountEventKind.AccountReset, payload.At)
    {
        _amount1 = payload.Released;
        _amount2 = payload.Cash;
    }
}
