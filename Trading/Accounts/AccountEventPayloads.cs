using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

public readonly record struct AccountOpened(DateTimeOffset At, string Currency, decimal Cash, AccountLimits Limits);

public readonly record struct CashDeposited(DateTimeOffset At, decimal Amount);

public readonly record struct CashWithdrawn(DateTimeOffset At, decimal Amount);

public readonly record struct LimitsChanged(DateTimeOffset At, AccountLimits Limits);

/// <param name="Limits">Null where the agent took them back.</param>
public readonly record struct AgentLimitsChanged(DateTimeOffset At, string Agent, AccountLimits? Limits);

public readonly record struct LeverageChanged(DateTimeOffset At, Symbol Symbol, decimal Leverage);

public readonly record struct MarginModeChanged(DateTimeOffset At, Symbol Symbol, MarginMode Mode);

/// <param name="Amount">Positive into the position's margin.</param>
public readonly record struct IsolatedMarginMoved(DateTimeOffset At, Symbol Symbol, decimal Amount);

/// <param name="Intent">What it came from; a bracket leg repeats the entry's.</param>
/// <param name="Quantity">In base currency, on the lot.</param>
/// <param name="LimitPrice">0 where the type has none.</param>
/// <param name="TriggerPrice">0 where the type has none.</param>
/// <param name="Reserved">Margin and fee set aside.</param>
/// <param name="Group">Orders that exclude each other; 0 for none.</param>
/// <param name="ActiveAt">Pending until then; null for at once.</param>
/// <param name="Sequence">Feed sequence of the last quote before it was in force.</param>
/// <param name="Level">The rung of a ladder that it is, from 1; null for none.</param>
public readonly record struct OrderAccepted(
    DateTimeOffset At,
    OrderId Order,
    OrderIntent Intent,
    OrderRole Role,
    Side Side,
    OrderType Type,
    bool ReduceOnly,
    decimal Quantity,
    decimal LimitPrice,
    decimal TriggerPrice,
    decimal Leverage,
    decimal Reserved,
    long Group,
    DateTimeOffset? ActiveAt,
    long Sequence,
    DateTimeOffset QuoteAt,
    int? Level = null);

/// <summary>A whole position was given one set of exits; its orders are accepted next, in the same commit.</summary>
/// <param name="Group">Of its orders; negative.</param>
public readonly record struct ExitsSet(DateTimeOffset At, Symbol Symbol, Bracket Bracket, long Group);

/// <summary>The latency has passed: the order is at the venue.</summary>
public readonly record struct OrderActivated(DateTimeOffset At, OrderId Order, long Sequence, DateTimeOffset QuoteAt);

/// <summary>A stop's or take-profit's condition was met.</summary>
/// <param name="WorkAt">When the remainder is worked again, where it found too little liquidity; otherwise null.</param>
public readonly record struct OrderTriggered(DateTimeOffset At, OrderId Order, DateTimeOffset? WorkAt, long Sequence, DateTimeOffset QuoteAt);

public readonly record struct StopRatcheted(DateTimeOffset At, OrderId Order, decimal TriggerPrice, long Sequence, DateTimeOffset QuoteAt);

public readonly record struct OrderAmended(
    DateTimeOffset At, OrderId Order, decimal Quantity, decimal LimitPrice, decimal TriggerPrice, decimal Reserved);

/// <summary>A fill, either wholly increasing or wholly reducing: one that flips a position is two.</summary>
/// <param name="Notional">Price × quantity, rounded.</param>
/// <param name="Fee">Positive is paid.</param>
/// <param name="IsMaker">It rested; otherwise it took.</param>
/// <param name="IsReducing">It took from the position.</param>
/// <param name="Realised">Of a reduction, before the fee.</param>
/// <param name="CostReleased">Entry cost of what a reduction took away.</param>
/// <param name="ReserveReleased">Of the margin set aside for the order.</param>
/// <param name="IsolatedDelta">Margin into (positive) or out of an isolated position.</param>
/// <param name="Mark">The mark at the time.</param>
public readonly record struct OrderFilled(
    DateTimeOffset At,
    OrderId Order,
    Symbol Symbol,
    Side Side,
    decimal Price,
    decimal Quantity,
    decimal Notional,
    decimal Fee,
    bool IsMaker,
    bool IsReducing,
    decimal Realised,
    decimal CostReleased,
    decimal ReserveReleased,
    decimal IsolatedDelta,
    decimal Mark,
    long Sequence,
    DateTimeOffset QuoteAt);

