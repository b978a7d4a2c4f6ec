using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Grains.Portfolio;

/// <summary>Exposure across a tenant's accounts, and the limits that they share. Amounts in the accounts' currencies, added as they are.</summary>
/// <param name="Limits">All null where nothing is limited.</param>
/// <param name="HoldsFrom">From when on new limits bind every account; null where they do, or there are none.</param>
/// <param name="DayLoss">Of all accounts since midnight UTC; below 0 a profit.</param>
/// <param name="Uses">Each limit with what is used or given away of it; what is not limited too.</param>
/// <param name="Accounts">By account: notionals by asset, used and granted.</param>
public sealed record PortfolioView(
    TenantId Tenant,
    DateTimeOffset At,
    TenantLimits Limits,
    DateTimeOffset? HoldsFrom,
    decimal DayLoss,
    ImmutableArray<PortfolioUse> Uses,
    ImmutableArray<AccountHeadroom> Accounts);
