using Microsoft.Extensions.Configuration;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Tests;

public sealed class StorageSettingsTests
{
    [Fact]
    public void Read_sectionWithTenants_isWhatWasSet()
    {
        var settings = Read(
            ("Storage:Provider", "postgres"), ("Storage:ConnectionString", "Host=db;Database=x"), ("Storage:Retention:EventDays", "30"),
            ("Storage:Retention:Tenants:acme:DecisionRecordDays", "7"), ("Storage:Retention:DecisionRecordsMax", "100"));

        Assert.True(settings.IsPostgres);
        Assert.Equal(30, settings.Retention.EventDays);
        Assert.Equal(new TenantRetention { DecisionRecordDays = 7 }, settings.Retention.Of(new TenantId("acme")));
        Assert.Equal(new TenantRetention { DecisionRecordsMax = 100 }, settings.Retention.Of(new TenantId("demo")));
        Assert.False(new StorageSettings().Retention.IsActive);
    }

    [Theory]
    [InlineData("Storage:Provider", "oracle", "neither sqlite nor postgres")]
    [InlineData("Storage:Provider", "postgres", "Storage:ConnectionString is empty")]
    [InlineData("Storage:Retention:EventDays", "-1", "EventDays -1 is below zero")]
    [InlineData("Storage:Retention:EventDays", "soon", "EventDays")]
    [InlineData("Storage:Retention:EveryHours", "0", "not between 0.01 and 720")]
    public void Read_settingThatCannotBe_namesItAndTheRemedy(string key, string value, string told) =>
        Assert.Contains(told, Assert.Throws<JournalException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    private static StorageSettings Read(params (string Key, string Value)[] values) => StorageSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
}
