using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>
/// One set of exits for a whole position. After each fill stop, trailing stop and time exit cover exactly what is held, and the rungs
/// that are left share it. A rung or the time exit leaves the others in force until nothing is held; the stop cancels them.
/// </summary>
internal static class WholeExits
{
    /// <summary>After an opening fill: fits the standing set, or makes one of the entry's bracket. False where there is none to be.</summary>
    public static bool Arm(in Work work, in Order entry, in MarketView view, decimal price)
    {
        var standing = work.State.Positions[work.State.IndexOf(entry.Symbol)].Exits;
        var bracket = entry.Role == OrderRole.Single ? entry.Intent.Bracket : null;
        if (standing is not null && (bracket is not { Protects: true } || standing.Group == Exits.GroupOf(entry) || HasStop(work.State, standing.Group)))
        {
            Fit(work, view);
            return true;
        }

        if (bracket is null || (standing is null && !bracket.CoversPosition))
            return false;
        if (!bracket.Protects && StopOf(work.State, entry.Symbol) is { } stop)
            bracket = bracket with { StopPrice = stop };
        Set(work, view, bracket, entry.Intent, Exits.GroupOf(entry), price);
        return true;
    }

    /// <summary>Makes the set, then ends every other exit of the symbol that is not being worked: the new stand before the old go.</summary>
    /// <param name="best">The price from which a trailing stop starts.</param>
    public static void Set(in Work work, in MarketView view, Bracket bracket, OrderIntent intent, long group, decimal best)
    {
        var symbol = intent.Symbol;
        var first = work.NextOrder;
        work.Emit(new AccountEvent(new ExitsSet(work.Now, symbol, bracket, group)));
        if (bracket.StopPrice is { } stop)
            Add(work, view, intent, OrderRole.Stop, OrderType.Stop, stop, null);
        if (bracket.TrailingOffset is not null || bracket.TrailingPercent is not null)
        {
            var side = work.State.Positions[work.State.IndexOf(symbol)].Side.Opposite();
            var trail = Trailing.StopFor(view.Instrument, side, best, bracket.TrailingOffset ?? 0m, bracket.TrailingPercent ?? 0m);
            Add(work, view, intent, OrderRole.Trailing, OrderType.TrailingStop, Math.Max(Tighter(work.State, symbol, side, bracket, trail), view.Instrument.TickSize), null);
        }

        if (bracket.ExitAt is { } exitAt)
            Add(work, view, intent, OrderRole.TimeExit, OrderType.Market, 0m, exitAt);
        FitLevels(work, view, intent);
        for (var i = work.State.Orders.Length - 1; i >= 0; i--)
        {
            var old = work.State.Orders[i];
            if (old.Id < first && IsExit(old, symbol) && !IsWorked(old))
                work.End(old.Id, OrderStatus.Cancelled, OrderEndReason.Replaced);
        }
    }

    /// <summary>Whether the order is one that protects or ends a position: a bracket's leg, or a reduce-only stop or take-profit.</summary>
    public static bool IsExit(in Order order, Symbol symbol) => order.ReduceOnly && order.Symbol == symbol &&
        (order.IsExit || (order.Role == OrderRole.Single && order.Type is OrderType.Stop or OrderType.StopLimit or OrderType.TakeProfit or OrderType.TrailingStop));

    /// <summary>Its moment has come: it trades at the market until it is filled.</summary>
    public static bool IsWorked(in Order order) => order.Triggered || (order.Type == OrderType.Market && order.Status != OrderStatus.Pending);

    /// <summary>Whether the order's moment leaves the rest of its set in force.</summary>
    public static bool StaysBeside(in Work work, in Order order) =>
        order.Role is OrderRole.Target or OrderRole.TimeExit && work.State.ExitsOf(order) is not null;

    /// <summary>What an entry had still to bring is not wanted once a target was reached.</summary>
    public static void CancelEntry(in Work work, in Order order)
    {
        var entry = new OrderId(-order.Group);
        ParentDesk.OnExit(work, entry);
        if (entry != order.Id && work.State.IndexOf(entry) is >= 0 and var index && !work.State.Orders[index].ReduceOnly)
            work.End(entry, OrderStatus.Cancelled, OrderEndReason.OtherLeg);
    }

    /// <summary>Sizes the symbol's set, if it has one, to what is held.</summary>
    public static void Fit(in Work work, in MarketView view)
    {
        var symbol = view.Symbol;
        var index = work.State.IndexOf(symbol);
        if (index < 0 || work.State.Positions[index].Exits is not { } exits || work.State.Positions[index].IsFlat)
            return;
        var size = work.State.Positions[index].Size;
        OrderIntent? intent = null;
        for (var i = 0; i < work.State.Orders.Length; i++)
        {
            var leg = work.State.Orders[i];
            if (leg.Group != exits.Group)
                continue;
            intent ??= leg.Intent;
            if (leg.Role != OrderRole.Target)
                Resize(work, leg, size);
        }

        if (intent is not null)
            FitLevels(work, view, intent);
    }

