namespace OrleansTrader.Grains.Tenants;

/// <summary>What things of a tenant may be called.</summary>
internal static class Names
{
    public const int LengthMax = TenantNames.LengthMax;

    public const string Rule = TenantNames.Rule;

    public static bool IsName(string? name) => TenantNames.IsName(name);
}
