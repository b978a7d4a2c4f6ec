using System.Collections.Immutable;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Tenants;

/// <summary>The most of everything that one tenant may have and do.</summary>
/// <param name="Agents">Agents that are not stopped.</param>
/// <param name="Accounts">Accounts, archived ones too: their books are kept.</param>
/// <param name="Versions">Strategy versions that are not retired.</param>
/// <param name="OrdersPerMinute">Orders that may open or add to a position, in one minute of the clock, over all accounts. What only reduces or closes is never counted.</param>
/// <param name="BacktestsAtOnce">Backtests that run at the same time.</param>
/// <param name="ModelSpendUsdPerDay">US dollars that language models may cost on one day (UTC); null for what the service's setting <c>Models:DailyBudgetUsd</c> says.</param>
/// <param name="ApiRequestsPerMinute">Requests to the HTTP API.</param>
/// <param name="DecisionRecordDays">Days for which records of what language models were asked are kept; null for what the section <c>Storage:Retention</c> says.</param>
/// <param name="WebhooksPerMinute">Alerts from outside, in one minute of the clock, over all sources.</param>
public sealed record TenantQuotas(
    int Agents = 200,
    int Accounts = 200,
    int Versions = 1_000,
    int OrdersPerMinute = 600,
    int BacktestsAtOnce = 4,
    decimal? ModelSpendUsdPerDay = null,
    int ApiRequestsPerMinute = 1_200,
    int? DecisionRecordDays = null,
    int WebhooksPerMinute = 600);

/// <summary>What an operator set for one tenant instead of the service's defaults; null leaves the default.</summary>
public sealed record QuotaOverrides(
    int? Agents = null,
    int? Accounts = null,
    int? Versions = null,
    int? OrdersPerMinute = null,
    int? BacktestsAtOnce = null,
    decimal? ModelSpendUsdPerDay = null,
    int? ApiRequestsPerMinute = null,
    int? DecisionRecordDays = null,
    int? WebhooksPerMinute = null)
{
    public const int EntriesLimit = ITenantGrain.EntriesMax;

    public const int RateLimit = 1_000_000;

    public const int DaysLimit = 36_500;

    public const decimal SpendLimit = 1_000_000m;

    public static QuotaOverrides None { get; } = new();

    public TenantQuotas Over(TenantQuotas defaults) => new(
        Agents ?? defaults.Agents, Accounts ?? defaults.Accounts, Versions ?? defaults.Versions, OrdersPerMinute ?? defaults.OrdersPerMinute,
        BacktestsAtOnce ?? defaults.BacktestsAtOnce, ModelSpendUsdPerDay ?? defaults.ModelSpendUsdPerDay,
        ApiRequestsPerMinute ?? defaults.ApiRequestsPerMinute, DecisionRecordDays ?? defaults.DecisionRecordDays,
        WebhooksPerMinute ?? defaults.WebhooksPerMinute);

    /// <summary>What no quota can be; empty where all is well.</summary>
    public ImmutableArray<FieldError> Refuse()
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        Within("agents", Agents, 0, EntriesLimit);
        Within("accounts", Accounts, 0, EntriesLimit);
        Within("versions", Versions, 0, EntriesLimit);
        Within("ordersPerMinute", OrdersPerMinute, 0, RateLimit);
        Within("backtestsAtOnce", BacktestsAtOnce, 0, EntriesLimit);
        Within("apiRequestsPerMinute", ApiRequestsPerMinute, 1, RateLimit);
        Within("decisionRecordDays", DecisionRecordDays, 1, DaysLimit);
        Within("webhooksPerMinute", WebhooksPerMinute, 0, RateLimit);
        if (ModelSpendUsdPerDay is { } spend and (< 0m or > SpendLimit))
            errors.Add(new FieldError("modelSpendUsdPerDay", FieldError.Text(spend), FormattableString.Invariant($"give 0 to {SpendLimit} dollars a day")));
        return errors.ToImmutable();

        void Within(string field, int? value, int least, int most)
        {
            if (value is { } given && (given < least || given > most))
                errors.Add(new FieldError(field, FieldError.Text(given), FormattableString.Invariant($"give {least} to {most}")));
        }
    }
}

/// <summary>What a tenant has and does now, beside what it may.</summary>
/// <param name="OrdersThisMinute">Counted as they are handed out to accounts: at least as many as were sent.</param>
/// <param name="ModelSpendUsdToday">Of the day that began at midnight UTC.</param>
/// <param name="WebhooksThisMinute">Alerts that proved who sends them.</param>
public sealed record QuotaUse(int Agents, int Accounts, int Versions, int OrdersThisMinute, decimal ModelSpendUsdToday, int WebhooksThisMinute = 0);

/// <param name="IsEnforced">False in a service without quotas, such as a replay.</param>
/// <param name="Quotas">What holds: the defaults with the overrides over them.</param>
public sealed record QuotaState(TenantId Tenant, bool IsEnforced, TenantQuotas Quotas, QuotaOverrides Overrides, QuotaUse Use);

/// <summary>A part of a tenant's orders of one minute, handed to one account.</summary>
/// <param name="Orders">How many; 0 where none are left.</param>
/// <param name="Until">The end of the minute, and of the lease; null where orders are not limited.</param>
/// <param name="PerMinute">The limit of the whole tenant.</param>
public sealed record OrderLease(int Orders, DateTimeOffset? Until, int PerMinute);

/// <summary>Whether a tenant may take one more alert.</summary>
/// <param name="RetryAfter">When there is room again; null where there is room.</param>
/// <param name="PerMinute">The limit of the whole tenant.</param>
public sealed record AlertRoom(TimeSpan? RetryAfter, int PerMinute);
