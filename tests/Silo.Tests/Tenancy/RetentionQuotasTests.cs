using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Tenancy;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Tenancy;

public sealed class RetentionQuotasTests
{
    private static readonly TenantId Brief = new("brief"), Plain = new("plain");

    [Fact]
    public async Task Over_aTenantWithAQuota_keepsItsRecordsForThatLong_andNobodyElses()
    {
        var policy = new RetentionPolicy { DecisionRecordDays = 30, DecisionRecordsMax = 500 };

        var applied = await RetentionQuotas.Over(policy, new Quotas(), [Brief, Plain], TestContext.Current.CancellationToken);

        Assert.Equal((7, 500), (applied.Of(Brief).DecisionRecordDays, applied.Of(Brief).DecisionRecordsMax));
        Assert.Equal(30, applied.Of(Plain).DecisionRecordDays);
    }

    [Fact]
    public async Task Over_whereNobodyHasAQuota_changesNothing()
    {
        var applied = await RetentionQuotas.Over(new RetentionPolicy(), new Quotas(), [Plain], TestContext.Current.CancellationToken);

        Assert.False(applied.IsActive);
    }

    private sealed class Quotas : IQuotaBook
    {
        public ValueTask<TenantQuotas?> Of(TenantId tenant, CancellationToken cancellation) => new(Known(tenant));

        public TenantQuotas? Known(TenantId tenant) => new(DecisionRecordDays: tenant == Brief ? 7 : null);
    }
}
