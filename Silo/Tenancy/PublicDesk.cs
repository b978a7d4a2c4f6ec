using System.Collections.Concurrent;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tenancy;

/// <summary>
/// Published agents for anonymous viewers, by the tenant grain's one method for them. Each answer serves all viewers for a while: a crowd
/// asks the grains no more often than one does.
/// </summary>
internal sealed class PublicDesk(IClusterClient cluster, TimeProvider time) : IPublicAgents
{
    /// <summary>Answers that are kept, those that there is nothing among them; beyond it all are asked for anew.</summary>
    private const int AnswersMax = 1_000;

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Tenant, string Agent), (long At, Task<PublicAgent?> Found)> _known = new();

    public Task<PublicAgent?> Find(string tenant, string agent)
    {
        if (!TenantNames.IsName(tenant) || !TenantNames.IsName(agent))
            return Task.FromResult<PublicAgent?>(null);
        if (_known.TryGetValue((tenant, agent), out var known) && time.GetElapsedTime(known.At) < FreshFor && !known.Found.IsFaulted)
            return known.Found;
        if (_known.Count >= AnswersMax)
            _known.Clear();
        var found = Read(new TenantId(tenant), agent);
        _known[(tenant, agent)] = (time.GetTimestamp(), found);
        return found;
    }

    private async Task<PublicAgent?> Read(TenantId tenant, string agent)
    {
        using var caller = Caller.As(tenant);
        return await cluster.Tenant(tenant).GetPublic(agent);
    }
}
