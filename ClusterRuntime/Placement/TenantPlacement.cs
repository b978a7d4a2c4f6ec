namespace OrleansTrader.ClusterRuntime.Placement;

/// <summary>
/// All grains of a tenant on one silo: an agent with its account, the tenant with both, so that a decision crosses the network only for
/// the market. Tenants are spread by rendezvous hashing: a silo that goes moves its own tenants only, one that comes takes its share.
/// </summary>
public sealed class TenantPlacement : PlacementStrategy;
