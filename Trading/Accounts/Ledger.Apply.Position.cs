using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Accounts;

public static partial class Ledger
{
    private static void Apply(AccountState state, in OrderFilled filled)
    {
        state.Cash += filled.Realised - filled.Fee;
        state.Realised += filled.Realised;
        state.Fees += filled.Fee;
        state.Turnover += filled.Notional;
        var index = state.IndexOf(filled.Order);
        ref var slot = ref state.SlotOf(filled.Symbol);
        if (!filled.IsReducing && slot.IsFlat)
            Enter(ref slot, filled, index < 0 ? default : state.Orders[index]);
        var signed = filled.Quantity * filled.Side.Sign();
        slot.Quantity += signed;
        slot.Mark = filled.Mark;
        slot.IsolatedMargin += filled.IsolatedDelta;
        slot.TripFees += filled.Fee;
        if (filled.IsReducing)
        {
            slot.EntryCost -= filled.CostReleased;
            slot.TripExitNotional += filled.Notional;
            slot.TripRealised += filled.Realised;
        }
        else
        {
            slot.EntryCost += filled.Notional;
            slot.TripEntered += filled.Quantity;
            slot.TripEntryNotional += filled.Notional;
        }

        slot.Held.Record(filled.At.UtcTicks, slot.Quantity);
        if (index < 0)
            return;
        FillParent(state, state.Orders[index], filled);
        FillOrder(state, index, filled);
    }

    private static void Enter(ref Position slot, in OrderFilled filled, in Order order)
    {
        ForgetTrip(ref slot);
        slot.EntryAtTicks = filled.At.UtcTicks;
        slot.EntryOrder = filled.Order;
        slot.EntryNote = order.Intent?.Note ?? OrderNote.None;
        slot.Leverage = order.Leverage;
    }

    private static void FillOrder(AccountState state, int index, in OrderFilled filled)
    {
        ref var order = ref state.OrdersRaw[index];
        order.Filled += filled.Quantity;
        order.Reserved -= filled.ReserveReleased;
        order.SeenSequence = filled.Sequence;
        order.SeenAtTicks = filled.QuoteAt.UtcTicks;
        if (order.Filled >= order.Quantity)
            state.RemoveOrderAt(index);
        else
            Step(ref order, OrderHappening.FillPart);
    }

    private static void Apply(AccountState state, in TradeClosed closed)
    {
        ref var slot = ref state.SlotOf(closed.Trade.Symbol);
        ForgetTrip(ref slot);
        slot.EntryNote = OrderNote.None;
        slot.EntryOrder = default;
        slot.EntryAtTicks = 0;
        slot.Leverage = 0m;
        state.Breakers = state.Breakers?.Close(closed.Trade.Net);
        slot.Exits = null;
    }

    private static void ForgetTrip(ref Position slot)
    {
        slot.TripEntered = 0m;
        slot.TripEntryNotional = 0m;
        slot.TripExitNotional = 0m;
        slot.TripRealised = 0m;
        slot.TripFees = 0m;
        slot.TripFunding = 0m;
    }

    private static void Apply(AccountState state, in FundingCharged charged)
    {
        state.Cash += charged.Amount;
        state.Funding += charged.Amount;
        ref var slot = ref state.SlotOf(charged.Symbol);
        slot.IsolatedMargin += charged.IsolatedDelta;
        slot.Funded.Add(charged.FundingAt.UtcTicks);
        if (!slot.IsFlat && slot.EntryAtTicks < charged.FundingAt.UtcTicks)
            slot.TripFunding += charged.Amount;
    }
}
