using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Grains.Portfolio;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Grains.Venues;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains;

/// <summary>Grains by their typed keys: the only place where a key becomes text.</summary>
public static class GrainKeys
{
    public static ISymbolGrain Symbol(this IGrainFactory grains, SymbolKey key) => grains.GetGrain<ISymbolGrain>(key.ToString());

    public static IAccountGrain Account(this IGrainFactory grains, AccountKey key) => grains.GetGrain<IAccountGrain>(key.ToString());

    public static IAgentGrain Agent(this IGrainFactory grains, AgentKey key) => grains.GetGrain<IAgentGrain>(key.ToString());

    public static IStrategyVersionGrain StrategyVersion(this IGrainFactory grains, VersionKey key) =>
        grains.GetGrain<IStrategyVersionGrain>(key.ToString());

    public static ITenantGrain Tenant(this IGrainFactory grains, TenantId tenant) => grains.GetGrain<ITenantGrain>(tenant.Value);

    public static ILeaderboardGrain Leaderboard(this IGrainFactory grains, TenantId tenant) => grains.GetGrain<ILeaderboardGrain>(tenant.Value);

    public static ISignalGrain Signal(this IGrainFactory grains, SignalKey key) => grains.GetGrain<ISignalGrain>(key.ToString());

    public static INotificationsGrain Notifications(this IGrainFactory grains, TenantId tenant) => grains.GetGrain<INotificationsGrain>(tenant.Value);

    public static ISignalSourceGrain SignalSource(this IGrainFactory grains, SourceKey key) => grains.GetGrain<ISignalSourceGrain>(key.ToString());

    public static IPortfolioRiskGrain PortfolioRisk(this IGrainFactory grains, TenantId tenant) => grains.GetGrain<IPortfolioRiskGrain>(tenant.Value);

    public static IVenueGrain Venue(this IGrainFactory grains, string venue) => grains.GetGrain<IVenueGrain>(venue);

    public static ITenantBreakerGrain TenantBreaker(this IGrainFactory grains, TenantId tenant) => grains.GetGrain<ITenantBreakerGrain>(tenant.Value);

    public static IServiceBreakerGrain ServiceBreaker(this IGrainFactory grains, string venue) => grains.GetGrain<IServiceBreakerGrain>(venue);

    /// <summary>Whose work a grain does, for schedulers that let tenants take turns: its tenant's, or that of all (markets).</summary>
    public static string LaneOf(string? grainType, string? key) => grainType is null or GrainTypes.Symbol or GrainTypes.ServiceBreaker || key is null ? string.Empty : TenantOf(key).ToString();

    /// <summary>The tenant that a key of a tenant-keyed grain belongs to: its first part.</summary>
    public static ReadOnlySpan<char> TenantOf(ReadOnlySpan<char> key)
    {
        var slash = key.IndexOf('/');
        return slash < 0 ? key : key[..slash];
    }
}

/// <summary>A grain whose key begins with its tenant; only callers of that tenant, and the service itself, may call it.</summary>
public interface ITenantKeyed : IGrainWithStringKey;