/// <summary>An order left the market unfilled or with a remainder.</summary>
/// <param name="Status">Cancelled, expired or rejected.</param>
public readonly record struct OrderEnded(DateTimeOffset At, OrderId Order, OrderStatus Status, OrderEndReason Reason);

public readonly record struct TradeClosed(DateTimeOffset At, ClosedTrade Trade);

/// <param name="FundingAt">The venue's timestamp; earlier than <paramref name="At"/> if it was missed.</param>
/// <param name="Quantity">Signed base quantity held then.</param>
/// <param name="Amount">Positive is received: <c>−quantity × mark × rate</c>.</param>
/// <param name="IsolatedDelta">The part of the amount that moved an isolated position's margin.</param>
public readonly record struct FundingCharged(
    DateTimeOffset At,
    Symbol Symbol,
    DateTimeOffset FundingAt,
    decimal Rate,
    decimal Mark,
    decimal Quantity,
    decimal Amount,
    decimal IsolatedDelta);

/// <param name="Symbol">Null for the whole cross account.</param>
public readonly record struct LiquidationStarted(DateTimeOffset At, Symbol? Symbol, decimal Equity, decimal Maintenance);

/// <summary>Losses beyond the account's (or the isolated position's) money, taken over by the venue.</summary>
public readonly record struct DeficitAbsorbed(DateTimeOffset At, decimal Amount);

/// <summary>A mark crossed its band without breaching a threshold; the bands are laid anew round it.</summary>
public readonly record struct MarkMoved(DateTimeOffset At, Symbol Symbol, decimal Mark);

/// <summary>Equity set a new high, or a new day began.</summary>
public readonly record struct EquityMarked(DateTimeOffset At, decimal Equity, decimal Peak, decimal DayStart, DateTimeOffset Day);

public readonly record struct AccountHalted(DateTimeOffset At, HaltCause Cause, string Reason, bool Flatten);

public readonly record struct AccountResumed(DateTimeOffset At);

/// <summary>Begun anew: whatever cash was there went out, and <paramref name="Cash"/> came in; every sum starts at nought.</summary>
/// <param name="Released">The cash that went out.</param>
public readonly record struct AccountReset(DateTimeOffset At, decimal Released, decimal Cash);

/// <param name="Quantity">In base currency, on the lot.</param>
/// <param name="ArrivalPrice">The mid at that instant.</param>
/// <param name="EndsAt">The deadline.</param>
public readonly record struct ParentAccepted(
    DateTimeOffset At, OrderId Parent, ParentIntent Intent, decimal Quantity, decimal ArrivalPrice, DateTimeOffset EndsAt, long Sequence,
    DateTimeOffset QuoteAt);

/// <summary>A parent order took its next step; see <see cref="ParentOrder"/> for what the fields say.</summary>
public readonly record struct ParentAdvanced(
    DateTimeOffset At, OrderId Parent, int Step, int Tries, OrderId? Child, bool IsTaking, decimal Mid, DateTimeOffset NextAt, long Sequence,
    DateTimeOffset QuoteAt);

/// <param name="Refusal">Why a child was refused, where that ended it.</param>
/// <param name="Children">How many orders it made.</param>
/// <param name="Report">What it cost against the arrival price.</param>
public readonly record struct ParentEnded(
    DateTimeOffset At, OrderId Parent, Symbol Symbol, ParentEndReason Reason, RefusalCode Refusal, int Children, ShortfallReport Report);
