namespace OrleansTrader.Grains;

/// <summary>Names of grain interfaces on the wire. They never change; a test holds them apart.</summary>
public static class GrainAliases
{
    public const string Symbol = "trader.symbol";
    public const string Account = "trader.account";
    public const string Agent = "trader.agent";
    public const string StrategyVersion = "trader.strategy-version";
    public const string Tenant = "trader.tenant";
    public const string Leaderboard = "trader.leaderboard";
    public const string Venue = "trader.venue";
    public const string TenantBreaker = "trader.tenant-breaker";
    public const string ServiceBreaker = "trader.service-breaker";
    public const string Signal = "trader.signal";
    public const string Notifications = "trader.notifications";
    public const string SignalSource = "trader.signal-source";
    public const string PortfolioRisk = "trader.portfolio-risk";
}

/// <summary>Names of grain kinds in stored state, reminders and streams. They never change.</summary>
public static class GrainTypes
{
    public const string Symbol = "symbol";
    public const string Account = "account";
    public const string Agent = "agent";
    public const string StrategyVersion = "strategy-version";
    public const string Tenant = "tenant";
    public const string Leaderboard = "leaderboard";
    public const string Venue = "venue";
    public const string TenantBreaker = "tenant-breaker";
    public const string ServiceBreaker = "service-breaker";
    public const string Signal = "signal";
    public const string Notifications = "notifications";
    public const string SignalSource = "signal-source";
    public const string PortfolioRisk = "portfolio-risk";
}

/// <summary>Names of grain state in storage. They never change.</summary>
public static class StateNames
{
    /// <summary>The storage provider that all grains use.</summary>
    public const string Storage = "grains";

    public const string Agent = "agent";
    public const string StrategyVersion = "strategy-version";
    public const string Tenant = "tenant";
    public const string TenantQuotas = "tenant-quotas";
    public const string TenantVault = "tenant-vault";
    public const string SignalSource = "signal-source";
    public const string TenantBreaker = "tenant-breaker";
    public const string ServiceBreaker = "service-breaker";
    public const string SymbolBreaker = "symbol-breaker";
    public const string PortfolioRisk = "portfolio-risk";
}
