using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

/// <summary>Opening an account, money in and out.</summary>
internal static class CashDesk
{
    private const int CurrencyLengthMax = 16;

    public static CommandResult Open(in Work work, OpenAccount command)
    {
        if (work.State.IsOpened)
            return CommandResult.Refused(new Refusal(RefusalCode.AlreadyOpened, "account", work.State.Currency!, "use it as it is"));
        if (string.IsNullOrEmpty(command.Currency) || command.Currency.Length > CurrencyLengthMax)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(command.Currency), command.Currency ?? "null", "e.g. USDT"));
        if (CheckAmount(nameof(command.Cash), command.Cash, mayBeZero: true) is { } cash)
            return CommandResult.Refused(cash);
        var limits = command.Limits ?? AccountLimits.None;
        if (Settings.Check(limits) is { } refusal)
            return CommandResult.Refused(refusal);
        work.Emit(new AccountEvent(new AccountOpened(work.Now, command.Currency, Amounts.Round(command.Cash), limits)));
        return CommandResult.Accepted;
    }

    public static CommandResult Deposit(in Work work, decimal amount)
    {
        if (CheckAmount(nameof(Accounts.Deposit.Amount), amount, mayBeZero: false) is { } refusal)
            return CommandResult.Refused(refusal);
        if (work.State.Cash > Amounts.AmountMax || work.State.Deposited > Amounts.AmountMax)
            return CommandResult.Refused(OrderPrices.Refuse(RefusalCode.InvalidValue, "cash", work.State.Cash, "the account holds all it can"));
        work.Emit(new AccountEvent(new CashDeposited(work.Now, Amounts.Round(amount))));
        return CommandResult.Accepted;
    }

    public static CommandResult Withdraw(in Work work, decimal amount)
    {
        if (CheckAmount(nameof(Accounts.Withdraw.Amount), amount, mayBeZero: false) is { } refusal)
            return CommandResult.Refused(refusal);
        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete)
            return CommandResult.Refused(new Refusal(RefusalCode.NoMarket, "markets", "incomplete", "give a market for every symbol that is held"));
        var free = Math.Max(0m, Math.Min(margin.Available, margin.CrossCash - margin.Reserved));
        if (amount > free)
            return CommandResult.Refused(OrderPrices.Refuse(RefusalCode.InsufficientCash, nameof(Accounts.Withdraw.Amount), amount, $"at most {free.ToString(System.Globalization.CultureInfo.InvariantCulture)}"));
        work.Emit(new AccountEvent(new CashWithdrawn(work.Now, Amounts.Round(amount))));
        return CommandResult.Accepted;
    }

    public static Refusal? CheckAmount(string field, decimal amount, bool mayBeZero) =>
        amount < 0m || amount > Amounts.AmountMax || (amount < 0.0000000001m && !(mayBeZero && amount == 0m))
            ? OrderPrices.Refuse(RefusalCode.InvalidValue, field, amount, "above 0 and at most a million million")
            : null;
}
