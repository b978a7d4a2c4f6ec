using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What the tenant may have and do.</summary>
internal sealed partial class TenantGrain
{
    private static readonly OrderLease Unlimited = new(int.MaxValue, null, int.MaxValue);

    private readonly OrderBudget _orders = new();

    private QuotaOverrides Overrides => quotas.State.Overrides ?? QuotaOverrides.None;

    public async Task<QuotaState> GetQuotas()
    {
        var now = time.GetUtcNow();
        var agents = await readModel.Agents(_tenant, CancellationToken.None);
        var accounts = await readModel.Accounts(_tenant, CancellationToken.None);
        var versions = await readModel.Versions(_tenant, CancellationToken.None);
        var spend = await readModel.ModelSpend(_tenant, new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero), CancellationToken.None);
        return new QuotaState(
            _tenant, settings.Quotas is not null, Overrides.Over(settings.Quotas ?? new TenantQuotas()), Overrides,
            new QuotaUse(
                agents.Count(static row => row.Status != AgentStatus.Stopped), accounts.Length,
                versions.Count(static row => row.Status != VersionStatus.Retired), _orders.LeasedAt(now), spend, _alerts.TakenAt(now)));
    }

    public Task<TenantQuotas> GetLimits() => Task.FromResult(Overrides.Over(settings.Quotas ?? new TenantQuotas()));

    public async Task<SetupReply> SetQuotas(QuotaOverrides overrides)
    {
        if (!Caller.IsService)
            return SetupReply.Refuse("quotas", _tenant.Value, "only an operator of the service sets quotas");
        if (overrides.Refuse() is { IsEmpty: false } errors)
            return SetupReply.Refuse(errors);
        if (overrides == Overrides)
            return SetupReply.Unchanged;
        var before = quotas.State;
        quotas.State = new QuotaRecord { Overrides = overrides };
        try
        {
            await quotas.WriteStateAsync();
        }
        catch
        {
            quotas.State = before;
            DeactivateOnIdle();
            throw;
        }

        return SetupReply.Done;
    }

    public Task<OrderLease> LeaseOrders(int wanted) => Task.FromResult(settings.Quotas is { } defaults
        ? _orders.Lease(wanted, Overrides.Over(defaults).OrdersPerMinute, time.GetUtcNow())
        : Unlimited);

    // Null: there is room. What is there already is not made again, so it needs none.
    private async Task<SetupReply?> RefuseAccount(AccountKey key) =>
        settings.Quotas is { } defaults && await readModel.Accounts(_tenant, CancellationToken.None) is var rows && rows.All(row => row.Account != key)
            ? QuotaRules.Refuse(QuotaKind.Accounts, rows.Length, Overrides.Over(defaults))
            : null;

    private async Task<SetupReply?> RefuseAgent(AgentKey key) =>
        settings.Quotas is { } defaults && await readModel.Agents(_tenant, CancellationToken.None) is var rows && rows.All(row => row.Agent != key)
            ? QuotaRules.Refuse(QuotaKind.Agents, rows.Count(static row => row.Status != AgentStatus.Stopped), Overrides.Over(defaults))
            : null;

    private async Task<SetupReply?> RefuseVersion(VersionKey key) =>
        settings.Quotas is { } defaults && await readModel.Versions(_tenant, CancellationToken.None) is var rows && rows.All(row => row.Version != key)
            ? QuotaRules.Refuse(QuotaKind.Versions, rows.Count(static row => row.Status != VersionStatus.Retired), Overrides.Over(defaults))
            : null;
}
