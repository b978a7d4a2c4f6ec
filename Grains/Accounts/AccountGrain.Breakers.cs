using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Accounts;

/// <summary>The tenant's and the service's breakers, as this account knows them.</summary>
internal sealed partial class AccountGrain
{
    private long _standingAt;
    private bool _hasStanding;

    /// <summary>Commands that only the service itself may give.</summary>
    private static bool IsOfTheService(AccountCommand command) => command is ImposeBreaker or LiftBreaker;

    // Changes are told to every account; should a telling be late, an order that may open something is judged by what holds now, or did
    // a moment ago. Whatever only reduces never waits for this.
    private async ValueTask<CommandReply?> FollowStanding(AccountCommand command)
    {
        if (settings.StandingFor is not { } lease || !OrderHeadroom.Counts(command, _books) || (_hasStanding && time.GetElapsedTime(_standingAt) < lease))
            return null;
        var standing = await GrainFactory.TenantBreaker(_key.Tenant).GetStanding();
        var reply = await Follow(BreakerScope.Tenant, standing.Tenant, standing.TenantSequence) ?? await Follow(BreakerScope.Service, standing.Service, standing.ServiceSequence);
        _standingAt = time.GetTimestamp();
        _hasStanding = reply is null;
        return reply;
    }

    // Null, or why it is not known whether the books have it.
    private async ValueTask<CommandReply?> Follow(BreakerScope scope, TrippedBreaker? told, long sequence)
    {
        var known = _books.Breakers?.Tripped.FirstOrDefault(breaker => breaker.Scope == scope);
        if (told is null ? known is null || known.Sequence >= sequence : known?.Sequence >= sequence)
            return null;
        var name = scope.ToString().ToLowerInvariant();
        AccountCommand command = told is null ? new LiftBreaker(scope, null, sequence, name) : new ImposeBreaker(told);
        await ReadMarkets(null, null);
        var reply = await Carry(new CommandId(string.Create(CultureInfo.InvariantCulture, $"breaker/{name}/{sequence}")), command, isRemembered: true);
        return reply.Status == CommandStatus.Unknown ? reply : null;
    }
}
