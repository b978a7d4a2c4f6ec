using System.Collections.Immutable;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

/// <summary>A state as data and back.</summary>
public static class AccountStates
{
    public static AccountStateData ToData(this AccountState state)
    {
        var orders = ImmutableArray.CreateBuilder<OrderData>(state.Orders.Length);
        foreach (ref readonly var order in state.Orders)
            orders.Add(ToData(order));
        var positions = ImmutableArray.CreateBuilder<PositionData>(state.Positions.Length);
        foreach (ref readonly var position in state.Positions)
            positions.Add(ToData(position));
        return new AccountStateData(
            state.Version, state.Currency, state.Cash, state.Deposited, state.Realised, state.Fees, state.Funding,
            state.DeficitAbsorbed, state.Turnover, state.Halt, state.HaltReason, state.Limits, state.PeakEquity,
            state.DayStartEquity, state.Day, state.LastOrderId, orders.MoveToImmutable(), positions.MoveToImmutable(), state.ResetAt,
            state.AgentLimits.IsEmpty ? null : state.AgentLimits, state.Breakers)
        {
            OpenedAt = ToData(state.Openings),
            Parents = state.Parents.IsEmpty ? null : state.Parents,
        };
    }

    public static AccountState ToState(this AccountStateData data)
    {
        var state = new AccountState
        {
            Version = data.Version,
            Currency = data.Currency,
            Cash = data.Cash,
            Deposited = data.Deposited,
            Realised = data.Realised,
            Fees = data.Fees,
            Funding = data.Funding,
            DeficitAbsorbed = data.DeficitAbsorbed,
            Turnover = data.Turnover,
            Halt = data.Halt,
            HaltReason = data.HaltReason,
            Limits = data.Limits,
            PeakEquity = data.PeakEquity,
            DayStartEquity = data.DayStartEquity,
            DayTicks = data.Day.UtcTicks,
            LastOrderId = data.LastOrderId,
            ResetAt = data.ResetAt,
            AgentLimits = data.AgentLimits ?? [],
            Breakers = data.Breakers,
            Parents = data.Parents ?? [],
        };
        foreach (var at in data.OpenedAt ?? [])
            state.Openings.Add(at.UtcTicks, OpeningTimes.CountMax);
        foreach (var order in data.Orders)
            state.AddOrder(ToOrder(order));
        foreach (var position in data.Positions)
            Restore(ref state.SlotOf(position.Symbol), position);
        return state;
    }

    /// <summary>Equal to the last digit; the number of trailing zeros does not count.</summary>
    public static bool AreEqual(AccountStateData one, AccountStateData other)
    {
        if (Bare(one) != Bare(other) || !(one.OpenedAt ?? []).AsSpan().SequenceEqual((other.OpenedAt ?? []).AsSpan()) ||
            !(one.AgentLimits ?? []).AsSpan().SequenceEqual((other.AgentLimits ?? []).AsSpan()) ||
            !(one.Parents ?? []).AsSpan().SequenceEqual((other.Parents ?? []).AsSpan()) ||
            one.Positions.Length != other.Positions.Length || !one.Orders.AsSpan().SequenceEqual(other.Orders.AsSpan()))
            return false;
        for (var i = 0; i < one.Positions.Length; i++)
        {
            var (mine, theirs) = (one.Positions[i], other.Positions[i]);
            if ((mine with { Held = [], Funded = [] }) != (theirs with { Held = [], Funded = [] }) ||
                !mine.Held.AsSpan().SequenceEqual(theirs.Held.AsSpan()) || !mine.Funded.AsSpan().SequenceEqual(theirs.Funded.AsSpan()))
                return false;
        }

        return true;
    }

    private static AccountStateData Bare(AccountStateData data) => data with { Orders = [], Positions = [], AgentLimits = null, OpenedAt = null, Parents = null };

