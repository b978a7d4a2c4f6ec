namespace OrleansTrader.Grains.Tenants;

/// <summary>What is stored of a tenant's quotas: what differs from the defaults.</summary>
internal sealed record QuotaRecord
{
    public QuotaOverrides? Overrides { get; init; }
}
