using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <summary>The account's two pure and total functions. Paper, replay and backtest run these very ones.</summary>
public static partial class Ledger
{
    /// <summary>
    /// Decides <paramref name="command"/> without touching <paramref name="state"/>: the events go into
    /// <paramref name="buffer"/>, whose earlier content is forgotten; the state after them is <see cref="EventBuffer.After"/>.
    /// A refusal leaves no event. The context must hold the market of the command's symbol and of every symbol that is held:
    /// without them nothing can be opened, liquidated or halted by a limit.
    /// </summary>
    public static CommandResult Decide(AccountState state, AccountCommand command, DecisionContext context, EventBuffer buffer)
    {
        buffer.Begin(state);
        var work = new Work(context, buffer);
        var result = command is OpenAccount open ? CashDesk.Open(work, open)
            : !state.IsOpened ? CommandResult.Refused(new Refusal(RefusalCode.NotOpened, "account", "not opened", "open it first"))
            : state.IsArchived && command is not (TriggersFired or ChargeFunding or MarkEquity or ArchiveAccount)
                ? CommandResult.Refused(new Refusal(RefusalCode.Halted, "account", "archived", "open a new one: an archived account is only read"))
            : DecideOpened(work, command);
        return Finish(work, state, result, command is MarkEquity or TriggersFired);
    }

    /// <summary>The same as <see cref="SubmitOrder"/>, for engines that make no command objects.</summary>
    public static CommandResult Submit(AccountState state, OrderIntent intent, DecisionContext context, EventBuffer buffer)
    {
        buffer.Begin(state);
        var work = new Work(context, buffer);
        var result = state is { IsOpened: true, IsArchived: false }
            ? OrderDesk.Submit(work, intent)
            : CommandResult.Refused(new Refusal(RefusalCode.NotOpened, "account", "not open", "open one first"));
        return Finish(work, state, result, mayMark: false);
    }

    /// <summary>The same as <see cref="TriggersFired"/>, for engines that make no command objects.</summary>
    public static CommandResult OnTriggers(AccountState state, Symbol symbol, DecisionContext context, EventBuffer buffer)
    {
        buffer.Begin(state);
        var work = new Work(context, buffer);
        return Finish(work, state, OnTriggers(work, symbol), mayMark: true);
    }

    /// <summary>Halts and does nothing else: for books that do not add up, on which nothing may be decided.</summary>
    public static void Stop(AccountState state, string reason, DecisionContext context, EventBuffer buffer)
    {
        buffer.Begin(state);
        buffer.Emit(new AccountEvent(new AccountHalted(context.Now, HaltCause.Requested, reason, Flatten: false)));
    }

    private static CommandResult Finish(in Work work, AccountState state, CommandResult result, bool mayMark)
    {
        if (!result.IsAccepted)
        {
            var refused = result with { Verdict = work.Buffer.Verdict };
            work.Buffer.Begin(state);
            return refused;
        }

        Settlement.Run(work, mayMark);
        return result with { Verdict = work.Buffer.Verdict };
    }

    private static CommandResult DecideOpened(in Work work, AccountCommand command) => command switch
    {
        TriggersFired fired => OnTriggers(work, fired.Symbol),
        SubmitOrder submit => OrderDesk.Submit(work, submit.Intent),
        SubmitOco oco => OrderDesk.SubmitOco(work, oco.First, oco.Second),
        AmendOrder amend => ParentDesk.Guard(work.State, amend.Order) is { } child ? CommandResult.Refused(child) : OrderAmendment.Amend(work, amend),
        ReplaceExits replace => ExitReplacement.Replace(work, replace),
        CancelOrder cancel => ParentDesk.Guard(work.State, cancel.Order) is { } child ? CommandResult.Refused(child)
            : work.State.FindParent(cancel.Order) is not null ? ParentDesk.Cancel(work, cancel.Order) : OrderDesk.Cancel(work, cancel.Order),
        CancelOrders cancel => OrderDesk.CancelAll(work, cancel.Symbol),
        ClosePosition close => OrderDesk.Close(work, close),
        ChargeFunding funding => FundingCharges.Charge(work, funding),
        MarkEquity => CommandResult.Accepted,
        Deposit deposit => CashDesk.Deposit(work, deposit.Amount),
        Withdraw withdraw => CashDesk.Withdraw(work, withdraw.Amount),
        SetLeverage leverage => Settings.SetLeverage(work, leverage),
        SetMarginMode mode => Settings.SetMarginMode(work, mode),
        MoveIsolatedMargin move => Settings.MoveIsolatedMargin(work, move),
        HaltAccount halt => Settings.Halt(work, halt),
        ResumeAccount resume => Settings.Resume(work, resume.By),
        SetLimits limits => Settings.SetLimits(work, limits.Limits),
        SetAgentLimits limits => Settings.SetAgentLimits(work, limits),
        ResetAccount reset => Closure.Reset(work, reset.Cash),
        ArchiveAccount => Closure.Archive(work),
        HaltTrading halt => BreakerDesk.Halt(work, halt),
        ImposeBreaker impose => BreakerDesk.Impose(work, impose),
        LiftBreaker lift => BreakerDesk.Lift(work, lift),
        SetBreakers breakers => BreakerDesk.SetRules(work, breakers),
        SubmitParent parent => ParentDesk.Submit(work, parent.Intent),
        CancelParent parent => ParentDesk.Cancel(work, parent.Parent),
        _ => CommandResult.Refused(new Refusal(RefusalCode.UnknownCommand, "command", command?.GetType().Name ?? "null", "a command of this version")),
    };

    private static CommandResult OnTriggers(in Work work, Symbol symbol)
    {
        var market = work.Context.IndexOf(symbol);
        if (market < 0 || !Work.IsUsable(work.Context[market]))
            return CommandResult.Refused(new Refusal(RefusalCode.NoMarket, nameof(symbol), symbol.Value, "give its quote"));
        if (work.Context[market].IsStale)
            return CommandResult.Refused(new Refusal(RefusalCode.StaleMarket, nameof(symbol), symbol.Value, "fire triggers when the feed is live again"));
        PaperVenue.WorkSymbol(work, symbol);
        ParentDesk.Work(work, symbol);
        return CommandResult.Accepted;
    }
}
