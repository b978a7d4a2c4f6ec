using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tenancy;

/// <summary>Quotas, credentials and publications, as the asker's role allows; each change stands in the audit, without what is sealed.</summary>
internal sealed class TenancyDesk(IClusterClient cluster, ISite site, IAudit audit) : ITenancy
{
    public Task<QuotaState> Quotas() => Own(static tenant => tenant.GetQuotas());

    public async Task<QuotaState?> QuotasOf(TenantId tenant)
    {
        if (RefuseOthers() is not null || !TenantNames.IsName(tenant.Value))
            return null;
        using (Caller.AsService())
            return await cluster.Tenant(tenant).GetQuotas();
    }

    public Task<SetupReply> SetQuotas(TenantId tenant, QuotaOverrides overrides) => Noted("quotas.set", tenant.Value, async () =>
    {
        if (RefuseOthers() is { } refused)
            return refused;
        if (!TenantNames.IsName(tenant.Value))
            return SetupReply.Refuse("tenant", tenant.Value, TenantNames.Rule);
        using (Caller.AsService())
            return await cluster.Tenant(tenant).SetQuotas(overrides);
    });

    public Task<ImmutableArray<CredentialView>> Credentials() => IsOperator ? Own(static tenant => tenant.GetCredentials()) : Task.FromResult(ImmutableArray<CredentialView>.Empty);

    public Task<SetupReply> SetCredential(CredentialInput credential) =>
        Noted("credential.set", credential.Name, () => AsOperator(tenant => tenant.SetCredential(credential)));

    public Task<SetupReply> RemoveCredential(string name) =>
        Noted("credential.remove", name, () => AsOperator(tenant => tenant.RemoveCredential(name)));

    public Task<ImmutableArray<Publication>> Publications() => Own(static tenant => tenant.GetPublications());

    public Task<SetupReply> Publish(string agent, PublicDetail detail) =>
        Noted($"agent.publish {detail.ToString().ToLowerInvariant()}", agent, () => AsOperator(tenant => tenant.Publish(agent, detail)));

    public Task<SetupReply> Withdraw(string agent) => Noted("agent.withdraw", agent, () => AsOperator(tenant => tenant.Withdraw(agent)));

    private bool IsOperator => site.Asker.May(Role.Operator) && site.Asker.Accounts.IsEmpty;

    private SetupReply? RefuseOthers() => site.Asker.RunsThePlatform && site.Asker.Accounts.IsEmpty
        ? null
        : SetupReply.Refuse("role", site.Asker.Role.ToString().ToLowerInvariant(), "only an operator of the platform does this");

    private async Task<SetupReply> AsOperator(Func<ITenantGrain, Task<SetupReply>> change) => IsOperator
        ? await Own(change)
        : SetupReply.Refuse("role", site.Asker.Role.ToString().ToLowerInvariant(), "only an operator of the tenant does this");

    private T Own<T>(Func<ITenantGrain, T> call)
    {
        var tenant = site.Asker.Tenant;
        using (Caller.As(tenant))
            return call(cluster.Tenant(tenant));
    }

    private Task<SetupReply> Noted(string action, string on, Func<Task<SetupReply>> change) => audit.Carry(
        action, on, change, static reply => reply.IsRefused ? $"refused: {reply.Errors[0]}" : reply.Status.ToString().ToLowerInvariant());
}
