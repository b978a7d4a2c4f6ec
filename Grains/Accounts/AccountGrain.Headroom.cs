using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Grains.Accounts;

/// <summary>The account's part of the limits that its tenant's accounts share.</summary>
internal sealed partial class AccountGrain
{
    /// <summary>Questions to the tenant for one decision: an order, and the orders that its fill lets fill.</summary>
    private const int AsksMax = 4;

    /// <summary>What is asked for beyond the need, so that the price may move until the fill.</summary>
    private const decimal Cushion = 1.01m;

    /// <summary>After the last change of the books, what they do not use is given back.</summary>
    private static readonly TimeSpan GiveBackAfter = TimeSpan.FromSeconds(2);

    private HeadroomLease? _lease;
    private ImmutableArray<AssetNotional> _told = [];
    private IGrainTimer? _giveBack;

    // Null: nothing is limited. Before the first question nothing is granted, so that what needs it is asked for.
    private TenantHeadroom? HeadroomAt(DateTimeOffset now) => !settings.LeasesRisk ? null : _lease switch
    {
        null => new TenantHeadroom([]),
        { IsLimited: false } free => now < free.Until ? null : new TenantHeadroom([]),
        { } lease => new TenantHeadroom(now < lease.Until ? lease.Granted : _told),
    };

    /// <summary>Decides, and where the tenant's limits stand in the way asks for more and decides again. False where the tenant did not answer.</summary>
    private async ValueTask<(bool IsDecided, CommandResult Result)> Decide(AccountCommand command)
    {
        _context.Headroom = HeadroomAt(_context.Now);
        var result = Ledger.Decide(_books, command, _context, Buffer);
        for (var asked = 0; asked < AsksMax && _context.Headroom is { Missing: { } missing, Bound: null }; asked++)
        {
            if (!await Ask(missing.Asset, missing.Notional * Cushion))
                return (false, result);
            _context.Headroom = _lease is { IsLimited: true } lease ? new TenantHeadroom(lease.Granted, lease.Bound) : null;
            result = Ledger.Decide(_books, command, _context, Buffer);
        }

        return (true, result);
    }

    private async Task<bool> Ask(string? asset, decimal wanted)
    {
        var used = TenantHeadroom.UsedBy(_books, _context);
        try
        {
            _lease = await GrainFactory.PortfolioRisk(_key.Tenant).Lease(new HeadroomAsk(_key.Name, used, asset, wanted));
            _told = used;
            return true;
        }
        catch (Exception fault)
        {
            // What was granted is not known any more: all of it is asked for anew.
            _lease = null;
            LogNotGranted(logger, fault, _key);
            return false;
        }
    }

    // Orders in quick succession share a lease; a quiet account keeps nothing from the others.
    private void GiveBackSoon()
    {
        if (_lease is { IsLimited: true } && _giveBack is null)
            _giveBack = this.RegisterGrainTimer(GiveBack, new GrainTimerCreationOptions(GiveBackAfter, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private async Task GiveBack(CancellationToken cancellation)
    {
        _giveBack?.Dispose();
        _giveBack = null;
        if (_isLost || _lease is not { IsLimited: true })
            return;
        Caller.BecomeService();
        await ReadMarkets(null, null);
        await Ask(null, 0m);
    }

    [LoggerMessage(6, LogLevel.Warning, "{Account} could not ask for its part of the tenant's limits: nothing that needs more of them is carried out until it can.")]
    private static partial void LogNotGranted(ILogger logger, Exception fault, AccountKey account);
}
