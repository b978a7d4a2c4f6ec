using Microsoft.Extensions.Configuration;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Silo.Tests.Supervision;

public sealed class ArchiveDutyTests
{
    [Theory]
    [InlineData("EventDays")]
    [InlineData("DecisionRecordDays")]
    [InlineData("DecisionRecordsMax")]
    [InlineData("Tenants:acme:DecisionRecordDays")]
    public void Start_ofASiloWhoseArchivesWouldBeItsOwn_isRefused(string setting)
    {
        var refused = Assert.Throws<StartupException>(() => new ArchiveDuty(SharesBooks: true).RefuseLostArchives(Settings((setting, "30"))));

        Assert.Contains("Storage:Retention:ArchiveDirectory is empty", refused.Message, StringComparison.Ordinal);
        new ArchiveDuty(SharesBooks: true).RefuseLostArchives(Settings((setting, "30"), ("ArchiveDirectory", "/shared/archive")));
        new ArchiveDuty(SharesBooks: false).RefuseLostArchives(Settings((setting, "30")));
    }

    [Fact]
    public void Start_whereNothingIsArchived_isNot()
    {
        new ArchiveDuty(SharesBooks: true).RefuseLostArchives(Settings(("HistoryDays", "30")));
        new ArchiveDuty(SharesBooks: true).RefuseLostArchives(Settings(("DecisionRecordDays", "30"), ("ArchivesRecords", "false")));
    }

    [Fact]
    public void WithoutArchives_quotasOfTenants_leavesRecordsAndEventsAndStillLetsHistoryGo()
    {
        var policy = new RetentionPolicy
        {
            EventDays = 10, HistoryDays = 20, DecisionRecordsMax = 5,
            Tenants = new Dictionary<string, TenantRetention>(StringComparer.Ordinal) { ["acme"] = new() { DecisionRecordDays = 3 } },
        };

        var left = policy.WithoutArchives();

        Assert.True(new ArchiveDuty(SharesBooks: true).LosesArchives(policy));
        Assert.Equal((0, 20, 0, 0, false), (left.EventDays, left.HistoryDays, left.DecisionRecordsMax, left.Tenants.Count, left.WritesArchives()));
        Assert.Equal(3, (policy with { ArchivesRecords = false }).WithoutArchives().Tenants["acme"].DecisionRecordDays);
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create($"Storage:Retention:{setting.Name}", (string?)setting.Value))).Build();
}
