using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

/// <summary>What others see without asking: equity samples while a position is held, and updates for those who watch.</summary>
internal sealed partial class AccountGrain
{
    private IAsyncStream<AccountUpdate>? _updates;
    private IAsyncStream<TenantUpdate>? _tenant;
    private IGrainTimer? _equityTimer;

    private void OpenStreams()
    {
        if (!settings.PublishesUpdates)
            return;
        var provider = this.GetStreamProvider(StreamNames.Provider);
        _updates = provider.GetStream<AccountUpdate>(StreamNames.Accounts, _key.ToString());
        _tenant = provider.GetStream<TenantUpdate>(StreamNames.Tenants, _key.Tenant.Value);
    }

    private bool HoldsAnything
    {
        get
        {
            foreach (ref readonly var position in _books.Positions)
            {
                if (!position.IsFlat)
                    return true;
            }

            return false;
        }
    }

    // After a start a market may not have its first quote yet: an old mark would be a point that never was.
    private bool SeesAllHeld
    {
        get
        {
            foreach (ref readonly var position in _books.Positions)
            {
                if (!position.IsFlat && _context.IndexOf(position.Symbol) < 0)
                    return false;
            }

            return true;
        }
    }

    // Samples fall on whole intervals, so that the curves of all accounts have their points at the same instants.
    private void WatchEquity()
    {
        var holds = HoldsAnything;
        if (holds && _equityTimer is null)
        {
            var interval = settings.EquityInterval;
            var due = TimeSpan.FromTicks(interval.Ticks - (time.GetUtcNow().UtcTicks % interval.Ticks));
            _equityTimer = this.RegisterGrainTimer(SampleEquity, new GrainTimerCreationOptions(due, interval) { KeepAlive = true });
        }
        else if (!holds)
        {
            _equityTimer?.Dispose();
            _equityTimer = null;
        }
    }

    private async Task SampleEquity(CancellationToken cancellation)
    {
        if (_isLost || !HoldsAnything)
            return;
        Caller.BecomeService();
        await ReadMarkets(null, null);
        if (!SeesAllHeld)
            return;
        if (_books.LimitsInForce.WatchesLosses || _books.Breakers?.WatchesEquity == true)
            await Carry(new CommandId($"mark/{_context.Now.UtcTicks}/{_books.Version}"), new MarkEquity(), isRemembered: false);
        if (_isLost)
            return;
        var row = AccountRowWriter.EquityOf(_key, _books.Snapshot(_context), _counts.PaidIn);
        try
        {
            await journal.Write([row]);
        }
        catch (JournalException fault)
        {
            LogNotWritten(logger, fault, _key, "an equity sample");
            return;
        }

        ShowEquity(row.Equity);
        if (_updates is null)
            return;
        Send(_updates, new AccountUpdate(_key, _books.Version, _books.Version, row.At, row, [], [], [], [], [], HaltReason));
        Send(_tenant!, new AccountChanged(_key.Tenant, row.At, row, []));
    }

    private void Publish(CommitDraft draft)
    {
        if (draft.Writer is not { } writer || (_updates is null && !AccountGauges.IsOn))
            return;
        var equity = writer.Equity;
        ShowEquity(equity.Equity);
        if (_updates is null)
            return;
        Send(_updates, new AccountUpdate(
            _key, draft.PreviousVersion, _books.Version, equity.At, equity, [.. writer.Fills], [.. writer.Orders], [.. writer.Positions],
            [.. writer.Trades], [], HaltReason));
        Send(_tenant!, new AccountChanged(_key.Tenant, equity.At, equity, [.. writer.Trades]));
        foreach (var alert in writer.Alerts)
            PublishAlert(alert);
    }

    private void PublishAlert(AlertRow alert)
    {
        if (_tenant is not null)
            Send(_tenant, new AlertRaised(alert.Tenant, alert.At, alert));
    }

    private string? HaltReason => _books.IsHalted ? _books.HaltReason : null;

    private void Send<T>(IAsyncStream<T> stream, T item)
    {
        _ = Sent();

        async Task Sent()
        {
            try
            {
                await stream.OnNextAsync(item);
            }
            catch (Exception fault)
            {
                LogUpdateLost(logger, _key, $"{fault.GetType().Name}: {fault.Message}");
            }
        }
    }

    [LoggerMessage(5, LogLevel.Warning, "An update of {Account} could not be published; watchers see it with the next. {Fault}")]
    private static partial void LogUpdateLost(ILogger logger, AccountKey account, string fault);
}
