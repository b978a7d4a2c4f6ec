using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

/// <summary>What operators see of the account: counts, durations, equity. Nothing here changes what the account does.</summary>
internal sealed partial class AccountGrain
{
    private AccountGauge? _gauge;

    /// <summary>Ends what is shown of it: the runtime disposes a grain when it leaves memory.</summary>
    public void Dispose()
    {
        _gauge?.Dispose();
        _gauge = null;
    }

    private async Task<CommandReply> Timed(CommandId id, AccountCommand command, string kind)
    {
        var began = time.GetTimestamp();
        var reply = await Carry(id, command, isRemembered: true);
        OrderMetrics.RecordDurable(time.GetElapsedTime(began), kind);
        return reply;
    }

    // Null for commands that are about no order.
    private static string? KindOf(AccountCommand command) => command switch
    {
        SubmitOrder or SubmitOco or SubmitParent => "submit",
        ClosePosition => "close",
        AmendOrder or ReplaceExits => "amend",
        CancelOrder or CancelParent => "cancel",
        _ => null,
    };

    private void Count(CommitDraft draft, AccountCommand command, in CommandResult result)
    {
        if (!OrderMetrics.CountsOrders)
            return;
        OrderMetrics.Count(draft.Events);
        if (draft.Writer is { Fills.Count: > 0 } writer)
            OrderMetrics.CountFilled(writer.Orders.Count(static order => order.Status == OrderStatus.Filled));
        if (result.Refusal is { } refusal && KindOf(command) is not null)
            OrderMetrics.CountRefused(refusal.Code);
    }

    private void ShowEquity(decimal equity)
    {
        if (_gauge is null && AccountGauges.IsOn && _isActive && _books.Currency is { } currency)
            _gauge = AccountGauges.Open(_key, currency);
        _gauge?.Set(equity, _counts.PaidIn);
    }
}
