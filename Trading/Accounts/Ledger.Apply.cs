using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Accounts;

public static partial class Ledger
{
    /// <summary>Changes <paramref name="state"/> by one event of its journal. Never throws on an event that Decide made.</summary>
    public static void Apply(AccountState state, in AccountEvent happened)
    {
        state.Version++;
        switch (happened.Kind)
        {
            case AccountEventKind.OrderAccepted: Apply(state, happened.OrderAccepted()); break;
            case AccountEventKind.OrderActivated: Apply(state, happened.OrderActivated()); break;
            case AccountEventKind.OrderTriggered: Apply(state, happened.OrderTriggered()); break;
            case AccountEventKind.StopRatcheted: Apply(state, happened.StopRatcheted()); break;
            case AccountEventKind.OrderAmended: Apply(state, happened.OrderAmended()); break;
            case AccountEventKind.OrderFilled: Apply(state, happened.OrderFilled()); break;
            case AccountEventKind.OrderEnded: Apply(state, happened.OrderEnded()); break;
            case AccountEventKind.TradeClosed: Apply(state, happened.TradeClosed()); break;
            case AccountEventKind.FundingCharged: Apply(state, happened.FundingCharged()); break;
            case AccountEventKind.MarkMoved:
                var moved = happened.MarkMoved();
                state.SlotOf(moved.Symbol).Mark = moved.Mark;
                break;
            case AccountEventKind.ExitsSet: Apply(state, happened.ExitsSet()); break;
            case AccountEventKind.LiquidationStarted: break;
            case AccountEventKind.ParentAccepted: Apply(state, happened.ParentAccepted()); break;
            case AccountEventKind.ParentAdvanced: Apply(state, happened.ParentAdvanced()); break;
            case AccountEventKind.ParentEnded: Apply(state, happened.ParentEnded()); break;
            default: ApplyToAccount(state, happened); break;
        }
    }

    private static void ApplyToAccount(AccountState state, in AccountEvent happened)
    {
        switch (happened.Kind)
        {
            case AccountEventKind.AccountOpened: Apply(state, happened.AccountOpened()); break;
            case AccountEventKind.CashDeposited: MoveCash(state, happened.CashDeposited().Amount); break;
            case AccountEventKind.CashWithdrawn: MoveCash(state, -happened.CashWithdrawn().Amount); break;
            case AccountEventKind.LimitsChanged: state.Limits = happened.LimitsChanged().Limits; break;
            case AccountEventKind.AgentLimitsChanged:
                var brought = happened.AgentLimitsChanged();
                state.SetAgentLimits(brought.Agent, brought.Limits);
                break;
            case AccountEventKind.LeverageChanged: Apply(state, happened.LeverageChanged()); break;
            case AccountEventKind.MarginModeChanged:
                var mode = happened.MarginModeChanged();
                state.SlotOf(mode.Symbol).Mode = mode.Mode;
                break;
            case AccountEventKind.IsolatedMarginMoved:
                var margin = happened.IsolatedMarginMoved();
                state.SlotOf(margin.Symbol).IsolatedMargin += margin.Amount;
                break;
            case AccountEventKind.DeficitAbsorbed:
                state.Cash += happened.DeficitAbsorbed().Amount;
                state.DeficitAbsorbed += happened.DeficitAbsorbed().Amount;
                break;
            case AccountEventKind.EquityMarked: Apply(state, happened.EquityMarked()); break;
            case AccountEventKind.AccountHalted:
                var halted = happened.AccountHalted();
                state.Halt = halted.Cause;
                state.HaltReason = halted.Reason;
                break;
            case AccountEventKind.AccountResumed:
                state.Halt = HaltCause.None;
                state.HaltReason = string.Empty;
                break;
            case AccountEventKind.AccountReset: Apply(state, happened.AccountReset()); break;
            case AccountEventKind.BreakersChanged or AccountEventKind.BreakerTripped or AccountEventKind.BreakerReset or AccountEventKind.EquityWatched:
                ApplyToBreakers(state, happened);
                break;
        }
    }

    private static void Apply(AccountState state, in AccountOpened opened)
    {
        state.Currency = opened.Currency;
        state.Limits = opened.Limits;
        state.DayTicks = opened.At.UtcTicks - (opened.At.UtcTicks % TimeSpan.TicksPerDay);
        MoveCash(state, opened.Cash);
    }

    private static void Apply(AccountState state, in AccountReset reset)
    {
        state.Cash = state.Deposited = state.PeakEquity = state.DayStartEquity = reset.Cash;
        state.Realised = state.Fees = state.Funding = state.DeficitAbsorbed = state.Turnover = 0m;
        state.DayTicks = reset.At.UtcTicks - (reset.At.UtcTicks % TimeSpan.TicksPerDay);
        state.ResetAt = reset.At;
        state.Breakers = state.Breakers?.Restart(reset.At, reset.Cash);
    }

    private static void MoveCash(AccountState state, decimal amount)
    {
        state.Cash += amount;
        state.Deposited += amount;
        state.PeakEquity += amount;
        state.DayStartEquity += amount;
        state.Breakers = state.Breakers?.Shift(amount);
    }

