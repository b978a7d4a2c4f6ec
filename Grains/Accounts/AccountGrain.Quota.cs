using OrleansTrader.Grains.Json;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

/// <summary>The account's part of its tenant's orders a minute.</summary>
internal sealed partial class AccountGrain
{
    private OrderHeadroom? _headroom;

    // Null: go on. A refusal for want of headroom is not kept: the command was not looked at, and its id may be sent again.
    private async ValueTask<CommandReply?> RefuseBeyondQuota(CommandId id, AccountCommand command)
    {
        if (settings.Quotas is null || !OrderHeadroom.Counts(command, _books))
            return null;
        _headroom ??= new OrderHeadroom();
        if (_headroom.TryTake(time.GetUtcNow()))
            return null;
        if (_headroom.Wanted(time.GetUtcNow()) is { } wanted)
        {
            _headroom.Add(await GrainFactory.Tenant(_key.Tenant).LeaseOrders(wanted));
            if (_headroom.TryTake(time.GetUtcNow()))
                return null;
        }

        // One that was carried out before keeps its answer, however late it is asked again.
        return await journal.Find(_stream, id, CancellationToken.None) is { } known
            ? ContractJson.Decode<CommandReply>(known.Result.Span)
            : Refused(_headroom.Refusal(time.GetUtcNow()));
    }
}
