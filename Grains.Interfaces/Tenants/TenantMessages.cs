using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Grains.Tenants;

/// <summary>Opens a paper account.</summary>
/// <param name="Name">1 to 40 lower-case letters, digits and dashes.</param>
/// <param name="Venue">First part of the keys of the symbols that it trades.</param>
/// <param name="Currency">Quote currency of those symbols.</param>
/// <param name="Cash">First deposit, above zero.</param>
public sealed record AccountCreation(string Name, string Venue, string Currency, decimal Cash)
{
    /// <summary>The owner's limits that it begins with; null for none. An account that is there already keeps those it has.</summary>
    public AccountLimits? Limits { get; init; }
}

/// <summary>Makes an agent; the version must be active and of the account's venue.</summary>
/// <param name="Name">1 to 40 lower-case letters, digits and dashes.</param>
/// <param name="Starts">Whether it trades at once.</param>
public sealed record AgentCreation(string Name, AgentSetup Setup, bool Starts);

/// <summary>
/// Replaces an agent by a new one of another version on the same account: what an agent is never changes, so that the results of two
/// versions never mix.
/// </summary>
/// <param name="Agent">Name of the agent that is stopped.</param>
/// <param name="Version">An active version, earlier or later.</param>
/// <param name="Name">Name of the new agent.</param>
/// <param name="ClosesPositions">Whether positions are closed first; otherwise the new agent takes them over with their protective orders.</param>
public sealed record AgentRollback(string Agent, VersionKey Version, string Name, bool ClosesPositions);

/// <summary>What a page wants to see at once.</summary>
/// <param name="EquityFrom">Start of the equity curves.</param>
/// <param name="EquityPointsMax">Most points of each curve, 1 to 5,000.</param>
/// <param name="ClosedTrades">How many of the latest closed trades, 0 to 1,000.</param>
/// <param name="Alerts">How many of the latest alerts, 0 to 1,000.</param>
public sealed record OverviewRequest(DateTimeOffset EquityFrom, int EquityPointsMax, int ClosedTrades, int Alerts)
{
    /// <summary>The last 24 hours at 300 points, 20 trades, 20 alerts.</summary>
    public static OverviewRequest Default(DateTimeOffset now) => new(now.AddDays(-1), 300, 20, 20);
}

/// <summary>Everything of a tenant at a glance.</summary>
/// <param name="Agents">By name.</param>
/// <param name="Accounts">By name, each with its equity curve.</param>
/// <param name="ClosedTrades">Newest first.</param>
/// <param name="Alerts">Newest first.</param>
/// <param name="Symbols">Markets that the tenant's versions trade, by key; those without a feed are left out.</param>
public sealed record TenantOverview(
    TenantId Tenant,
    DateTimeOffset At,
    ImmutableArray<AgentSnapshot> Agents,
    ImmutableArray<AccountOverview> Accounts,
    ImmutableArray<ClosedTradeRow> ClosedTrades,
    ImmutableArray<AlertRow> Alerts,
    ImmutableArray<SymbolSnapshot> Symbols);

/// <param name="Curve">Ascending.</param>
public sealed record AccountOverview(AccountView Account, ImmutableArray<EquityRow> Curve);

/// <summary>What a tenant has, by name.</summary>
public sealed record TenantRegistry(
    TenantId Tenant, ImmutableArray<AccountKey> Accounts, ImmutableArray<VersionKey> Versions, ImmutableArray<AgentKey> Agents);

/// <summary>A hint that something of a tenant changed; each kind is its own case.</summary>
public abstract record TenantUpdate(TenantId Tenant, DateTimeOffset At);

/// <summary>An account's new worth, with what it just closed.</summary>
public sealed record AccountChanged(TenantId Tenant, DateTimeOffset At, EquityRow Equity, ImmutableArray<ClosedTradeRow> ClosedTrades)
    : TenantUpdate(Tenant, At);

/// <summary>An agent was made, started, paused, stopped, or finished a cycle that changed something.</summary>
public sealed record AgentChanged(TenantId Tenant, DateTimeOffset At, AgentSnapshot Agent) : TenantUpdate(Tenant, At);

/// <summary>Something that a person should know.</summary>
public sealed record AlertRaised(TenantId Tenant, DateTimeOffset At, AlertRow Alert) : TenantUpdate(Tenant, At);
