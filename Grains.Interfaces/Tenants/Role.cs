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
