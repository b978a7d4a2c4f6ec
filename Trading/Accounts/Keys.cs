using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Accounts;

/// <summary>A tenant's name: 1 to 40 lower-case letters, digits and dashes, starting with a letter or digit.</summary>
public readonly record struct TenantId(string Value)
{
    public override string ToString() => Value;
}

/// <summary><c>tenant/account</c>.</summary>
public readonly record struct AccountKey(TenantId Tenant, string Name) : IComparable<AccountKey>
{
    public static AccountKey Parse(string text)
    {
        var (tenant, name) = KeyText.Split(text, "account key");
        return new AccountKey(new TenantId(tenant), name);
    }

    public int CompareTo(AccountKey other)
    {
        var byTenant = string.CompareOrdinal(Tenant.Value, other.Tenant.Value);
        return byTenant != 0 ? byTenant : string.CompareOrdinal(Name, other.Name);
    }

    public static bool operator <(AccountKey left, AccountKey right) => left.CompareTo(right) < 0;
    public static bool operator <=(AccountKey left, AccountKey right) => left.CompareTo(right) <= 0;
    public static bool operator >(AccountKey left, AccountKey right) => left.CompareTo(right) > 0;
    public static bool operator >=(AccountKey left, AccountKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Tenant.Value}/{Name}";
}

/// <summary><c>tenant/agent</c>.</summary>
public readonly record struct AgentKey(TenantId Tenant, string Name)
{
    public static AgentKey Parse(string text)
    {
        var (tenant, name) = KeyText.Split(text, "agent key");
        return new AgentKey(new TenantId(tenant), name);
    }

    public override string ToString() => $"{Tenant.Value}/{Name}";
}

/// <summary><c>tenant/strategy@1.2.0</c>.</summary>
public readonly record struct VersionKey(TenantId Tenant, string Strategy, string Version)
{
    public static VersionKey Parse(string text)
    {
        var (tenant, rest) = KeyText.Split(text, "strategy version key");
        var at = rest.LastIndexOf('@');
        return at > 0 && at < rest.Length - 1
            ? new VersionKey(new TenantId(tenant), rest[..at], rest[(at + 1)..])
            : throw new FormatException($"strategy version key '{text}' is not of the form tenant/strategy@1.2.0");
    }

    public override string ToString() => $"{Tenant.Value}/{Strategy}@{Version}";
}

/// <summary><c>venue/BTC-USDT</c>: one market of one feed, shared by all tenants.</summary>
public readonly record struct SymbolKey(string Venue, Symbol Symbol)
{
    public static SymbolKey Parse(string text)
    {
        var (venue, symbol) = KeyText.Split(text, "symbol key");
        return new SymbolKey(venue, Symbol.Parse(symbol));
    }

    public override string ToString() => $"{Venue}/{Symbol.Value}";
}

/// <summary><c>tenant/source</c>: where signals come from.</summary>
public readonly record struct SourceKey(TenantId Tenant, string Name)
{
    public static SourceKey Parse(string text)
    {
        var (tenant, name) = KeyText.Split(text, "source key");
        return new SourceKey(new TenantId(tenant), name);
    }

    public override string ToString() => $"{Tenant.Value}/{Name}";
}

/// <summary><c>tenant/signal-id</c>.</summary>
public readonly record struct SignalKey(TenantId Tenant, string Id)
{
    public static SignalKey Parse(string text)
    {
        var (tenant, id) = KeyText.Split(text, "signal key");
        return new SignalKey(new TenantId(tenant), id);
    }

    public override string ToString() => $"{Tenant.Value}/{Id}";
}

internal static class KeyText
{
    public static (string First, string Second) Split(string text, string kind)
    {
        var slash = text.IndexOf('/');
        return slash > 0 && slash < text.Length - 1
            ? (text[..slash], text[(slash + 1)..])
            : throw new FormatException($"{kind} '{text}' has no first part before a slash");
    }
}
