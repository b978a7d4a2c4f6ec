using System.Globalization;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <summary>Leverage, margin mode, isolated margin, limits and the kill switch.</summary>
internal static class Settings
{
    public static CommandResult SetLeverage(in Work work, SetLeverage command)
    {
        if (CheckSymbol(work, command.Symbol, out var instrument) is { } unknown)
            return CommandResult.Refused(unknown);
        var max = Math.Min(Math.Min(instrument!.LeverageMax, Amounts.LeverageMax), work.State.LimitsInForce.LeverageMax ?? Amounts.LeverageMax);
        if (command.Leverage < 1m || command.Leverage > max)
            return Refuse(RefusalCode.LeverageTooHigh, nameof(command.Leverage), command.Leverage, $"1 to {Text(max)}");
        var index = work.State.IndexOf(command.Symbol);
        if (index >= 0 && !work.State.Positions[index].IsFlat && CheckHeld(work, work.State.Positions[index], instrument, command.Leverage) is { } held)
            return CommandResult.Refused(held);
        if (index < 0 || work.State.Positions[index].LeverageSetting != command.Leverage || (!work.State.Positions[index].IsFlat && work.State.Positions[index].Leverage != command.Leverage))
            work.Emit(new AccountEvent(new LeverageChanged(work.Now, command.Symbol, command.Leverage)));
        return CommandResult.Accepted;
    }

