using Microsoft.Extensions.Configuration;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Tenancy;

namespace OrleansTrader.Silo.Tests.Tenancy;

public sealed class TenancySettingsTests
{
    [Fact]
    public void Read_whatIsSet_takesItsPlaceAmongTheDefaults()
    {
        var settings = Read(("Tenancy:Agents", "3"), ("Tenancy:ModelSpendUsdPerDay", "0.50"), ("Tenancy:RequestsPerMinutePerAddress", "90"));

        Assert.Equal(new TenantQuotas(Agents: 3, ModelSpendUsdPerDay: 0.5m), settings.Quotas);
        Assert.Equal((90, 120), (settings.RequestsPerMinutePerAddress, settings.PublicRequestsPerMinutePerAddress));
    }

    [Theory]
    [InlineData("Agents", "many", "Tenancy:Agents is 'many': write a whole number")]
    [InlineData("Agents", "-1", "Tenancy:Agents is -1: give 0 to 10000")]
    [InlineData("ModelSpendUsdPerDay", "1,5", "Tenancy:ModelSpendUsdPerDay is '1,5'")]
    [InlineData("ApiRequestsPerMinute", "0", "Tenancy:ApiRequestsPerMinute is 0: give 1 to 1000000")]
    [InlineData("WebhooksPerMinute", "-1", "Tenancy:WebhooksPerMinute is -1: give 0 to 1000000")]
    [InlineData("WebhooksPerMinutePerAddress", "0", "Tenancy:WebhooksPerMinutePerAddress is '0': give 1 to 10000000")]
    [InlineData("RequestsPerMinutePerAddress", "0", "Tenancy:RequestsPerMinutePerAddress is '0': give 1 to 10000000")]
    public void Read_whatCannotBe_isRefusedInOneLine(string name, string value, string message)
    {
        var refused = Assert.Throws<StartupException>(() => Read(($"Tenancy:{name}", value)));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    private static TenancySettings Read(params (string Name, string Value)[] settings) => TenancySettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build());
}
