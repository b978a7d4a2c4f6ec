using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>An account's breakers at work: rules and kill switch by command, and after every command what trips, ends, or is still to be closed.</summary>
internal static class BreakerDesk
{
    private const string CooledDown = "cool-down";
    private const string Cause = "breaker";

    public static CommandResult SetRules(in Work work, SetBreakers command)
    {
        if (BreakerRules.Refuse(command.Rules, BreakerScope.Account) is [var first, ..])
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, first.Field, first.Value, first.Remedy));
        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete)
            return CommandResult.Refused(new Refusal(RefusalCode.NoMarket, "markets", "incomplete", "give a market for every symbol that is held"));
        if (!(work.State.Breakers?.Rules ?? []).AsSpan().SequenceEqual(command.Rules.AsSpan()))
            work.Emit(new AccountEvent(new BreakersChanged(work.Now, command.Rules, margin.Equity)));
        return CommandResult.Accepted;
    }

    public static CommandResult Halt(in Work work, HaltTrading command)
    {
        if (RefuseText(nameof(command.Reason), command.Reason, TrippedBreaker.ReasonLengthMax) is { } reason)
            return CommandResult.Refused(reason);
        if (RefuseText(nameof(command.By), command.By, TrippedBreaker.ByLengthMax) is { } by)
            return CommandResult.Refused(by);
        var mine = new TrippedBreaker(BreakerScope.Account, BreakerKind.KillSwitch, TradingState.Halted, work.Now, command.Reason, command.By);
        var closes = (command.Closes || work.State.Breakers?.Find(mine) is { Closes: true }) && HoldsAny(work.State, null);
        Impose(work, closes ? mine with { State = TradingState.Reducing, Closes = true } : mine);
        return CommandResult.Accepted;
    }

    public static CommandResult Impose(in Work work, ImposeBreaker command)
    {
        if (command.Breaker is not { Scope: not BreakerScope.Account, State: not TradingState.Active } told || (told.Symbol is null) == (told.Scope == BreakerScope.Symbol))
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(command.Breaker), "of the account", "the breaker of a tenant, the service or a market"));
        var known = work.State.Breakers?.Find(told);
        if (known?.Sequence >= told.Sequence)
            return CommandResult.Accepted;
        if (work.State.Breakers?.Tripped.Length >= BreakerBook.TrippedMax)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, "breakers", FieldError.Text(BreakerBook.TrippedMax), "no more can be in force at once"));
        var closes = (told.Closes || known is { Closes: true }) && HoldsAny(work.State, told.Symbol);
        Impose(work, closes ? told with { Closes = true, State = TradingState.Reducing } : told.Closes ? told with { Closes = false, State = TradingState.Halted } : told);
        return CommandResult.Accepted;
    }

    public static CommandResult Lift(in Work work, LiftBreaker command)
    {
        var like = new TrippedBreaker(command.Scope, BreakerKind.KillSwitch, TradingState.Active, work.Now, string.Empty, command.By) { Symbol = command.Symbol };
        if (command.Scope == BreakerScope.Account)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(command.Scope), "account", "resume the account instead"));
        if (work.State.Breakers?.Find(like) is { } known && known.Sequence < command.Sequence)
            Reset(work, known, Margin.Of(work.State, work.Context).Equity, command.By);
        return CommandResult.Accepted;
    }

    /// <summary>Whether a breaker of the account's own is tripped, which its owner may reset.</summary>
    public static bool HasOwn(AccountState state) => state.Breakers?.Tripped.Any(static breaker => breaker.Scope == BreakerScope.Account) == true;

    /// <summary>Resets all of the account's own.</summary>
    public static void ResetOwn(in Work work, decimal equity, string by)
    {
        foreach (var breaker in work.State.Breakers?.Tripped ?? [])
        {
            if (breaker.Scope == BreakerScope.Account)
                Reset(work, breaker, equity, by);
        }
    }

    /// <summary>What follows a command. Nothing where the account has no breakers.</summary>
    /// <param name="mayMark">Whether equity may be journaled although nothing else happened.</param>
    public static void Settle(in Work work, bool mayMark)
    {
        if (work.State.Breakers is null)
            return;
        ForgetMarkets(work);
        var margin = Margin.Of(work.State, work.Context);
        if (margin.IsComplete)
        {
            CoolDown(work, margin.Equity);
            if (mayMark || work.Buffer.Count > 0)
                Watch(work, margin.Equity);
            Judge(work, margin.Equity);
        }

        Close(work);
    }

    // A market tells the accounts that trade there when it halts; that it goes on, everybody sees with its next quote.
    private static void ForgetMarkets(in Work work)
    {
        foreach (var breaker in work.State.Breakers?.Tripped ?? [])
        {
            if (breaker.Symbol is { } symbol && work.Context.IndexOf(symbol) is >= 0 and var market && work.Context[market].Standing is { } standing
                && breaker.IsOver(standing) && standing.Breaker is null)
                Reset(work, breaker, Margin.Of(work.State, work.Context).Equity, symbol.Value);
        }
    }

    private static void CoolDown(in Work work, decimal equity)
    {
        if (work.State.Breakers?.NextReset is not { } next || next > work.Now)
            return;
        foreach (var breaker in work.State.Breakers.Tripped)
        {
            if (breaker is { Scope: BreakerScope.Account, Closes: false } && !breaker.IsInForce(work.Now))
                Reset(work, breaker, equity, CooledDown);
        }
    }

    private static void Watch(in Work work, decimal equity)
    {
        if (work.State.Breakers is not { } book)
            return;
        for (var i = 0; i < book.Rules.Length; i++)
        {
            if (!book.Tracks[i].NeedsPoint(book.Rules[i], work.Now, equity))
                continue;
            work.Emit(new AccountEvent(new EquityWatched(work.Now, equity)));
            return;
        }
    }

    private static void Judge(in Work work, decimal equity)
    {
        if (work.State.Breakers is not { } book)
            return;
        for (var i = 0; i < book.Rules.Length; i++)
        {
            var (rule, track) = (book.Rules[i], book.Tracks[i]);
            if (book.FindRule(rule) is not null || !(rule.Kind == BreakerKind.LossesInRow ? track.Losses >= rule.Threshold : equity <= track.Floor(rule, work.Now)))
                continue;
            var closes = rule.Closes && HoldsAny(work.State, null);
            Impose(work, new TrippedBreaker(
                BreakerScope.Account, rule.Kind, rule.Closes && !closes ? TradingState.Halted : rule.TripsTo, work.Now, BreakerWords.Of(rule), $"rule {BreakerWords.Name(rule)}")
            {
                Window = rule.Window,
                Value = Amounts.Round(track.Value(rule, work.Now, equity) ?? 0m),
                Limit = rule.Threshold,
                Until = rule.Until(work.Now, BreakerRule.InRow(track.Trips, track.ResetAt, work.Now)),
                Closes = closes,
            });
        }
    }

    private static void Impose(in Work work, TrippedBreaker breaker)
    {
        work.Emit(new AccountEvent(new BreakerTripped(work.Now, breaker)));
        ParentDesk.EndAll(work, breaker.Symbol, ParentEndReason.Halted, keepsReducing: breaker is { State: TradingState.Reducing, Closes: false });
        for (var i = work.State.Orders.Length - 1; i >= 0; i--)
        {
            ref readonly var order = ref work.State.Orders[i];
            if (!order.ReduceOnly && breaker.Concerns(order.Symbol))
                work.End(order.Id, OrderStatus.Cancelled, OrderEndReason.Halted);
        }
    }

    // What the breaker still closes is no longer wanted.
    private static void Reset(in Work work, TrippedBreaker breaker, decimal equity, string by)
    {
        work.Emit(new AccountEvent(new BreakerReset(work.Now, breaker, equity, by)));
        if (!breaker.Closes || work.State.Breakers?.IsClosing == true)
            return;
        for (var i = work.State.Orders.Length - 1; i >= 0; i--)
        {
            if (work.State.Orders[i].Role == OrderRole.Flatten)
                work.End(work.State.Orders[i].Id, OrderStatus.Cancelled, OrderEndReason.Requested);
        }
    }

    // A market that is stale or has no depth holds the order back, and its trigger brings it again; only where none is in force is another made.
    private static void Close(in Work work)
    {
        foreach (var breaker in work.State.Breakers?.Tripped ?? [])
        {
            if (!breaker.Closes)
                continue;
            var note = new OrderNote(breaker.Reason, Cause);
            for (var i = 0; i < work.State.Positions.Length; i++)
            {
                if (!work.State.Positions[i].IsFlat && breaker.Concerns(work.State.Positions[i].Symbol) && !IsFlattening(work.State, work.State.Positions[i].Symbol))
                    Closing.Submit(work, work.State.Positions[i], OrderRole.Flatten, note);
            }

            if (!HoldsAny(work.State, breaker.Symbol))
                work.Emit(new AccountEvent(new BreakerTripped(work.Now, breaker with { State = TradingState.Halted, Closes = false })));
        }
    }

    private static bool IsFlattening(AccountState state, Symbol symbol)
    {
        foreach (ref readonly var order in state.Orders)
        {
            if (order.Role == OrderRole.Flatten && order.Symbol == symbol)
                return true;
        }

        return false;
    }

    private static bool HoldsAny(AccountState state, Symbol? symbol)
    {
        foreach (ref readonly var position in state.Positions)
        {
            if (!position.IsFlat && (symbol is null || position.Symbol == symbol))
                return true;
        }

        return false;
    }

    private static Refusal? RefuseText(string field, string? text, int lengthMax) => string.IsNullOrWhiteSpace(text) || text.Length > lengthMax
        ? new Refusal(RefusalCode.InvalidValue, field, text is null ? "null" : "empty or too long", $"1 to {lengthMax} characters")
        : null;
}