    private static Refusal? CheckHeld(in Work work, in Position slot, Instrument instrument, decimal leverage)
    {
        if (slot.Mode == MarginMode.Isolated)
            return new Refusal(RefusalCode.PositionOpen, nameof(slot.Leverage), Text(leverage), "move isolated margin instead, or close the position first");
        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete || !Margin.TryMark(work.Context, slot, useContextMarks: true, out var mark))
            return new Refusal(RefusalCode.NoMarket, "markets", "incomplete", "give a market for every symbol that is held");
        var tier = instrument.Tier(slot.Size * mark);
        if (leverage > tier.LeverageMax)
            return OrderPrices.Refuse(RefusalCode.LeverageTooHigh, nameof(slot.Leverage), leverage, $"at most {Text(tier.LeverageMax)} at this size");
        var changed = slot;
        changed.Leverage = leverage;
        var more = Margin.InitialOf(changed, mark) - Margin.InitialOf(slot, mark);
        return more > 0m && more > margin.Available
            ? OrderPrices.Refuse(RefusalCode.InsufficientMargin, "margin", more, $"at most {Text(Math.Max(0m, margin.Available))}")
            : null;
    }

    public static CommandResult SetMarginMode(in Work work, SetMarginMode command)
    {
        if (CheckSymbol(work, command.Symbol, out _) is { } unknown)
            return CommandResult.Refused(unknown);
        if (!Enum.IsDefined(command.Mode))
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(command.Mode), command.Mode.ToString(), "cross or isolated"));
        var index = work.State.IndexOf(command.Symbol);
        if ((index < 0 ? MarginMode.Cross : work.State.Positions[index].Mode) == command.Mode)
            return CommandResult.Accepted;
        if (index >= 0 && !work.State.Positions[index].IsFlat)
            return Refuse(RefusalCode.PositionOpen, nameof(command.Symbol), work.State.Positions[index].Quantity, "close the position first");
        work.Emit(new AccountEvent(new MarginModeChanged(work.Now, command.Symbol, command.Mode)));
        return CommandResult.Accepted;
    }

    public static CommandResult MoveIsolatedMargin(in Work work, MoveIsolatedMargin command)
    {
        var index = work.State.IndexOf(command.Symbol);
        if (index < 0 || work.State.Positions[index].IsFlat)
            return CommandResult.Refused(new Refusal(RefusalCode.NoPosition, nameof(command.Symbol), command.Symbol.Value, "a symbol that is held"));
        ref readonly var slot = ref work.State.Positions[index];
        if (slot.Mode != MarginMode.Isolated)
            return CommandResult.Refused(new Refusal(RefusalCode.NotIsolated, nameof(command.Symbol), command.Symbol.Value, "an isolated position"));
        if (command.Amount is 0m or > Amounts.AmountMax or < -Amounts.AmountMax)
            return Refuse(RefusalCode.InvalidValue, nameof(command.Amount), command.Amount, "an amount other than 0");
        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete || !Margin.TryMark(work.Context, slot, useContextMarks: true, out var mark))
            return CommandResult.Refused(new Refusal(RefusalCode.NoMarket, "markets", "incomplete", "give a market for every symbol that is held"));
        var amount = Amounts.Round(command.Amount);
        var spare = Math.Min(slot.IsolatedMargin, slot.IsolatedMargin + slot.UnrealisedAt(mark)) - Margin.InitialOf(slot, mark);
        var free = amount > 0m ? margin.Available : spare;
        if (Math.Abs(amount) > free)
            return Refuse(RefusalCode.InsufficientMargin, nameof(command.Amount), amount, $"at most {Text(Math.Max(0m, free))}");
        work.Emit(new AccountEvent(new IsolatedMarginMoved(work.Now, command.Symbol, amount)));
        return CommandResult.Accepted;
    }

    public static CommandResult Halt(in Work work, HaltAccount command)
    {
        if (command.Reason is null || command.Reason.Length > OrderNote.ReasonLengthMax)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(command.Reason), "too long or null", $"at most {OrderNote.ReasonLengthMax} characters"));
        if (!work.State.IsHalted || command.Flatten)
            Settlement.Halt(work, HaltCause.Requested, command.Reason, command.Flatten);
        return CommandResult.Accepted;
    }

    /// <summary>After a breach the limits start anew from the present equity, or they would halt it again at once.</summary>
    public static CommandResult Resume(in Work work, string? by)
    {
        var hasTripped = BreakerDesk.HasOwn(work.State);
        if (!work.State.IsHalted && !hasTripped)
            return CommandResult.Refused(new Refusal(RefusalCode.NotHalted, "account", "not halted", "nothing to do: what a tenant, the service or a market halted is resumed there"));
        if (by?.Length > TrippedBreaker.ByLengthMax)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(by), "too long", $"at most {TrippedBreaker.ByLengthMax} characters"));
        var cause = work.State.Halt;
        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete)
            return CommandResult.Refused(new Refusal(RefusalCode.NoMarket, "markets", "incomplete", "give a market for every symbol that is held"));
        if (hasTripped)
            BreakerDesk.ResetOwn(work, margin.Equity, by ?? OrderNote.ManualCause);
        if (cause == HaltCause.None)
            return CommandResult.Accepted;
        work.Emit(new AccountEvent(new AccountResumed(work.Now)));
        if (cause != HaltCause.Requested)
            Settlement.Mark(work, margin.Equity, margin.Equity, margin.Equity, Settlement.DayOf(work.Now));
        return CommandResult.Accepted;
    }

    public static CommandResult SetLimits(in Work work, AccountLimits limits) =>
        Check(limits) is { } refusal ? CommandResult.Refused(refusal) : Limit(work, new AccountEvent(new LimitsChanged(work.Now, limits)));

    /// <summary>Limits that an agent brings; null takes them back, which nothing can stand in the way of.</summary>
    public static CommandResult SetAgentLimits(in Work work, SetAgentLimits command)
    {
        if (string.IsNullOrEmpty(command.Agent) || command.Agent.Length > AgentLimits.NameLengthMax)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(command.Agent), command.Agent ?? "null", $"1 to {AgentLimits.NameLengthMax} characters"));
        if (command.Limits is { } limits && Check(limits) is { } refusal)
            return CommandResult.Refused(refusal);
        var known = work.State.LimitsOf(command.Agent);
        if (known == command.Limits)
            return CommandResult.Accepted;
        if (known is null && work.State.AgentLimits.Length >= AgentLimits.CountMax)
            return Refuse(RefusalCode.InvalidValue, "agents", AgentLimits.CountMax + 1, $"at most {AgentLimits.CountMax} agents with limits of their own an account");
        var changed = new AccountEvent(new AgentLimitsChanged(work.Now, command.Agent, command.Limits));
        if (command.Limits is not null)
            return Limit(work, changed);
        work.Emit(changed);
        return CommandResult.Accepted;
    }

    // Where losses were not watched before, they count from the present equity.
    private static CommandResult Limit(in Work work, in AccountEvent changed)
    {
        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete)
            return CommandResult.Refused(new Refusal(RefusalCode.NoMarket, "markets", "incomplete", "give a market for every symbol that is held"));
        var watched = work.State.LimitsInForce.WatchesLosses;
        work.Emit(changed);
        if (!watched && work.State.LimitsInForce.WatchesLosses)
            Settlement.Mark(work, margin.Equity, margin.Equity, margin.Equity, Settlement.DayOf(work.Now));
        return CommandResult.Accepted;
    }

    public static Refusal? Check(AccountLimits? limits)
    {
        if (limits is null)
            return new Refusal(RefusalCode.InvalidValue, "Limits", "null", "give limits, empty if need be");
        return LimitRules.Refuse(limits) is [var first, ..] ? new Refusal(RefusalCode.InvalidValue, first.Field, first.Value, first.Remedy) : null;
    }

    private static Refusal? CheckSymbol(in Work work, Symbol symbol, out Instrument? instrument)
    {
        if (symbol == default || !work.Context.Instruments.TryGetValue(symbol, out instrument))
        {
            instrument = null;
            return new Refusal(RefusalCode.UnknownSymbol, nameof(Symbol), symbol.Value, "a symbol of the venue, BASE-QUOTE");
        }

        return work.State.IndexOf(symbol) < 0 && work.State.Positions.Length == AccountState.SymbolsMax
            ? OrderPrices.Refuse(RefusalCode.TooManySymbols, nameof(Symbol), AccountState.SymbolsMax, $"at most {AccountState.SymbolsMax} symbols an account")
            : null;
    }

    private static CommandResult Refuse(RefusalCode code, string field, decimal value, string remedy) =>
        CommandResult.Refused(OrderPrices.Refuse(code, field, value, remedy));

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
