using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>
/// Lines to the servers that tenants named, one a tenant, address and key, each with its own pace, breaker and connections: what one tenant's server
/// does holds up nobody else. Lines are made when they are asked for; the one that was idle longest goes where there are too many.
/// </summary>
internal sealed class TenantLines(ModelEndpointRule rule, TimeProvider time, ulong seed, ILogger log) : IDisposable
{
    public const int LinesMax = 256;

    public const int LinesOfTenantMax = 8;

    /// <summary>Questions to one server in flight at once.</summary>
    private const int ConcurrentMax = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantEndpoint Endpoint, string? Key), Entry> _lines = [];
    private long _uses;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _lines.Count;
        }
    }

    /// <summary>The line to a server, for as long as it is not disposed of; or why it is not asked.</summary>
    /// <param name="key">The tenant's own key for that server, which goes to no other.</param>
    public bool TryTake(TenantEndpoint endpoint, TenantModelKey key, [NotNullWhen(true)] out Use? use, [NotNullWhen(false)] out ModelFault? fault)
    {
        (use, fault) = (null, null);

        // The rule may be stricter than when the version was made.
        if (rule.Refuses(endpoint.Address) is { } reason)
        {
            fault = new ModelFault(ModelFaultCode.Unreachable, reason);
            return false;
        }

        lock (_lock)
        {
            if (!_lines.TryGetValue((endpoint, key.Id), out var entry))
            {
                if (!HasRoom(endpoint))
                {
                    fault = new ModelFault(ModelFaultCode.RateLimited, $"{LinesOfTenantMax.ToString(CultureInfo.InvariantCulture)} servers of yours, or {LinesMax.ToString(CultureInfo.InvariantCulture)} of all tenants, are being asked already: ask again later");
                    return false;
                }

                _lines.Add((endpoint, key.Id), entry = new Entry(new ProviderLine(SettingsOf(endpoint, key), rule, time, seed + (ulong)_uses, log)));
            }

            entry.Users++;
            entry.LastUse = ++_uses;
            use = new Use(this, entry);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _lines.Values)
                entry.Line.Dispose();
            _lines.Clear();
        }
    }

    private bool HasRoom(TenantEndpoint endpoint)
    {
        if (_lines.Keys.Count(known => known.Endpoint.Tenant == endpoint.Tenant) >= LinesOfTenantMax)
            return Drop(known => known.Tenant == endpoint.Tenant);
        return _lines.Count < LinesMax || Drop(static _ => true);
    }

    private bool Drop(Func<TenantEndpoint, bool> isMeant)
    {
        var idle = _lines.Where(line => line.Value.Users == 0 && isMeant(line.Key.Endpoint)).ToArray();
        if (idle.Length == 0)
            return false;
        var oldest = idle.MinBy(static line => line.Value.LastUse);
        _lines.Remove(oldest.Key);
        oldest.Value.Line.Dispose();
        return true;
    }

    private static ProviderSettings SettingsOf(TenantEndpoint endpoint, TenantModelKey key) => new()
    {
        Name = endpoint.Address.Authority,
        Kind = ModelProviderKind.OpenAI,
        Endpoint = endpoint.Address,
        IsTenants = true,
        Key = key.Secret,
        Structured = StructuredOutput.JsonObject,
        OutputTokensField = "max_tokens",
        ConcurrentMax = ConcurrentMax,
    };

    /// <summary>A line while it is asked.</summary>
    public sealed class Use : IDisposable
    {
        private readonly TenantLines _lines;
        private readonly Entry _entry;

        internal Use(TenantLines lines, Entry entry) => (_lines, _entry) = (lines, entry);

        public ProviderLine Line => _entry.Line;

        public void Dispose()
        {
            lock (_lines._lock)
                _entry.Users--;
        }
    }

    internal sealed class Entry(ProviderLine line)
    {
        public ProviderLine Line => line;

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}