    private static void Apply(AccountState state, in LeverageChanged changed)
    {
        ref var slot = ref state.SlotOf(changed.Symbol);
        slot.LeverageSetting = changed.Leverage;
        if (!slot.IsFlat)
            slot.Leverage = changed.Leverage;
    }

    private static void Apply(AccountState state, in EquityMarked marked)
    {
        state.PeakEquity = marked.Peak;
        state.DayStartEquity = marked.DayStart;
        state.DayTicks = marked.Day.UtcTicks;
    }

    private static void Apply(AccountState state, in OrderAccepted accepted)
    {
        state.LastOrderId = accepted.Order.Value;
        if (accepted.Reserved > 0m)
            CountOpening(state, accepted.At);
        state.AddOrder(new Order
        {
            Id = accepted.Order,
            Intent = accepted.Intent,
            Role = accepted.Role,
            Side = accepted.Side,
            Type = accepted.Type,
            Status = accepted.ActiveAt is null ? OrderStatus.Open : OrderStatus.Pending,
            ReduceOnly = accepted.ReduceOnly,
            Quantity = accepted.Quantity,
            LimitPrice = accepted.LimitPrice,
            TriggerPrice = accepted.TriggerPrice,
            Leverage = accepted.Leverage,
            Reserved = accepted.Reserved,
            Group = accepted.Group,
            AcceptedAtTicks = accepted.At.UtcTicks,
            ActiveAtTicks = accepted.ActiveAt?.UtcTicks ?? 0,
            SeenSequence = accepted.Sequence,
            SeenAtTicks = accepted.QuoteAt.UtcTicks,
            Level = accepted.Level ?? 0,
        });
    }

    // Only what opens has margin set aside.
    private static void CountOpening(AccountState state, DateTimeOffset at)
    {
        if (state.LimitsInForce.OrdersPerMinuteMax is { } max)
            state.Openings.Add(at.UtcTicks, max);
    }

    private static void Apply(AccountState state, in OrderActivated activated)
    {
        var index = state.IndexOf(activated.Order);
        if (index < 0)
            return;
        ref var order = ref state.OrdersRaw[index];
        Step(ref order, OrderHappening.Activate);
        order.ActiveAtTicks = 0;
        order.SeenSequence = activated.Sequence;
        order.SeenAtTicks = activated.QuoteAt.UtcTicks;
    }

    private static void Apply(AccountState state, in OrderTriggered triggered)
    {
        var index = state.IndexOf(triggered.Order);
        if (index < 0)
            return;
        ref var order = ref state.OrdersRaw[index];
        Step(ref order, OrderHappening.Trigger);
        if (order.Level != 0 && !order.Triggered)
            TakeLevel(state, order, isReached: true);
        order.Triggered = true;
        order.ActiveAtTicks = triggered.WorkAt?.UtcTicks ?? 0;
        order.SeenSequence = triggered.Sequence;
        order.SeenAtTicks = triggered.QuoteAt.UtcTicks;
    }

    private static void Apply(AccountState state, in StopRatcheted ratcheted)
    {
        var index = state.IndexOf(ratcheted.Order);
        if (index < 0)
            return;
        ref var order = ref state.OrdersRaw[index];
        Step(ref order, OrderHappening.Ratchet);
        order.TriggerPrice = ratcheted.TriggerPrice;
        if (order.Type == OrderType.Stop && state.ExitsOf(order) is { } exits)
            state.SlotOf(order.Symbol).Exits = exits with { IsBrokenEven = true };
        order.SeenSequence = ratcheted.Sequence;
        order.SeenAtTicks = ratcheted.QuoteAt.UtcTicks;
    }

    private static void Apply(AccountState state, in OrderAmended amended)
    {
        var index = state.IndexOf(amended.Order);
        if (index < 0)
            return;
        ref var order = ref state.OrdersRaw[index];
        Step(ref order, OrderHappening.Amend);
        if (amended.Reserved > 0m)
            CountOpening(state, amended.At);
        order.Quantity = amended.Quantity;
        order.LimitPrice = amended.LimitPrice;
        order.TriggerPrice = amended.TriggerPrice;
        order.Reserved = amended.Reserved;
    }

    private static void Apply(AccountState state, in OrderEnded ended)
    {
        var index = state.IndexOf(ended.Order);
        if (index < 0)
            return;
        if (ended.Reason == OrderEndReason.Requested && state.Orders[index].Level != 0)
            TakeLevel(state, state.Orders[index], isReached: false);
        state.RemoveOrderAt(index);
    }

    private static void Apply(AccountState state, in ExitsSet set) =>
        state.SlotOf(set.Symbol).Exits = new PositionExits(set.Bracket, set.Group, 0m, (1 << set.Bracket.LevelCount) - 1, IsBrokenEven: false);

    private static void TakeLevel(AccountState state, in Order order, bool isReached)
    {
        if (state.ExitsOf(order) is { } exits)
            state.SlotOf(order.Symbol).Exits = exits.Without(order.Level, isReached);
    }

    private static void Step(ref Order order, OrderHappening happening)
    {
        if (OrderLife.TryNext(order.Status, happening, out var next))
            order.Status = next;
    }
}
