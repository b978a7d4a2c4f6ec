using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Identity;

/// <summary>Writes what the asker of this request or page did into the audit of their tenant.</summary>
internal sealed partial class AuditTrail(IClusterClient cluster, ISite site, ILogger<AuditTrail> logger) : IAudit
{
    public async Task Note(string action, string on, string result)
    {
        var asker = site.Asker;
        try
        {
            await Write(cluster, asker.Tenant, new AuditEntry(TimeProvider.System.GetUtcNow(), asker.User, MeansOf(asker), asker.From, action, on, result));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What was done is done: the caller hears of that, and the log of the missing entry.
            LogUnwritten(logger, fault, asker.User, action, on, result);
        }
    }

    internal static async Task Write(IClusterClient cluster, TenantId tenant, AuditEntry entry)
    {
        using (Caller.As(tenant))
            await cluster.Tenant(tenant).Note(new CommandId($"audit/{Guid.NewGuid():N}"), entry);
    }

    private static string MeansOf(Asker asker) => asker.Means switch
    {
        AskerMeans.Key => asker.Key ?? "key",
        AskerMeans.ControlKey => "control-key",
        AskerMeans.Session => "session",
        _ => "demo",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit lacks an entry: {User} did {Action} on {On} ({Result})")]
    private static partial void LogUnwritten(ILogger logger, Exception fault, string user, string action, string on, string result);
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
                await AuditTrail.Write(cluster, tenant, entry);
        }
        catch (Exception fault)
        {
            LogUnwritten(logger, fault, entry.Action, entry.From);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit lacks a refusal: {Action} from {From}")]
    private static partial void LogUnwritten(ILogger logger, Exception fault, string action, string from);
}