    internal static ImmutableArray<DateTimeOffset>? ToData(in OpeningTimes openings)
    {
        if (openings.Count == 0)
            return null;
        var at = ImmutableArray.CreateBuilder<DateTimeOffset>(openings.Count);
        for (var i = 0; i < openings.Count; i++)
            at.Add(new DateTimeOffset(openings[i], TimeSpan.Zero));
        return at.MoveToImmutable();
    }

    private static OrderData ToData(in Order order) => new(
        order.Id, order.Intent, order.Side, order.Type, order.Role, order.Status, order.Triggered, order.ReduceOnly, order.Group,
        order.Quantity, order.Filled, order.LimitPrice, order.TriggerPrice, order.Leverage, order.Reserved, order.AcceptedAt,
        order.ActiveAt, order.SeenSequence, new DateTimeOffset(order.SeenAtTicks, TimeSpan.Zero), order.Level == 0 ? null : order.Level);

    private static Order ToOrder(OrderData data) => new()
    {
        Id = data.Id,
        Intent = data.Intent,
        Side = data.Side,
        Type = data.Type,
        Role = data.Role,
        Status = data.Status,
        Triggered = data.Triggered,
        ReduceOnly = data.ReduceOnly,
        Group = data.Group,
        Quantity = data.Quantity,
        Filled = data.Filled,
        LimitPrice = data.LimitPrice,
        TriggerPrice = data.TriggerPrice,
        Leverage = data.Leverage,
        Reserved = data.Reserved,
        AcceptedAtTicks = data.AcceptedAt.UtcTicks,
        ActiveAtTicks = data.ActiveAt?.UtcTicks ?? 0,
        SeenSequence = data.SeenSequence,
        SeenAtTicks = data.SeenAt.UtcTicks,
        Level = data.Level ?? 0,
    };

    private static PositionData ToData(in Position position)
    {
        var held = ImmutableArray.CreateBuilder<HeldHour>(position.Held.Count);
        for (var i = 0; i < position.Held.Count; i++)
            held.Add(new HeldHour(position.Held[i].Hour, position.Held[i].Held));
        var funded = ImmutableArray.CreateBuilder<DateTimeOffset>(position.Funded.Count);
        for (var i = 0; i < position.Funded.Count; i++)
            funded.Add(new DateTimeOffset(position.Funded[i], TimeSpan.Zero));
        return new PositionData(
            position.Symbol, position.Quantity, position.EntryCost, position.Leverage, position.LeverageSetting, position.Mode,
            position.IsolatedMargin, position.Mark, position.EntryNote, position.EntryOrder,
            new DateTimeOffset(position.EntryAtTicks, TimeSpan.Zero), position.TripEntered, position.TripEntryNotional,
            position.TripExitNotional, position.TripRealised, position.TripFees, position.TripFunding,
            held.MoveToImmutable(), position.Held.HasDropped, funded.MoveToImmutable(), position.Exits);
    }

    private static void Restore(ref Position slot, PositionData data)
    {
        slot.Quantity = data.Quantity;
        slot.EntryCost = data.EntryCost;
        slot.Leverage = data.Leverage;
        slot.LeverageSetting = data.LeverageSetting;
        slot.Mode = data.Mode;
        slot.IsolatedMargin = data.IsolatedMargin;
        slot.Mark = data.Mark;
        slot.EntryNote = data.EntryNote;
        slot.EntryOrder = data.EntryOrder;
        slot.EntryAtTicks = data.EntryAt.UtcTicks;
        slot.TripEntered = data.TripEntered;
        slot.TripEntryNotional = data.TripEntryNotional;
        slot.TripExitNotional = data.TripExitNotional;
        slot.TripRealised = data.TripRealised;
        slot.TripFees = data.TripFees;
        slot.TripFunding = data.TripFunding;
        slot.Exits = data.Exits;
        foreach (var hour in data.Held)
            slot.Held.Record(hour.Hour * TimeSpan.TicksPerHour, hour.Held);
        slot.Held.Restore(data.HeldDropped);
        foreach (var at in data.Funded)
            slot.Funded.Add(at.UtcTicks);
    }
}
