using System.Globalization;

namespace OrleansTrader.Trading.Accounts;

/// <summary>Beginning an account anew, and closing it for good: both only where nothing is open, so that no price has to be guessed.</summary>
internal static class Closure
{
    private const string ArchivedReason = "archived";

    public static CommandResult Reset(in Work work, decimal? cash)
    {
        var next = Amounts.Round(cash ?? work.State.Deposited);
        if (CashDesk.CheckAmount(nameof(ResetAccount.Cash), next, mayBeZero: false) is { } refusal)
            return CommandResult.Refused(refusal);
        if (CheckNothingOpen(work.State) is { } open)
            return CommandResult.Refused(open);
        work.Emit(new AccountEvent(new AccountReset(work.Now, work.State.Cash, next)));
        return CommandResult.Accepted;
    }

    public static CommandResult Archive(in Work work)
    {
        if (work.State.IsArchived)
            return CommandResult.Accepted;
        if (CheckNothingOpen(work.State) is { } open)
            return CommandResult.Refused(open);
        work.Emit(new AccountEvent(new AccountHalted(work.Now, HaltCause.Archived, ArchivedReason, Flatten: false)));
        return CommandResult.Accepted;
    }

    private static Refusal? CheckNothingOpen(AccountState state)
    {
        foreach (ref readonly var position in state.Positions)
        {
            if (!position.IsFlat)
                return new Refusal(RefusalCode.PositionOpen, "positions", position.Symbol.Value, "close every position first");
        }

        return state.Orders.Length > 0 || state.Parents.Length > 0
            ? new Refusal(RefusalCode.OrdersOpen, "orders", (state.Orders.Length + state.Parents.Length).ToString(CultureInfo.InvariantCulture), "cancel every order first")
            : null;
    }
}
