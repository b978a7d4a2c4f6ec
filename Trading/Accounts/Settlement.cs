using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <summary>What follows every command: liquidation, the day's turn, breached limits, the highest equity, marks for the bands.</summary>
internal static class Settlement
{
    public static void Run(in Work work, bool mayMark)
    {
        // The loss limits are the account's own and come before the venue's liquidation only in so far as they are tighter:
        // both are tested on the same marks, the venue's first.
        Liquidation.Run(work);
        if (work.State.Breakers is not null)
        {
            BreakerDesk.Settle(work, mayMark);
            Liquidation.Run(work);
        }

        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete)
            return;
        TurnDay(work, margin.Equity);
        if (Breach(work.State, margin.Equity) is var cause && cause != HaltCause.None)
        {
            Halt(work, cause, Describe(cause), work.State.LimitsInForce.OnBreach == BreachAction.HaltAndFlatten);
            Liquidation.Run(work);
            margin = Margin.Of(work.State, work.Context);
        }

        if ((mayMark || work.Buffer.Count > 0) && work.State.LimitsInForce.WatchesLosses && margin.Equity > work.State.PeakEquity)
            Mark(work, margin.Equity, margin.Equity, work.State.DayStartEquity, work.State.Day);
        if (mayMark || work.Buffer.Count > 0)
            MoveMarks(work, margin);
    }

    public static void Halt(in Work work, HaltCause cause, string reason, bool flatten)
    {
        work.Emit(new AccountEvent(new AccountHalted(work.Now, cause, reason, flatten)));
        ParentDesk.EndAll(work, null, ParentEndReason.Halted, keepsReducing: !flatten);
        for (var i = work.State.Orders.Length - 1; i >= 0; i--)
        {
            if (flatten || !work.State.Orders[i].ReduceOnly)
                work.End(work.State.Orders[i].Id, OrderStatus.Cancelled, OrderEndReason.Halted);
        }

        if (!flatten)
            return;
        var note = new OrderNote(reason, "halt");
        for (var i = 0; i < work.State.Positions.Length; i++)
        {
            if (!work.State.Positions[i].IsFlat)
                Closing.Submit(work, work.State.Positions[i], OrderRole.Flatten, note);
        }
    }

    public static void Mark(in Work work, decimal equity, decimal peak, decimal dayStart, DateTimeOffset day) =>
        work.Emit(new AccountEvent(new EquityMarked(work.Now, equity, peak, dayStart, day)));

    public static DateTimeOffset DayOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerDay), TimeSpan.Zero);

    /// <summary>The equity below which a limit of the account is breached, and which; null where none is set or it is halted.</summary>
    public static decimal? ThresholdOf(AccountState state, out HaltCause cause)
    {
        cause = HaltCause.None;
        decimal? highest = null;
        if (state.IsHalted)
            return null;
        if (state.LimitsInForce.DailyLossMax is { } loss)
        {
            highest = state.DayStartEquity - loss;
            cause = HaltCause.DailyLoss;
        }

        if (state.LimitsInForce.DrawdownMax is { } share && state.PeakEquity * (1m - share) is var floor && (highest is null || floor > highest))
        {
            highest = Amounts.Round(floor);
            cause = HaltCause.Drawdown;
        }

        return highest;
    }

    private static HaltCause Breach(AccountState state, decimal equity) =>
        ThresholdOf(state, out var cause) is { } threshold && equity < threshold ? cause : HaltCause.None;

    private static string Describe(HaltCause cause) => cause == HaltCause.DailyLoss ? "daily loss limit reached" : "drawdown limit reached";

    private static void TurnDay(in Work work, decimal equity)
    {
        var day = DayOf(work.Now);
        if (work.State.LimitsInForce.WatchesLosses && day > work.State.Day)
            Mark(work, equity, Math.Max(work.State.PeakEquity, equity), equity, day);
    }

    // The bands of other symbols are laid round journaled marks. They are journaled anew when a band was crossed, or when they
    // have come to hide half of the real headroom, or all that a breaker's rule leaves.
    private static void MoveMarks(in Work work, in Margin margin)
    {
        if (margin.Positions == 0)
            return;
        var journaled = Margin.AtJournaledMarks(work.State, work.Context);
        var hides = journaled.CrossHeadroom * 2m < margin.CrossHeadroom || journaled.Equity * 2m < margin.Equity || journaled.Equity <= work.State.Breakers?.Floor();
        for (var i = 0; i < work.State.Positions.Length; i++)
        {
            ref readonly var slot = ref work.State.Positions[i];
            if (slot.IsFlat || !Margin.TryMark(work.Context, slot, useContextMarks: true, out var mark) || mark == slot.Mark)
                continue;
            var band = Triggers.BandOf(work.State, slot, work.Context);
            if (hides || mark < band.Low || mark > band.High)
                work.Emit(new AccountEvent(new MarkMoved(work.Now, slot.Symbol, mark)));
        }
    }
}
