using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Tenants;

/// <summary>The list of the tenant's sources, and their alerts a minute.</summary>
internal sealed partial class TenantGrain
{
    private static readonly AlertRoom Room = new(null, int.MaxValue);

    private readonly AlertBudget _alerts = new();

    public async Task<SetupReply> SetSource(string name, SourceConfig config, SourceSecret? secret)
    {
        if (!Names.IsName(name))
            return SetupReply.Refuse("name", name ?? string.Empty, Names.Rule);
        var isNew = !vault.State.Sources.Contains(name, StringComparer.Ordinal);
        if (isNew && vault.State.Sources.Length >= ITenantGrain.SourcesMax)
            return SetupReply.Refuse("sources", ITenantGrain.SourcesMax.ToString(CultureInfo.InvariantCulture), "that many is all a tenant may have: remove one that is not needed");

        // In the list first: one that takes alerts can always be found, also where the way there was cut short.
        if (isNew)
            await Keep(vault.State with { Sources = [.. vault.State.Sources.Add(name).Order(StringComparer.Ordinal)] });
        var reply = await GrainFactory.SignalSource(new SourceKey(_tenant, name)).Configure(config, secret);
        if (isNew && reply.IsRefused)
            await Keep(vault.State with { Sources = vault.State.Sources.Remove(name) });
        return reply;
    }

    public async Task<SetupReply> RemoveSource(string name)
    {
        if (!vault.State.Sources.Contains(name, StringComparer.Ordinal))
            return SetupReply.Unchanged;
        await GrainFactory.SignalSource(new SourceKey(_tenant, name)).Remove();
        await Keep(vault.State with { Sources = vault.State.Sources.Remove(name) });
        return SetupReply.Done;
    }

    public Task<ImmutableArray<string>> GetSources() => Task.FromResult(vault.State.Sources);

    public Task<AlertRoom> TakeAlert() => Task.FromResult(settings.Quotas is { } defaults
        ? _alerts.Take(Overrides.Over(defaults).WebhooksPerMinute, time.GetUtcNow())
        : Room);
}
