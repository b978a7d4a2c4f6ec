using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains;

/// <summary>
/// On whose behalf a grain is called; it travels with the call. Every call of a tenant-keyed grain needs one: a tenant's own, or the
/// service's; so does whatever changes a market, which is shared. It guards against mistakes, not against the network.
/// </summary>
public static class Caller
{
    private const string Key = "trader.caller";

    // No tenant's name contains an asterisk.
    private const string Service = "*";

    /// <summary>Calls within the scope are made for the tenant; disposing it brings back who was before.</summary>
    public static Scope As(TenantId tenant) => new(tenant.Value);

    /// <summary>Calls within the scope are made by the service itself: timers, reminders, feeds, triggers, set-up.</summary>
    public static Scope AsService() => new(Service);

    /// <summary>From here on, to the end of this asynchronous flow, calls are made by the service itself.</summary>
    public static void BecomeService()
    {
        if (!IsService)
            RequestContext.Set(Key, Service);
    }

    /// <summary>Whether the present caller is the service itself.</summary>
    public static bool IsService => RequestContext.Get(Key) is Service;

    /// <summary>Whether the present caller may use a grain with this key.</summary>
    public static bool Owns(ReadOnlySpan<char> grainKey) => RequestContext.Get(Key) switch
    {
        Service => true,
        string tenant => tenant.Length > 0 && GrainKeys.TenantOf(grainKey).SequenceEqual(tenant),
        _ => false,
    };

    /// <summary>Whether the present caller may act for the tenant: the tenant itself, or the service.</summary>
    public static bool Owns(TenantId tenant) => RequestContext.Get(Key) is string caller
        && (caller is Service || (caller.Length > 0 && string.Equals(caller, tenant.Value, StringComparison.Ordinal)));

    /// <summary>A stretch of calls on one behalf.</summary>
    public sealed class Scope : IDisposable
    {
        private readonly object? _before;

        internal Scope(string caller)
        {
            _before = RequestContext.Get(Key);
            RequestContext.Set(Key, caller);
        }

        public void Dispose()
        {
            if (_before is null)
                RequestContext.Remove(Key);
            else
                RequestContext.Set(Key, _before);
        }
    }
}
