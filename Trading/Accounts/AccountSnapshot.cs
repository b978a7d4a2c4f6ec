using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <summary>An account as readers see it at given marks; immutable. Amounts in the account's currency.</summary>
/// <param name="Version">Of the journal: the number of events behind it.</param>
/// <param name="InitialMargin">What the positions tie up.</param>
/// <param name="MaintenanceMargin">Equity below this is liquidated.</param>
/// <param name="ReservedMargin">What open orders tie up.</param>
/// <param name="ResetAt">When the account was last begun anew: all sums count from there; null where it never was.</param>
/// <param name="Limits">The limits in force: the strictest of all. Null in snapshots of before they were told.</param>
/// <param name="OwnLimits">Those that the owner set.</param>
/// <param name="AgentLimits">Those that agents bring, ascending by name; null for none.</param>
/// <param name="Breakers">Rules and what is tripped; null where there is neither.</param>
/// <param name="AvailableMargin">What a new order may use; never negative.</param>
public sealed record AccountSnapshot(
    long Version,
    DateTimeOffset At,
    string Currency,
    decimal Cash,
    decimal Equity,
    decimal Unrealised,
    decimal InitialMargin,
    decimal MaintenanceMargin,
    decimal ReservedMargin,
    decimal AvailableMargin,
    decimal Deposited,
    decimal Realised,
    decimal Fees,
    decimal Funding,
    decimal DeficitAbsorbed,
    decimal Turnover,
    decimal PeakEquity,
    decimal DayStartEquity,
    HaltCause Halt,
    string HaltReason,
    ImmutableArray<PositionView> Positions,
    ImmutableArray<OrderView> Orders,
    DateTimeOffset? ResetAt = null,
    AccountLimits? Limits = null,
    AccountLimits? OwnLimits = null,
    ImmutableArray<AgentLimits>? AgentLimits = null,
    AccountBreakers? Breakers = null)
{
    /// <summary>When orders that open were accepted last, ascending, while their number a minute is limited; null for none.</summary>
    public ImmutableArray<DateTimeOffset>? OpenedAt { get; init; }

    /// <summary>Parent orders in force, ascending by id; null for none.</summary>
    public ImmutableArray<ParentOrder>? Parents { get; init; }

    /// <summary>What its own, its tenant's and the service's breakers let it trade; a market's breaker may be stricter.</summary>
    public TradingState State => Breakers?.State is > TradingState.Active and var state ? state
        : Halt == HaltCause.Archived ? TradingState.Halted : Halt == HaltCause.None ? TradingState.Active : TradingState.Reducing;
}

/// <param name="Quantity">Signed base quantity.</param>
/// <param name="LiquidationPrice">
/// The mark at which this position alone would bring the account (or the isolated position) to its maintenance margin, other
/// marks unchanged; null where no price does.
/// </param>
/// <param name="Exits">The one set of exits of the whole position; null where its orders' brackets, or nothing, protect it.</param>
/// <param name="StopPrice">Where the nearest stop stands now, trailing ones too; null for none.</param>
/// <param name="TargetPrice">The nearest target; null for none.</param>
public sealed record PositionView(
    Symbol Symbol,
    decimal Quantity,
    decimal EntryPrice,
    decimal Mark,
    decimal Notional,
    decimal Unrealised,
    decimal Leverage,
    MarginMode Mode,
    decimal IsolatedMargin,
    decimal InitialMargin,
    decimal MaintenanceMargin,
    decimal? LiquidationPrice,
    DateTimeOffset EntryAt,
    OrderNote EntryNote,
    PositionExits? Exits = null,
    decimal? StopPrice = null,
    decimal? TargetPrice = null);

/// <param name="LimitPrice">Null where the type has none.</param>
/// <param name="TriggerPrice">Null where the type has none.</param>
/// <param name="TrailingOffset">Distance of a trailing stop from the best price, in quote currency; null for other types.</param>
/// <param name="TrailingPercent">Distance of a trailing stop in percent of the best price; null where it is an offset.</param>
/// <param name="Level">The rung of a ladder that it is, from 1; null for none.</param>
/// <param name="ExpiresAt">When the order ends, or of a time exit when it acts; null for none.</param>
public sealed record OrderView(
    OrderId Id,
    Symbol Symbol,
    Side Side,
    OrderType Type,
    OrderRole Role,
    OrderStatus Status,
    bool Triggered,
    bool ReduceOnly,
    decimal Quantity,
    decimal Filled,
    decimal? LimitPrice,
    decimal? TriggerPrice,
    decimal Reserved,
    TimeInForce TimeInForce,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset AcceptedAt,
    OrderNote Note,
    decimal? TrailingOffset = null,
    decimal? TrailingPercent = null,
    int? Level = null)
{
    /// <summary>The parent order that made it, or whose parts it protects; null for an order of its own.</summary>
    public OrderId? Parent { get; init; }
}
