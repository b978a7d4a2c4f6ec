using Microsoft.Extensions.Configuration;
using OrleansTrader.LanguageModels.Egress;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>The operator's list of hosts that tenants' models may be at although they are private, or plain http.</summary>
internal static class TenantEndpoints
{
    private const string Setting = "Models:TenantEndpoints";

    /// <summary>Reads <c>Models:TenantEndpoints</c>: hosts with ports, divided by commas or one an entry, e.g. <c>localhost:11434</c>.</summary>
    /// <exception cref="ModelConfigurationException">An entry is no host with a port.</exception>
    public static ModelEndpointRule Read(IConfiguration configuration)
    {
        var entries = ListedHosts.Read(configuration, Setting, out var fault);
        return fault is null ? ModelEndpointRule.ForTenants(entries) : throw new ModelConfigurationException(fault);
    }
}
