using System.Globalization;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Accounts;

/// <summary>
/// Funding at one of the venue's timestamps, which lie on whole hours: once, on what was held just before it, at that interval's
/// rate and mark, however late the charge comes. An isolated position pays from and receives into its own margin.
/// </summary>
internal static class FundingCharges
{
    private const decimal RateMax = 1m;

    public static CommandResult Charge(in Work work, ChargeFunding command)
    {
        if (Check(work, command) is { } refusal)
            return CommandResult.Refused(refusal);
        var index = work.State.IndexOf(command.Symbol);
        if (index < 0 || command.At <= work.State.ResetAt)
            return CommandResult.Accepted;
        ref readonly var slot = ref work.State.Positions[index];
        if (slot.Funded.Contains(command.At.UtcTicks))
            return CommandResult.Accepted;
        if (!slot.Held.TryHeldBefore(command.At.UtcTicks, out var held))
        {
            return CommandResult.Refused(new Refusal(
                RefusalCode.FundingTooLate, nameof(command.At), command.At.ToString("O", CultureInfo.InvariantCulture),
                $"within the last {HeldHistory.HoursMax} hours that had fills"));
        }

        if (held == 0m)
            return CommandResult.Accepted;
        var amount = Amounts.Round(-held * command.Mark * command.Rate);
        var isIsolated = !slot.IsFlat && slot.Mode == MarginMode.Isolated;
        work.Emit(new AccountEvent(new FundingCharged(
            work.Now, command.Symbol, command.At, command.Rate, command.Mark, held, amount, isIsolated ? amount : 0m)));
        return CommandResult.Accepted;
    }

    private static Refusal? Check(in Work work, ChargeFunding command)
    {
        if (command.At.UtcTicks % TimeSpan.TicksPerHour != 0 || command.At > work.Now)
            return new Refusal(RefusalCode.InvalidValue, nameof(command.At), command.At.ToString("O", CultureInfo.InvariantCulture), "a whole hour that has come");
        if (command.Rate is < -RateMax or > RateMax)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(command.Rate), command.Rate, "between -1 and 1");
        return command.Mark is <= 0m or > Amounts.PriceMax
            ? OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(command.Mark), command.Mark, "a price above 0")
            : null;
    }
}
