using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <summary>An account's whole state as data, for snapshots of the journal. Made and read by <see cref="AccountStates"/>.</summary>
/// <param name="Limits">The owner's own.</param>
/// <param name="AgentLimits">Those that agents bring, ascending by name; null for none.</param>
/// <param name="Breakers">Null for none.</param>
public sealed record AccountStateData(
    long Version,
    string? Currency,
    decimal Cash,
    decimal Deposited,
    decimal Realised,
    decimal Fees,
    decimal Funding,
    decimal DeficitAbsorbed,
    decimal Turnover,
    HaltCause Halt,
    string HaltReason,
    AccountLimits Limits,
    decimal PeakEquity,
    decimal DayStartEquity,
    DateTimeOffset Day,
    long LastOrderId,
    ImmutableArray<OrderData> Orders,
    ImmutableArray<PositionData> Positions,
    DateTimeOffset? ResetAt = null,
    ImmutableArray<AgentLimits>? AgentLimits = null,
    BreakerBook? Breakers = null)
{
    /// <summary>When orders that open were accepted last, ascending, while their number a minute is limited; null for none.</summary>
    public ImmutableArray<DateTimeOffset>? OpenedAt { get; init; }

    /// <summary>Parent orders in force, ascending by id; null for none.</summary>
    public ImmutableArray<ParentOrder>? Parents { get; init; }
}

public sealed record OrderData(
    OrderId Id,
    OrderIntent Intent,
    Side Side,
    OrderType Type,
    OrderRole Role,
    OrderStatus Status,
    bool Triggered,
    bool ReduceOnly,
    long Group,
    decimal Quantity,
    decimal Filled,
    decimal LimitPrice,
    decimal TriggerPrice,
    decimal Leverage,
    decimal Reserved,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? ActiveAt,
    long SeenSequence,
    DateTimeOffset SeenAt,
    int? Level = null);

/// <param name="Held">Hours since the epoch (of .NET ticks) and what was held at their end.</param>
/// <param name="HeldDropped">Older hours are no longer known.</param>
/// <param name="Funded">Funding timestamps charged last.</param>
public sealed record PositionData(
    Symbol Symbol,
    decimal Quantity,
    decimal EntryCost,
    decimal Leverage,
    decimal LeverageSetting,
    MarginMode Mode,
    decimal IsolatedMargin,
    decimal Mark,
    OrderNote EntryNote,
    OrderId EntryOrder,
    DateTimeOffset EntryAt,
    decimal TripEntered,
    decimal TripEntryNotional,
    decimal TripExitNotional,
    decimal TripRealised,
    decimal TripFees,
    decimal TripFunding,
    ImmutableArray<HeldHour> Held,
    bool HeldDropped,
    ImmutableArray<DateTimeOffset> Funded,
    PositionExits? Exits = null);

public readonly record struct HeldHour(long Hour, decimal Held);
