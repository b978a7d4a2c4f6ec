using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Tenants;

/// <summary>The tenant's signals, from the read model.</summary>
internal sealed partial class TenantGrain
{
    public async Task<Page<SignalRow>> GetSignals(SignalFilter filter, PageRequest page) =>
        await readModel.Signals(_tenant, filter, page, CancellationToken.None);

    public async Task<SignalRow?> GetSignal(string id) =>
        id is { Length: SignalCause.IdLength } ? await readModel.Signal(new SignalKey(_tenant, id), CancellationToken.None) : null;

    public async Task<ImmutableArray<SourceTallyRow>> GetSourceTallies() => await readModel.SourceTallies(_tenant, CancellationToken.None);
}
