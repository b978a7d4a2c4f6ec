using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Orders;

/// <summary>New exits for a position in place of all that it has, in one commit.</summary>
internal static class ExitReplacement
{
    public static CommandResult Replace(in Work work, ReplaceExits command)
    {
        var index = work.State.IndexOf(command.Symbol);
        if (index < 0 || work.State.Positions[index].IsFlat)
            return CommandResult.Refused(new Refusal(RefusalCode.NoPosition, nameof(command.Symbol), command.Symbol.Value, "a symbol that is held"));
        var market = work.TradableIndex(command.Symbol);
        if (market < 0)
            return CommandResult.Refused(new Refusal(RefusalCode.StaleMarket, nameof(command.Symbol), command.Symbol.Value, "wait until the feed is live"));
        var slot = work.State.Positions[index];
        ref readonly var view = ref work.Context[market];
        if (command.Exits is not { } bracket)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(command.Exits), "null", "give exits"));
        if (BreakerPolicy.Check(work, command.Symbol, isReduceOnly: true) is { } halted)
            return CommandResult.Refused(halted);
        if (OrderPrices.CheckNote(command.Note) is { } note)
            return CommandResult.Refused(note);
        var best = Trailing.Best(slot.Side.Opposite(), view, isPathNew: false);
        if ((BracketCheck.Check(bracket, view.Instrument, slot.Side, best, work.Now) ?? CheckStanding(work, command)) is { } refusal)
            return CommandResult.Refused(refusal);
        if (slot.Exits is { } standing && standing.Bracket == bracket && IsAlone(work.State, command.Symbol, standing))
            return CommandResult.Accepted;
        var intent = new OrderIntent(command.Symbol, slot.Side, OrderType.Market, OrderQuantity.InBase(slot.Size)) { Bracket = bracket, Note = command.Note };
        var first = work.NextOrder;
        var risk = StopRule.RiskOf(work, command.Symbol);
        WholeExits.Set(work, view, bracket, intent, -first.Value, best);
        if (StopRule.CheckReplaced(work, command.Symbol, risk) is { } riskier)
            return CommandResult.Refused(riskier);
        return work.State.IndexOf(first) < 0 ? CommandResult.Accepted : CommandResult.Made(first);
    }

    private static Refusal? CheckStanding(in Work work, ReplaceExits command)
    {
        var others = 0;
        foreach (ref readonly var order in work.State.Orders)
        {
            if (!WholeExits.IsExit(order, command.Symbol))
                others++;
            else if (WholeExits.IsWorked(order))
                return new Refusal(RefusalCode.WrongTransition, nameof(command.Symbol), $"order {order.Id}", "wait: an exit has been triggered and is leaving the position");
        }

        if (others + BracketCheck.Legs(command.Exits) is var count && count > AccountState.OpenOrdersMax)
            return OrderPrices.Refuse(RefusalCode.TooManyOrders, "open orders", count, $"at most {AccountState.OpenOrdersMax.ToString(CultureInfo.InvariantCulture)}");
        return !command.Exits.Protects && WholeExits.StopOf(work.State, command.Symbol) is { } stop
            ? OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(Bracket.StopPrice), stop, "the position has a stop: name one, or cancel it by its own order")
            : null;
    }

    // The same set again need not be made anew where it stands whole and where it was put, and nothing stands beside it.
    private static bool IsAlone(AccountState state, Symbol symbol, PositionExits exits)
    {
        var whole = 0;
        foreach (ref readonly var order in state.Orders)
        {
            if (!WholeExits.IsExit(order, symbol))
                continue;
            if (order.Group != exits.Group ||
                (order.Role == OrderRole.Stop && !exits.IsBrokenEven && order.TriggerPrice != exits.Bracket.StopPrice) ||
                (order.Role == OrderRole.Target && order.TriggerPrice != exits.Bracket.Levels[order.Level - 1].Price))
                return false;
            whole += order.Role == OrderRole.Target ? 0 : 1;
        }

        return whole == BracketCheck.Legs(exits.Bracket) - exits.Bracket.LevelCount;
    }
}
