using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What a user or key of a tenant may do; each may do what those before it may.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Also changes accounts, orders, agents and versions.</summary>
    Trader,

    /// <summary>Also keeps users, keys and what else belongs to the tenant as a whole.</summary>
    Operator,
}

/// <summary>Tenants with a meaning of their own.</summary>
public static class Tenancy
{
    /// <summary>The tenant whose operators run the service: they make tenants.</summary>
    public static TenantId Platform { get; } = new("platform");
}
