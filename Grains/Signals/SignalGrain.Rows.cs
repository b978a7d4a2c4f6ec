using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Signals;

/// <summary>What others see of a signal.</summary>
internal sealed partial class SignalGrain
{
    private IAsyncStream<TenantUpdate>? _updates;

    private SignalRow RowOf(SignalState state) => SignalRows.Of(_key, settings.Venue, state);

    private ImmutableArray<SourceTallyRow> TallyOf(SignalState before, SignalState after) => SignalRows.TallyOf(_key, settings.Venue, before, after);

    private void OpenStream()
    {
        if (settings.PublishesUpdates)
            _updates = this.GetStreamProvider(StreamNames.Provider).GetStream<TenantUpdate>(StreamNames.Tenants, _key.Tenant.Value);
    }

    private void Publish(SignalRow row)
    {
        if (_updates is not { } updates)
            return;
        _ = Send();

        async Task Send()
        {
            try
            {
                await updates.OnNextAsync(new SignalChanged(_key.Tenant, row.UpdatedAt, row with { Steps = [], Legs = [] }));
            }
            catch (Exception fault)
            {
                LogUpdateLost(logger, _key, $"{fault.GetType().Name}: {fault.Message}");
            }
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "An update of signal {Signal} could not be published; watchers see it with the next. {Fault}")]
    private static partial void LogUpdateLost(ILogger logger, SignalKey signal, string fault);
}
