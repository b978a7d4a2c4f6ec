using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Identity;

/// <summary>Writes what the asker of this request or page does into the audit of their tenant.</summary>
internal sealed class AuditTrail(IClusterClient cluster, ISite site, ILogger<AuditTrail> logger) : IAudit
{
    public Task<T> Carry<T>(string action, string on, Func<Task<T>> deed, Func<T, string> outcome)
    {
        var asker = site.Asker;
        var entry = new AuditEntry(TimeProvider.System.GetUtcNow(), asker.User, MeansOf(asker), asker.From, action, on, string.Empty);
        return new AuditedDeed(cluster, logger, asker.Tenant, entry).Carry(deed, outcome);
    }

    private static string MeansOf(Asker asker) => asker.Means switch
    {
        AskerMeans.Key => asker.Key ?? "key",
        AskerMeans.ControlKey => "control-key",
        AskerMeans.Session => "session",
        _ => "demo",
    };
}

/// <summary>
/// Refused logins and keys, in the audit of the tenant whose name they gave, if it has users. A storm of them fills no journal: a tenant
/// gets so many entries a minute, and then one that tells how many more there were.
/// </summary>
internal sealed partial class RefusalAudit(IClusterClient cluster, ILogger<RefusalAudit> logger)
{
    public const int EntriesPerMinuteMax = 30;

    /// <summary>Most tenants whose entries are counted; then all counts begin anew.</summary>
    private const int TenantsMax = 10_000;

    private readonly Dictionary<string, (DateTimeOffset Since, int Entries, int More)> _counts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Writes behind the caller's back: whoever is refused does not wait for it.</summary>
    public void Refused(TenantId tenant, string who, string by, string from, string action, string why)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (Take(tenant.Value, now) is { } more)
            _ = Write(tenant, new AuditEntry(now, who, by, from, action, tenant.Value, more == 0 ? $"refused: {why}" : $"refused: {why} (and {more} more that are not listed)"));
    }

    // Null: not this one. Else how many were left out before it.
    private int? Take(string tenant, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_counts.Count >= TenantsMax && !_counts.ContainsKey(tenant))
                _counts.Clear();
            var count = _counts.GetValueOrDefault(tenant);
            if (now >= count.Since + TimeSpan.FromMinutes(1))
            {
                _counts[tenant] = (now, 1, 0);
                return count.More;
            }

            var isListed = count.Entries < EntriesPerMinuteMax;
            _counts[tenant] = isListed ? count with { Entries = count.Entries + 1 } : count with { More = count.More + 1 };
            return isListed ? 0 : null;
        }
    }

    private async Task Write(TenantId tenant, AuditEntry entry)
    {
        try
        {
            // A name that somebody made up gets no stream of its own.
            using var caller = Caller.As(tenant);
            if (!(await cluster.Tenant(tenant).GetUsers()).IsEmpty)
                await cluster.Note(tenant, AuditEntry.BeginningOf(Guid.NewGuid().ToString("N")), entry);
        }
        catch (Exception fault)
        {
            LogUnwritten(logger, fault, entry.Action, entry.From);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit lacks a refusal: {Action} from {From}")]
    private static partial void LogUnwritten(ILogger logger, Exception fault, string action, string from);
}
