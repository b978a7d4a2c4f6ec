using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>The operator's list of hosts that tenants' models may be at although they are private, or plain http.</summary>
internal static class TenantEndpoints
{
    private const string Setting = "Models:TenantEndpoints";

    /// <summary>Reads <c>Models:TenantEndpoints</c>: hosts with ports, divided by commas or one an entry, e.g. <c>localhost:11434</c>.</summary>
    /// <exception cref="ModelConfigurationException">An entry is no host with a port.</exception>
    public static ModelEndpointRule Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var entries = section.GetChildren().Select(static child => child.Value).Append(section.Value).OfType<string>()
            .SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
        foreach (var entry in entries)
        {
            var colon = entry.LastIndexOf(':');
            if (colon < 1 || !ushort.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0
                || Uri.CheckHostName(entry[..colon].Trim('[', ']')) == UriHostNameType.Unknown)
            {
                throw new ModelConfigurationException($"{Setting}: '{entry}' is no host with a port: write e.g. localhost:11434");
            }
        }

        return ModelEndpointRule.ForTenants(entries);
    }
}