    // Rungs that are being worked come first: they are already on their way out.
    private static void FitLevels(in Work work, in MarketView view, OrderIntent intent)
    {
        ref readonly var slot = ref work.State.Positions[work.State.IndexOf(intent.Symbol)];
        var exits = slot.Exits!;
        var free = slot.Size;
        Span<decimal> shares = stackalloc decimal[Bracket.LevelsMax];
        Span<decimal> wanted = stackalloc decimal[Bracket.LevelsMax];
        for (var i = 0; i < work.State.Orders.Length; i++)
        {
            var leg = work.State.Orders[i];
            if (leg.Group != exits.Group || leg.Role != OrderRole.Target || !leg.Triggered)
                continue;
            Resize(work, leg, Math.Min(leg.Remaining, free));
            free -= Math.Min(leg.Remaining, free);
        }

        var levels = exits.Bracket.Levels;
        for (var level = 1; level <= levels.Length; level++)
            shares[level - 1] = exits.IsLeft(level) ? levels[level - 1].Share : 0m;
        Ladder.Split(view.Instrument, free, 1m - exits.Taken, levels.AsSpan(), shares, wanted);
        for (var level = 1; level <= levels.Length; level++)
        {
            if (exits.IsLeft(level))
                FitLevel(work, view, intent, exits, level, wanted[level - 1]);
        }
    }

    private static void FitLevel(in Work work, in MarketView view, OrderIntent intent, PositionExits exits, int level, decimal wanted)
    {
        for (var i = 0; i < work.State.Orders.Length; i++)
        {
            var leg = work.State.Orders[i];
            if (leg.Group != exits.Group || leg.Level != level)
                continue;
            Resize(work, leg, wanted);
            return;
        }

        if (wanted > 0m)
            Add(work, view, intent, OrderRole.Target, OrderType.TakeProfit, exits.Bracket.Levels[level - 1].Price, null, level, wanted);
    }

    private static void Resize(in Work work, in Order leg, decimal remaining)
    {
        if (remaining <= 0m)
            work.End(leg.Id, OrderStatus.Cancelled, OrderEndReason.NothingToReduce);
        else if (leg.Remaining != remaining)
            work.Emit(new AccountEvent(new OrderAmended(work.Now, leg.Id, leg.Filled + remaining, leg.LimitPrice, leg.TriggerPrice, leg.Reserved)));
    }

    private static void Add(
        in Work work, in MarketView view, OrderIntent intent, OrderRole role, OrderType type, decimal trigger, DateTimeOffset? activeAt, int? level = null, decimal? quantity = null)
    {
        ref readonly var slot = ref work.State.Positions[work.State.IndexOf(intent.Symbol)];
        work.Emit(new AccountEvent(new OrderAccepted(
            work.Now, work.NextOrder, intent, role, slot.Side.Opposite(), type, ReduceOnly: true, quantity ?? slot.Size, 0m, trigger,
            slot.Leverage, 0m, slot.Exits!.Group, activeAt, view.LastSequence, view.At, level)));
    }

    // A trailing stop that is set again with the same distance stays where it has come to.
    private static decimal Tighter(AccountState state, Symbol symbol, Side side, Bracket bracket, decimal stop)
    {
        foreach (ref readonly var old in state.Orders)
        {
            if (old.Symbol == symbol && old.Role == OrderRole.Trailing && old.Intent.Bracket is { } before &&
                (before.TrailingOffset, before.TrailingPercent) == (bracket.TrailingOffset, bracket.TrailingPercent))
                stop = side == Side.Sell ? Math.Max(stop, old.TriggerPrice) : stop < 0m ? old.TriggerPrice : Math.Min(stop, old.TriggerPrice);
        }

        return stop;
    }

    public static bool HasStop(AccountState state, long group)
    {
        foreach (ref readonly var leg in state.Orders)
        {
            if (leg.Group == group && leg.Role is OrderRole.Stop or OrderRole.Trailing)
                return true;
        }

        return false;
    }

    /// <summary>Where a stop of any kind of the symbol's position stands; null where there is none.</summary>
    public static decimal? StopOf(AccountState state, Symbol symbol)
    {
        foreach (ref readonly var order in state.Orders)
        {
            if (IsExit(order, symbol) && order.Type is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop)
                return order.TriggerPrice;
        }

        return null;
    }
}
